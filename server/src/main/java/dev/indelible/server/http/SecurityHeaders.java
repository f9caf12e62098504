package dev.indelible.server.http;

import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.HashMap;
import java.util.Map;

/// Headers that every answer has, whatever it is; a page sets its own policy over them.
final class SecurityHeaders {
    private static final Map<String, String> ALWAYS =
            Map.of(
                    "X-Content-Type-Options", "nosniff",
                    "X-Frame-Options", "DENY",
                    "Referrer-Policy", "no-referrer",
                    "Cross-Origin-Opener-Policy", "same-origin",
                    "Cross-Origin-Resource-Policy", "same-origin",
                    "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

    private static final Map<String, String> SECURE = secure();

    private SecurityHeaders() {}

    static void set(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        always(request.isSecure()).forEach(response::header);
        chain.proceed();
    }

    private static Map<String, String> secure() {
        var headers = new HashMap<>(ALWAYS);
        headers.put("Strict-Transport-Security", "max-age=31536000");
        return Map.copyOf(headers);
    }

    /// All of an answer.
    ///
    /// @param secure whether it goes by TLS
    static Map<String, String> always(boolean secure) {
        return secure ? SECURE : ALWAYS;
    }
}
