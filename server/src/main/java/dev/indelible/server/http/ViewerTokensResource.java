package dev.indelible.server.http;

import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Level;
import dev.indelible.core.access.ViewerTokens;
import dev.indelible.core.access.Viewing;
import dev.indelible.core.search.Criteria;
import dev.indelible.core.trail.Act;
import dev.indelible.core.trail.Trail;
import dev.indelible.event.EventTime;
import dev.indelible.event.Operation;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Viewer tokens: made here, kept nowhere.
final class ViewerTokensResource implements Endpoint.Resource {
    private final ViewerTokens viewers;
    private final Trail trail;
    private final SmallBodies bodies;

    ViewerTokensResource(ViewerTokens viewers, Trail trail, Bodies bodies) {
        this.viewers = viewers;
        this.trail = trail;
        this.bodies = new SmallBodies(bodies);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/v1/viewer-tokens", this::issue));
    }

    private void issue(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        SmallBodies.Members body =
                bodies.read(
                        request, "organization", "folder", "project", "q", "subject", "minutes");
        Caller caller = Authentication.caller(request);
        Level level = Levels.of(body);
        Optional<String> filter = body.text("q").filter(q -> !q.isBlank());
        // A filter that is not understood would be found out by whoever looks.
        filter.ifPresent(q -> Criteria.of(q).query());
        var viewing = new Viewing(body.text("subject").orElse(caller.name()), filter);
        ViewerTokens.Issued issued = viewers.issue(caller, level, viewing, minutes(body.node()));
        String expires = EventTime.ofMillis(issued.expiresMillis()).toString();
        Act act =
                Act.of("viewer-token.create", Operation.CREATE, level)
                        .on(level.kind(), level.id().orElseThrow(), null)
                        .labelled("subject", viewing.subject())
                        .labelled("expires", expires);
        trail.record(caller, filter.map(q -> act.labelled("q", q)).orElse(act));
        var document = new LinkedHashMap<String, Object>();
        document.put("token", issued.token());
        document.put("expires", expires);
        Answers.send(response, 201, Answers.JSON, document);
    }

    private static Duration minutes(JsonNode body) {
        JsonNode minutes = body.path("minutes");
        if (minutes.isMissingNode()) {
            return ViewerTokens.VALID_DEFAULT;
        }
        if (!minutes.isIntegralNumber() || !minutes.canConvertToInt()) {
            throw new ProblemAnswer(400, "body-invalid", "'minutes' is a whole number");
        }
        return Duration.ofMinutes(minutes.intValue());
    }
}
