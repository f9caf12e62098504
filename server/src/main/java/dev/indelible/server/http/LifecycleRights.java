package dev.indelible.server.http;

import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Role;
import dev.indelible.core.lifecycle.LifecycleTrail.By;
import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.core.ops.Problem;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/// Who may say how long events are kept: administrators of their organization.
final class LifecycleRights {
    private LifecycleRights() {}

    /// The organization that a request is about.
    ///
    /// @param named the one that it names, if any
    /// @throws Denied unless the caller administers it
    static String organization(ServerRequest request, Optional<String> named) {
        Caller caller = Authentication.caller(request);
        String own = caller.organization();
        String organization =
                named.or(() -> Optional.ofNullable(own))
                        .orElseThrow(() ->
                                new ProblemAnswer(
                                        400,
                                        "parameter-invalid",
                                        "the key is of the whole instance: name the organization"));
        if (!caller.roles().contains(Role.ADMINISTRATOR)
                || (own != null && !own.equals(organization))) {
            throw new Denied(
                    Problem.NOT_GRANTED,
                    "only an administrator of organization '%s' may do this"
                            .formatted(organization));
        }
        return organization;
    }

    static By by(ServerRequest request) {
        Caller caller = Authentication.caller(request);
        return new By(caller.keyId(), caller.name());
    }
}
