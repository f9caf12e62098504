package dev.indelible.server.http;

import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Map;

/// Headers that every answer has, whatever it is; a page sets its own policy over them.
final class SecurityHeaders {
    static final Map<String, String> ALWAYS =
            Map.of(
                    "X-Content-Type-Options", "nosniff",
                    "X-Frame-Options", "DENY",
                    "Referrer-Policy", "no-referrer",
                    "Cross-Origin-Opener-Policy", "same-origin",
                    "Cross-Origin-Resource-Policy", "same-origin",
                    "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

    private static final String TLS_ONLY = "max-age=31536000";

    private SecurityHeaders() {}

    static void set(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        ALWAYS.forEach(response::header);
        if (request.isSecure()) {
            response.header("Strict-Transport-Security", TLS_ONLY);
        }
        chain.proceed();
    }
}
