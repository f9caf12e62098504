package dev.indelible.server.http;

import dev.indelible.core.access.Right;
import dev.indelible.core.lifecycle.Erasing;
import dev.indelible.core.lifecycle.Erasure;
import dev.indelible.core.lifecycle.Findings;
import dev.indelible.core.lifecycle.Lifecycle;
import dev.indelible.core.lifecycle.Person;
import dev.indelible.core.lifecycle.Preview;
import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import dev.indelible.event.EventTime;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Persons out, proofs kept.
final class ErasuresResource implements Endpoint.Resource {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final int ACTORS_SHOWN = 20;

    private final Lifecycle lifecycle;
    private final Erasing erasing;
    private final LifecycleRights rights;
    private final Reading reading;
    private final SmallBodies bodies;

    ErasuresResource(
            Lifecycle lifecycle,
            Api.Deleting deleting,
            LifecycleRights rights,
            Reading reading,
            Bodies bodies) {
        this.lifecycle = lifecycle;
        this.erasing = deleting.erasing();
        this.rights = rights;
        this.reading = reading;
        this.bodies = new SmallBodies(bodies);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/v1/erasures", this::list).needing(Right.ADMINISTER),
                Endpoint.post("/v1/erasures", this::begin).needing(Right.ADMINISTER),
                Endpoint.get("/v1/erasures/{id}", this::one).needing(Right.ADMINISTER),
                Endpoint.get("/v1/erasures/{id}/certificate", this::certificate)
                        .needing(Right.ADMINISTER));
    }

    private void list(ServerRequest request, ServerResponse response) {
        Parameters parameters = Parameters.of(request, "organization");
        String organization = rights.organization(request, parameters.text("organization"));
        List<Map<String, Object>> erasures =
                lifecycle.erasures(organization).stream().map(this::members).toList();
        Answers.ok(response, Map.of("erasures", erasures));
    }

    private void begin(ServerRequest request, ServerResponse response) {
        Parameters parameters = Parameters.of(request, "dry");
        SmallBodies.Members body =
                bodies.read(
                        request,
                        "organization",
                        "actor",
                        "email",
                        "target",
                        "name",
                        "reason",
                        "confirm");
        String organization = rights.organization(request, body.text("organization"));
        var person =
                new Person(
                        body.text("actor").orElse(null),
                        body.text("email").orElse(null),
                        body.text("target").orElse(null),
                        body.text("name").orElse(null));
        rights.requireOther(request, organization, person);
        if (parameters.flag("dry", "true")) {
            Preview preview =
                    rights.looks().at(organization, () -> lifecycle.erasing(organization, person));
            reading.erasureLook(request, organization, preview.found().events());
            Answers.ok(response, preview(preview));
            return;
        }
        String reason = body.required("reason");
        OptionalLong confirmed = body.count("confirm");
        Lifecycle.Begun begun =
                rights.looks()
                        .at(
                                organization,
                                () ->
                                        lifecycle.erase(
                                                LifecycleRights.by(request),
                                                organization,
                                                person,
                                                reason,
                                                confirmed,
                                                events ->
                                                        reading.erasureAsked(
                                                                request, organization, events)));
        Map<String, Object> members = members(begun.erasure());
        members.put("salt", begun.salt());
        Answers.send(response, 202, Answers.JSON, members);
    }

    private void one(ServerRequest request, ServerResponse response) {
        Answers.ok(response, members(erasure(request)));
    }

    private void certificate(ServerRequest request, ServerResponse response) {
        Erasure erasure = erasure(request);
        String certificate =
                erasure.certificate()
                        .orElseThrow(() ->
                                new Rejected(
                                        Problem.NOT_FOUND,
                                        "erasure %s goes on; its certificate comes when it is done"
                                                .formatted(erasure.id())));
        Answers.send(response, 200, TEXT, certificate.getBytes(StandardCharsets.UTF_8));
    }

    private Erasure erasure(ServerRequest request) {
        Parameters parameters = Parameters.of(request, "organization");
        String organization = rights.organization(request, parameters.text("organization"));
        String id = request.path().pathParameters().get("id");
        return lifecycle.erasures(organization).stream()
                .filter(erasure -> erasure.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new Denied(
                                Problem.NOT_FOUND,
                                "there is no erasure '%s'".formatted(Texts.shown(id))));
    }

    private Map<String, Object> members(Erasure erasure) {
        var members = new LinkedHashMap<String, Object>();
        members.put("id", erasure.id());
        members.put("organization", erasure.organization());
        members.put("status", erasure.isDone() ? "done" : "running");
        erasing.waitsFor(erasure)
                .ifPresent(wait -> members.put("waitsFor", wait.name().toLowerCase(Locale.ROOT)));
        members.put("requested", EventTime.ofMillis(erasure.createdMillis()).toString());
        members.put("by", erasure.by().id());
        members.put("reason", erasure.reason());
        members.put("person", erasure.personHash());
        if (erasure.isDone()) {
            members.put("completed", EventTime.ofMillis(erasure.doneMillis()).toString());
        }
        members.putAll(found(erasure.found()));
        return members;
    }

    /// What would go, and whose it is.
    private static Map<String, Object> preview(Preview preview) {
        Map<String, Object> members = found(preview.found());
        members.put("actors", preview.actors().size());
        members.put(
                "mostActors",
                preview.actors().entrySet().stream()
                        .sorted(
                                Map.Entry.<String, Long>comparingByValue()
                                        .reversed()
                                        .thenComparing(Map.Entry.comparingByKey()))
                        .limit(ACTORS_SHOWN)
                        .map(actor -> {
                            var one = new LinkedHashMap<String, Object>();
                            one.put("id", actor.getKey());
                            one.put("events", actor.getValue());
                            return one;
                        })
                        .toList());
        members.put(
                "doubts",
                preview.doubts().stream()
                        .sorted()
                        .map(doubt -> doubt.name().toLowerCase(Locale.ROOT))
                        .toList());
        return members;
    }

    private static Map<String, Object> found(Findings found) {
        Map<String, Object> members = RetentionResource.preview(found);
        var parts = new TreeMap<String, Object>();
        found.parts()
                .forEach((part, count) -> parts.put(part.name().toLowerCase(Locale.ROOT), count));
        members.put("records", found.records());
        members.put("parts", parts);
        members.put("elsewhere", new TreeMap<>(found.elsewhere()));
        if (found.events() > 0) {
            members.put("firstSequence", found.firstSequence());
            members.put("lastSequence", found.lastSequence());
        }
        return members;
    }
}
