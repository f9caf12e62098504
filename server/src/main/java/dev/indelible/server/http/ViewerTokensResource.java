package dev.indelible.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Level;
import dev.indelible.core.access.Right;
import dev.indelible.core.access.ViewerTokens;
import dev.indelible.core.access.Viewing;
import dev.indelible.core.search.Criteria;
import dev.indelible.core.search.Searches;
import dev.indelible.core.trail.Act;
import dev.indelible.core.trail.Shown;
import dev.indelible.core.trail.Trail;
import dev.indelible.event.EventTime;
import dev.indelible.event.Operation;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Viewer tokens: made here, kept nowhere.
final class ViewerTokensResource implements Endpoint.Resource {
    private final ViewerTokens viewers;
    private final Searches searches;
    private final Trail trail;
    private final SmallBodies bodies;

    ViewerTokensResource(ViewerTokens viewers, Searches searches, Trail trail, Bodies bodies) {
        this.viewers = viewers;
        this.searches = searches;
        this.trail = trail;
        this.bodies = new SmallBodies(bodies);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/v1/viewer-tokens", this::issue).needing(Right.READ));
    }

    private void issue(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        SmallBodies.Members body =
                bodies.read(
                        request, "organization", "folder", "project", "q", "subject", "minutes");
        Caller caller = Authentication.caller(request);
        Level level = Levels.of(body);
        Optional<String> filter = body.text("q").filter(q -> !q.isBlank());
        // A filter that is not understood or refused would be found out by whoever looks.
        filter.ifPresent(q -> searches.requireUnprotected(Criteria.of(q).query()));
        var viewing = new Viewing(body.text("subject").orElse(caller.name()), filter);
        Duration validFor = minutes(body.node());
        ViewerTokens.Issued issued = viewers.issue(caller, level, viewing, validFor);
        trail.read(caller, act(level, viewing, validFor), Shown.rows(0));
        var document = new LinkedHashMap<String, Object>();
        document.put("token", issued.token());
        document.put("expires", EventTime.ofMillis(issued.expiresMillis()).toString());
        Answers.send(response, 201, Answers.JSON, document);
    }

    /// Who may look at what for how long. The same for the same within an hour is told once and
    /// then counted, as reads are: a token changes nothing, and each read by it is told too.
    private static Act act(Level level, Viewing viewing, Duration validFor) {
        String asked = "/v1/viewer-tokens?minutes=" + validFor.toMinutes();
        return Act.of("viewer-token.create", Operation.CREATE, level)
                .on(level.kind(), level.id().orElseThrow(), null)
                .on("subject", viewing.subject(), null)
                .asked("POST", viewing.filter().map(q -> asked + "&q=" + encoded(q)).orElse(asked));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
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
