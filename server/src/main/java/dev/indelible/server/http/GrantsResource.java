package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Caller;
import dev.indelible.core.access.GivenGrant;
import dev.indelible.core.access.Grant;
import dev.indelible.core.access.Right;
import dev.indelible.core.access.Subject;
import dev.indelible.core.trail.Act;
import dev.indelible.core.trail.Trail;
import dev.indelible.event.Operation;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Grants: given, listed, taken back.
final class GrantsResource implements Endpoint.Resource {
    private final Access access;
    private final Trail trail;
    private final SmallBodies bodies;

    GrantsResource(Access access, Trail trail, Bodies bodies) {
        this.access = access;
        this.trail = trail;
        this.bodies = new SmallBodies(bodies);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/v1/grants", this::list).needing(Right.ADMINISTER),
                Endpoint.post("/v1/grants", this::give).needing(Right.ADMINISTER),
                Endpoint.delete("/v1/grants/{id}", this::takeBack).needing(Right.ADMINISTER));
    }

    private void list(ServerRequest request, ServerResponse response) {
        Optional<String> organization = Parameters.of(request, "organization").text("organization");
        List<Map<String, Object>> grants =
                access.grants(Authentication.caller(request), organization).stream()
                        .map(Members::of)
                        .toList();
        Answers.ok(response, Map.of("grants", grants));
    }

    private void give(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Caller caller = Authentication.caller(request);
        access.requireAnywhere(caller, Right.ADMINISTER);
        SmallBodies.Members body =
                bodies.read(request, "subject", "role", "organization", "folder", "project");
        SmallBodies.Members subject = body.object("subject", "kind", "id");
        GivenGrant given =
                access.give(
                        caller,
                        new Subject(kind(subject.required("kind")), subject.required("id")),
                        new Grant(Levels.role(body.required("role")), Levels.of(body)),
                        trail.teller(
                                caller, grant -> act("grant.create", Operation.CREATE, grant)));
        Answers.send(response, 201, Answers.JSON, Members.of(given));
    }

    private static Subject.Kind kind(String label) {
        return Subject.Kind.find(label)
                .orElseThrow(() ->
                        new ProblemAnswer(
                                400,
                                "parameter-invalid",
                                "kind '%s' is none of: key, person, group"
                                        .formatted(Texts.shown(label))));
    }

    private static Act act(String action, Operation operation, GivenGrant given) {
        return Act.of(action, operation, given.grant().level())
                .on("grant", given.id(), null)
                .on(given.subject().kind().label(), given.subject().id(), null)
                .labelled("role", given.grant().role().label());
    }

    private void takeBack(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Caller caller = Authentication.caller(request);
        access.takeBack(
                caller,
                request.path().pathParameters().get("id"),
                trail.withdrawing(caller, taken -> act("grant.delete", Operation.DELETE, taken)));
        Answers.empty(response);
    }
}
