package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Level;
import dev.indelible.core.trail.Act;
import dev.indelible.core.trail.Trail;
import dev.indelible.event.Client;
import dev.indelible.event.Limits;
import dev.indelible.event.Operation;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/* An attempt upon another organization is also noted in that one's log. There it says by which key
 * and from which address, but neither name nor person nor organization nor what was asked: who
 * administers one organization is not told of another, and words of whoever attempts it have no
 * place in the log of others. The event of the attempt in the log of their own, or of the instance,
 * has it all; its id is given, for who administers the instance. */

/// Refused attempts, noted in the log of the organization of whoever attempted, and in that of the
/// organization that it was upon.
final class Refusals {
    private static final String ACTION = "request.refuse";
    private static final String ORGANIZATION = "organization";
    private static final String SOMEBODY = "somebody of another organization";

    private final Trail trail;
    private final Access access;

    Refusals(Trail trail, Access access) {
        this.trail = trail;
        this.access = access;
    }

    /// Notes that the request's caller was refused.
    ///
    /// @param reason as the caller was told
    /// @param upon the organization that the attempt was upon, if it was upon one
    void note(ServerRequest request, String reason, Optional<String> upon) {
        Caller caller = Authentication.caller(request);
        // Looked up for every attempt, so that the time taken does not tell.
        Optional<String> known = upon.filter(access::isOrganization);
        Optional<String> mine = known.filter(caller::isIn);
        String organization = mine.isPresent() ? mine.get() : caller.organization();
        Level level = organization == null ? Level.INSTANCE : Level.organization(organization);
        Method method = request.prologue().method();
        Act act =
                Act.of(ACTION, operation(method), level)
                        .saying(reason)
                        .asked(method.text(), Reading.endpoint(request));
        UUID own =
                trail.refused(
                        caller,
                        upon.filter(one -> mine.isEmpty() && isNameLike(one))
                                .map(other -> act.on(ORGANIZATION, other, null))
                                .orElse(act));
        known.filter(other -> !caller.isIn(other))
                .ifPresent(other -> noteThere(caller, method, other, own));
    }

    /// What is longer is no organization's name, and may not be a target's.
    private static boolean isNameLike(String name) {
        return name.length() <= Limits.SCOPE_CHARS_MAX;
    }

    private void noteThere(Caller caller, Method method, String other, UUID own) {
        boolean isKey = caller.kind() == Caller.Kind.KEY;
        var client = new Client(caller.client().ip(), null, null, null, null);
        var shown =
                new Caller(
                        isKey ? caller.id() : "unnamed",
                        caller.kind(),
                        SOMEBODY,
                        null,
                        Set.of(),
                        client);
        trail.attempted(
                shown,
                Act.of(ACTION, operation(method), Level.organization(other))
                        .on(ORGANIZATION, other, null)
                        .saying(SOMEBODY + " asked for this one and was refused")
                        .labelled("attempt", own.toString()),
                Objects.requireNonNullElse(caller.organization(), caller.id()));
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
