package dev.indelible.server.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;
import java.util.Optional;

/* A proxy in front may decide by the path who gets here, and by a header who it is. So each path has
 * one spelling, and what is told twice is not told: else the proxy could read one thing and this
 * server another. */

/// Refuses requests that somebody could read otherwise than this server does.
final class Ambiguity {
    /// Of the portal: people write them by hand, and some end them with a slash.
    private static final String PAGES = "/o/";

    private static final String UNRESERVED = "-._~";

    /// What else would be an end of a segment, a parameter or a sign for up to some servers.
    private static final String NEVER_CODED = "/\\;%";

    private static final List<HeaderName> SINGLE =
            List.of(
                    HeaderNames.AUTHORIZATION,
                    HeaderNames.HOST,
                    HeaderNames.ORIGIN,
                    HeaderNames.CONTENT_TYPE,
                    HeaderNames.CONTENT_ENCODING,
                    HeaderNames.create("Idempotency-Key"),
                    Authentication.CSRF);

    private static final HeaderName NAMELESS = HeaderNames.create("");

    private Ambiguity() {}

    /// A filter before all routes.
    static void refuse(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        Optional<ProblemAnswer> problem = problem(request);
        if (problem.isPresent()) {
            Problems.answer(request, response, problem.get());
        } else {
            chain.proceed();
        }
    }

    private static Optional<ProblemAnswer> problem(RoutingRequest request) {
        for (HeaderName name : SINGLE) {
            if (request.headers().contains(name) && request.headers().get(name).valueCount() > 1) {
                return Optional.of(
                        new ProblemAnswer(
                                400,
                                "header-invalid",
                                "%s is there twice; send one".formatted(name.defaultCase())));
            }
        }
        if (request.headers().contains(NAMELESS)) {
            return Optional.of(
                    new ProblemAnswer(
                            400,
                            "header-invalid",
                            "a header has no name before its colon; leave it out"));
        }
        String path = request.prologue().uriPath().rawPath();
        boolean plain = isPlain(path) && !request.prologue().fragment().hasValue();
        return plain
                ? Optional.empty()
                : Optional.of(
                        new ProblemAnswer(
                                400,
                                "path-invalid",
                                "the path %s has another spelling; write it without //, a slash at its end, dot segments, ';' and '#', and with percent signs only where they are needed"
                                        .formatted(Texts.shown(path))));
    }

    /// Whether a path is written in the one way that counts.
    static boolean isPlain(String path) {
        if (!path.startsWith("/") || path.indexOf(';') >= 0 || path.indexOf('\\') >= 0) {
            return false;
        }
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            boolean ends = i == segments.length - 1 && (i == 0 || path.startsWith(PAGES));
            if (segments[i].isEmpty() && !ends
                    || segments[i].equals(".")
                    || segments[i].equals("..")) {
                return false;
            }
        }
        for (int at = path.indexOf('%'); at >= 0; at = path.indexOf('%', at + 1)) {
            if (!isNeeded(path, at)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the character that the percent sign begins must be written so.
    private static boolean isNeeded(String path, int at) {
        int high = at + 2 < path.length() ? Character.digit(path.charAt(at + 1), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(path.charAt(at + 2), 16);
        if (low < 0) {
            return false;
        }
        int c = high << 4 | low;
        boolean plain =
                c >= 'a' && c <= 'z'
                        || c >= 'A' && c <= 'Z'
                        || c >= '0' && c <= '9'
                        || UNRESERVED.indexOf(c) >= 0;
        return c >= ' ' && c != 0x7f && !plain && NEVER_CODED.indexOf(c) < 0;
    }
}
