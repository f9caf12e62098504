package dev.indelible.event;

import dev.indelible.event.InvalidEventException.Code;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One thing that somebody did to something, as a system reported it. Immutable; made by
/// [EventReader] from native JSON or by [#named(String)] from anything else.
///
/// @param id the sender's; absent until intake names the event
/// @param time when it happened; absent until intake takes the time of receipt
/// @param timeFrom `receipt` if the sender gave no time, else absent
/// @param action 1 to [Limits#ACTION_CHARS_MAX] characters, dotted, verb last: `user.login`
/// @param organization absent until intake knows it from the request or the key
/// @param service which of the organization's systems tells
/// @param correlationId shared by the events of one larger act
/// @param format the foreign format it was read from, absent for native events
/// @param unforeseen what of a foreign event's shape was not understood; absent if all was well
public record AuditEvent(
        @Nullable UUID id,
        @Nullable EventTime time,
        @Nullable String timeFrom,
        String action,
        Operation operation,
        @Nullable Category category,
        Outcome outcome,
        Severity severity,
        @Nullable String organization,
        @Nullable String folder,
        @Nullable String project,
        @Nullable String service,
        @Nullable Channel channel,
        @Nullable String region,
        @Nullable String correlationId,
        @Nullable String format,
        @Nullable String unforeseen,
        Actor actor,
        List<Target> targets,
        @Nullable Client client,
        @Nullable Detail detail) {

    public AuditEvent {
        if (action.isEmpty()) {
            throw new InvalidEventException(
                    Code.INVALID_VALUE, "action", "action is empty; give one such as user.login");
        }
        Check.chars("action", action, Limits.ACTION_CHARS_MAX);
        Check.scope("organization", organization);
        Check.scope("folder", folder);
        Check.scope("project", project);
        Check.text("service", service);
        Check.text("region", region);
        Check.text("correlationId", correlationId);
        targets = Check.list("targets", targets, Limits.TARGETS_MAX);
    }

    /// Starts an event of this action, by an anonymous actor, with all else unknown.
    public static AuditEventBuilder named(String action) {
        return new AuditEventBuilder(action);
    }

    /// A builder that starts with all of this event's members.
    public AuditEventBuilder toBuilder() {
        return new AuditEventBuilder(action)
                .id(id)
                .time(time)
                .timeFrom(timeFrom)
                .operation(operation)
                .category(category)
                .outcome(outcome)
                .severity(severity)
                .organization(organization)
                .folder(folder)
                .project(project)
                .service(service)
                .channel(channel)
                .region(region)
                .correlationId(correlationId)
                .format(format)
                .unforeseen(unforeseen)
                .actor(actor)
                .targets(targets)
                .client(client)
                .detail(detail);
    }
}
