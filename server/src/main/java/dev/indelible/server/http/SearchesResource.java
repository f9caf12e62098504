package dev.indelible.server.http;

import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Changed;
import dev.indelible.core.access.Level;
import dev.indelible.core.search.SavedSearch;
import dev.indelible.core.search.SearchShelf;
import dev.indelible.core.trail.Act;
import dev.indelible.core.trail.Trail;
import dev.indelible.event.EventTime;
import dev.indelible.event.Operation;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Saved searches: kept, listed, changed, removed.
final class SearchesResource implements Endpoint.Resource {
    private final SearchShelf shelf;
    private final Trail trail;
    private final SmallBodies bodies;

    SearchesResource(SearchShelf shelf, Trail trail, Bodies bodies) {
        this.shelf = shelf;
        this.trail = trail;
        this.bodies = new SmallBodies(bodies);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/v1/searches", this::list).searching(),
                Endpoint.post("/v1/searches", this::keep).searching(),
                Endpoint.put("/v1/searches/{id}", this::change).searching(),
                Endpoint.delete("/v1/searches/{id}", this::remove).searching());
    }

    private void list(ServerRequest request, ServerResponse response) {
        Optional<String> named = Parameters.of(request, "organization").text("organization");
        Caller caller = Authentication.caller(request);
        List<Map<String, Object>> searches =
                shelf.list(caller, organization(request, named)).stream()
                        .map(SearchesResource::members)
                        .toList();
        Answers.ok(response, Map.of("searches", searches));
    }

    private static String organization(ServerRequest request, Optional<String> named) {
        return named.or(() -> Optional.ofNullable(Authentication.caller(request).organization()))
                .orElseThrow(() -> Parameters.organizationMissing(request));
    }

    private void keep(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Caller caller = Authentication.caller(request);
        SmallBodies.Members body = body(request);
        SavedSearch kept =
                shelf.keep(
                        caller,
                        organization(request, body.text("organization")),
                        asked(body),
                        trail.teller(
                                caller, search -> act("search.create", Operation.CREATE, search)));
        Answers.send(response, 201, Answers.JSON, members(kept));
    }

    private SmallBodies.Members body(ServerRequest request) {
        return bodies.read(request, "organization", "name", "q", "from", "to", "columns", "shared");
    }

    private static SavedSearch.Asked asked(SmallBodies.Members body) {
        return new SavedSearch.Asked(
                body.required("name"),
                body.text("q").orElse(""),
                body.text("from").orElse(""),
                body.text("to").orElse(""),
                body.node().has("columns") ? body.texts("columns") : List.of(),
                body.flag("shared").orElse(false));
    }

    private void change(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Caller caller = Authentication.caller(request);
        Changed<SavedSearch> changed =
                shelf.change(
                        caller,
                        id(request),
                        asked(body(request)),
                        trail.teller(caller, both -> updated(both)));
        Answers.ok(response, members(changed.after()));
    }

    private static Act updated(Changed<SavedSearch> changed) {
        Act act = act("search.update", Operation.UPDATE, changed.after());
        return Members.changing(act, told(changed.before()), told(changed.after()));
    }

    /// What the log tells of a search: not what it finds, which may name somebody.
    private static Map<String, Object> told(SavedSearch search) {
        return Map.of("name", search.asked().name(), "shared", search.asked().shared());
    }

    private void remove(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Caller caller = Authentication.caller(request);
        shelf.remove(
                caller,
                id(request),
                trail.teller(caller, search -> act("search.delete", Operation.DELETE, search)));
        Answers.empty(response);
    }

    private static String id(ServerRequest request) {
        return request.path().pathParameters().get("id");
    }

    private static Act act(String action, Operation operation, SavedSearch search) {
        return Act.of(action, operation, Level.organization(search.organization()))
                .on("search", search.id(), search.asked().name())
                .labelled("shared", Boolean.toString(search.asked().shared()));
    }

    private static Map<String, Object> members(SavedSearch search) {
        var members = new LinkedHashMap<String, Object>();
        members.put("id", search.id());
        members.put("organization", search.organization());
        members.put("name", search.asked().name());
        members.put("q", search.asked().q());
        members.put("from", search.asked().from());
        members.put("to", search.asked().to());
        members.put("columns", search.asked().columns());
        members.put("shared", search.asked().shared());
        members.put("owner", Map.of("id", search.owner().id(), "name", search.owner().name()));
        members.put("changed", EventTime.ofMillis(search.changedMillis()).toString());
        return members;
    }
}
