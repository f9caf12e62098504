package dev.indelible.server.http;

import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Level;
import dev.indelible.core.trail.Act;
import dev.indelible.core.trail.Trail;
import dev.indelible.event.Operation;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;

/// Refused attempts, noted in the log of the organization of whoever attempted.
final class Refusals {
    private Refusals() {}

    /// Notes that the request's caller was refused.
    ///
    /// @param reason as the caller was told
    static void note(Trail trail, ServerRequest request, String reason) {
        Caller caller = Authentication.caller(request);
        String organization = caller.organization();
        Level level = organization == null ? Level.INSTANCE : Level.organization(organization);
        Method method = request.prologue().method();
        trail.refused(
                caller,
                Act.of("request.refuse", operation(method), level)
                        .saying(reason)
                        .asked(method.text(), Reading.endpoint(request)));
    }

    private static Operation operation(Method method) {
        return switch (method.text()) {
            case "GET", "HEAD" -> Operation.READ;
            case "POST" -> Operation.CREATE;
            case "PUT", "PATCH" -> Operation.UPDATE;
            case "DELETE" -> Operation.DELETE;
            default -> Operation.OTHER;
        };
    }
}
