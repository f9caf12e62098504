package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Key;
import dev.indelible.core.access.Level;
import dev.indelible.core.access.Right;
import dev.indelible.core.lifecycle.LifecycleTrail.By;
import dev.indelible.core.lifecycle.Person;
import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.core.ops.Problem;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;
import java.util.stream.Stream;

/// Who may say how long events are kept: administrators of their organization.
///
/// @param looks through which they look at all events of it
record LifecycleRights(Access access, Looks looks) {

    /// The organization that a request is about.
    ///
    /// @param named the one that it names, if any
    /// @throws Denied unless the caller administers it
    /// @throws dev.indelible.core.ops.AuditException.Rejected if there is none
    String organization(ServerRequest request, Optional<String> named) {
        Caller caller = Authentication.caller(request);
        access.requireAnywhere(caller, Right.ADMINISTER);
        String organization =
                named.or(() -> Optional.ofNullable(caller.organization()))
                        .orElseThrow(() -> Parameters.organizationMissing(request));
        access.require(caller, Right.ADMINISTER, Level.organization(organization));
        access.requireOrganization(organization);
        return organization;
    }

    /// Refuses who would erase what tells of them: keys are no persons, and a person is erased by
    /// another one.
    ///
    /// @throws Denied if the caller erases themselves and does not administer the instance
    void requireOther(ServerRequest request, String organization, Person person) {
        Caller caller = Authentication.caller(request);
        boolean isKey =
                Stream.concat(
                                Stream.of(caller)
                                        .filter(one -> one.kind() != Caller.Kind.PERSON)
                                        .map(Caller::id),
                                access.keys(caller, Optional.of(organization)).stream()
                                        .map(Key::id))
                        .anyMatch(id -> id.equals(person.actor()) || id.equals(person.target()));
        if (isKey) {
            throw new ProblemAnswer(
                    400,
                    "parameter-invalid",
                    "this is the id of a key or a program, which is no person; what it did stays in the record");
        }
        if (caller.kind() == Caller.Kind.PERSON
                && person.is(caller.id(), caller.email(), caller.name())
                && !access.may(caller, Right.ADMINISTER, Level.INSTANCE)) {
            throw new Denied(
                    Problem.NOT_GRANTED,
                    "nobody erases themselves, and with it what they read and changed: another administrator does");
        }
    }

    static By by(ServerRequest request) {
        Caller caller = Authentication.caller(request);
        return new By(caller.kind(), caller.id(), caller.name());
    }
}
