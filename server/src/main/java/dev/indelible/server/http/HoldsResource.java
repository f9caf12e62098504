package dev.indelible.server.http;

import dev.indelible.core.access.Right;
import dev.indelible.core.lifecycle.Hold;
import dev.indelible.core.lifecycle.Lifecycle;
import dev.indelible.event.EventTime;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What must not go, whoever wants it.
final class HoldsResource implements Endpoint.Resource {
    private final Lifecycle lifecycle;
    private final LifecycleRights rights;
    private final SmallBodies bodies;

    HoldsResource(Lifecycle lifecycle, LifecycleRights rights, Bodies bodies) {
        this.lifecycle = lifecycle;
        this.rights = rights;
        this.bodies = new SmallBodies(bodies);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/v1/holds", this::list).needing(Right.ADMINISTER),
                Endpoint.post("/v1/holds", this::create).needing(Right.ADMINISTER),
                Endpoint.delete("/v1/holds/{id}", this::release).needing(Right.ADMINISTER));
    }

    private void list(ServerRequest request, ServerResponse response) {
        Parameters parameters = Parameters.of(request, "organization");
        String organization = rights.organization(request, parameters.text("organization"));
        List<Map<String, Object>> holds =
                lifecycle.holds(organization).stream().map(HoldsResource::members).toList();
        Answers.ok(response, Map.of("holds", holds));
    }

    private void create(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        SmallBodies.Members body = bodies.read(request, "organization", "query", "reason", "owner");
        String organization = rights.organization(request, body.text("organization"));
        Hold hold =
                lifecycle.hold(
                        LifecycleRights.by(request),
                        organization,
                        body.required("query"),
                        body.required("reason"),
                        body.required("owner"));
        Answers.send(response, 201, Answers.JSON, members(hold));
    }

    private void release(ServerRequest request, ServerResponse response) {
        Parameters parameters = Parameters.of(request, "organization");
        String organization = rights.organization(request, parameters.text("organization"));
        lifecycle.release(
                LifecycleRights.by(request),
                organization,
                request.path().pathParameters().get("id"));
        response.status(204);
        response.send();
    }

    private static Map<String, Object> members(Hold hold) {
        var members = new LinkedHashMap<String, Object>();
        members.put("id", hold.id());
        members.put("organization", hold.organization());
        members.put("query", hold.query());
        members.put("reason", hold.reason());
        members.put("owner", hold.owner());
        members.put("created", EventTime.ofMillis(hold.createdMillis()).toString());
        return members;
    }
}
