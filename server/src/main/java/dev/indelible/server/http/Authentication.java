package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Caller;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.Problem;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/// Who asks. The key comes as `Bearer <key>`; as `Splunk <key>` from those who believe that we are
/// a Splunk; or as the password of Basic, for browsers and webhooks that have only that.
final class Authentication {
    private Authentication() {}

    /// Finds the caller and keeps it with the request.
    ///
    /// @throws AuditException.Denied if there is no key or none that is valid
    static void authenticate(ServerRequest request, Access access) {
        refuseForeignOrigin(request);
        String header =
                request.headers()
                        .first(HeaderNames.AUTHORIZATION)
                        .orElseThrow(
                                () -> denied("a key is needed: send Authorization: Bearer <key>"));
        request.context().register(access.authenticate(key(header)));
    }

    /// The caller that [#authenticate] found.
    static Caller caller(ServerRequest request) {
        return request.context().get(Caller.class).orElseThrow();
    }

    /// A browser that knows the key sends it along for whatever page asks; only our own pages may.
    private static void refuseForeignOrigin(ServerRequest request) {
        Optional<String> origin = request.headers().first(HeaderNames.ORIGIN);
        Optional<String> host = request.headers().first(HeaderNames.HOST);
        if (origin.isPresent()
                && !origin.get().endsWith("://" + host.orElse("").toLowerCase(Locale.ROOT))) {
            throw new AuditException.Denied(
                    Problem.NOT_GRANTED,
                    "pages of another origin may not ask: " + Texts.shown(origin.get()));
        }
    }

    private static String key(String header) {
        int blank = header.indexOf(' ');
        String scheme = header.substring(0, Math.max(0, blank)).toLowerCase(Locale.ROOT);
        String rest = header.substring(blank + 1).strip();
        return switch (scheme) {
            case "bearer", "splunk" -> rest;
            case "basic" -> password(rest);
            default -> throw denied("send the key as Authorization: Bearer <key>");
        };
    }

    private static String password(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            throw denied("the Basic credentials are not base64");
        }
    }

    private static AuditException.Denied denied(String message) {
        return new AuditException.Denied(Problem.KEY_INVALID, message);
    }
}
