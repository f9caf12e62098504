package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Level;
import dev.indelible.core.access.Right;
import dev.indelible.core.lifecycle.LifecycleTrail.By;
import dev.indelible.core.ops.AuditException.Denied;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/// Who may say how long events are kept: administrators of their organization.
record LifecycleRights(Access access) {

    /// The organization that a request is about.
    ///
    /// @param named the one that it names, if any
    /// @throws Denied unless the caller administers it
    String organization(ServerRequest request, Optional<String> named) {
        Caller caller = Authentication.caller(request);
        access.requireAnywhere(caller, Right.ADMINISTER);
        String organization =
                named.or(() -> Optional.ofNullable(caller.organization()))
                        .orElseThrow(() ->
                                new ProblemAnswer(
                                        400,
                                        "parameter-invalid",
                                        "the caller is of the whole instance: name the"
                                                + " organization"));
        access.require(caller, Right.ADMINISTER, Level.organization(organization));
        return organization;
    }

    static By by(ServerRequest request) {
        Caller caller = Authentication.caller(request);
        return new By(caller.kind(), caller.id(), caller.name());
    }
}
