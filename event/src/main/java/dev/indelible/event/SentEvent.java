package dev.indelible.event;

import java.util.Map;

/// An event on its way in: what it tells, and the bytes of its parts but the core, which is written
/// once intake has named and placed the event.
///
/// @param parts actor, targets, client and detail, where present; not to be changed
public record SentEvent(AuditEvent event, Map<Part, byte[]> parts) {

    /// An event that did not come as native JSON: its parts are written now.
    public static SentEvent of(AuditEvent event) {
        return new SentEvent(event, EventWriter.parts(event));
    }

    /// All five parts, the core telling this event with everything that intake has added.
    ///
    /// @param completed [#event()] with another core, but the same actor, targets, client and
    ///   detail
    public Parts complete(AuditEvent completed) {
        return Parts.of(EventWriter.core(completed), parts);
    }
}
