package dev.indelible.server.http;

import dev.indelible.core.access.Caller;
import dev.indelible.core.access.ViewerTokens;
import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.core.ops.Problem;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Pages of other origins that show events with a viewer token: which may (the Fetch standard's
/// CORS), and who looks. No cookie ever counts there, and no key.
final class Embedding {
    private static final String BEARER = "bearer ";
    private static final String PREFLIGHT_SECONDS = "600";

    private final ViewerTokens viewers;
    private final Set<String> origins;

    Embedding(ViewerTokens viewers, Set<String> origins) {
        this.viewers = viewers;
        this.origins = origins;
    }

    /// Who looks, if the request has a viewer token.
    ///
    /// @throws Denied if it is not valid
    /// @throws ProblemAnswer if the page may not ask
    Optional<Caller> viewer(ServerRequest request) {
        Optional<String> token =
                request.headers()
                        .first(HeaderNames.AUTHORIZATION)
                        .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(BEARER))
                        .map(header -> header.substring(BEARER.length()).strip())
                        .filter(ViewerTokens::isOne);
        if (token.isEmpty()) {
            return Optional.empty();
        }
        if (origin(request).isEmpty()) {
            Authentication.refuseForeignOrigin(request);
        }
        return Optional.of(viewers.authenticate(token.get(), Authentication.client(request)));
    }

    /// The request's origin, if its pages may show events.
    private Optional<String> origin(ServerRequest request) {
        return request.headers().first(HeaderNames.ORIGIN).filter(origins::contains);
    }

    /// Lets the page that asks read the answer, if it may.
    void share(ServerRequest request, ServerResponse response) {
        if (origins.isEmpty()) {
            return;
        }
        response.header(HeaderNames.VARY, "Origin");
        origin(request)
                .ifPresent(
                        origin -> response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin));
    }

    /// Answers a browser that asks whether it may ask.
    void preflight(ServerRequest request, ServerResponse response) {
        share(request, response);
        if (origin(request).isEmpty()) {
            throw new ProblemAnswer(
                    403,
                    Problem.NOT_GRANTED.label(),
                    "pages of this origin may not ask; embed-origins says whose may");
        }
        response.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET");
        response.header(HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "Authorization");
        response.header(HeaderNames.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS);
        Answers.empty(response);
    }

    /// Refuses a viewer token where only a key will do.
    static void requireViewed(ServerRequest request, Endpoint endpoint) {
        if (endpoint.entry() != Endpoint.Entry.VIEWER
                && Authentication.caller(request).viewing() != null) {
            throw new Denied(
                    Problem.NOT_GRANTED, "a viewer token looks at events and does nothing else");
        }
    }
}
