package dev.indelible.event;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An event on its way in: what it tells, and the bytes of its parts but the core, which is written
/// once intake has named and placed the event. For one thread.
public final class SentEvent {
    private final @Nullable NativeScan scanned;
    private final Map<Part, byte[]> parts;
    private @Nullable AuditEvent event;

    private SentEvent(
            @Nullable NativeScan scanned, @Nullable AuditEvent event, Map<Part, byte[]> parts) {
        this.scanned = scanned;
        this.event = event;
        this.parts = parts;
    }

    /// An event that did not come as native JSON: its parts are written now.
    public static SentEvent of(AuditEvent event) {
        return new SentEvent(null, event, EventWriter.parts(event));
    }

    /// @param parts actor, targets, client and detail, where present; not to be changed
    static SentEvent parsed(AuditEvent event, Map<Part, byte[]> parts) {
        return new SentEvent(null, event, parts);
    }

    static SentEvent scanned(NativeScan scanned) {
        return new SentEvent(scanned, null, Map.of());
    }

    /// The sender's id for it.
    public @Nullable UUID id() {
        return scanned != null ? scanned.id() : event().id();
    }

    /// When it happened, if the sender knew.
    public @Nullable EventTime time() {
        return scanned != null ? scanned.time() : event().time();
    }

    /// Whose it is, if the sender told.
    public @Nullable String organization() {
        return scanned != null ? scanned.organization() : event().organization();
    }

    /// Whether it was read from a foreign format.
    public boolean isForeign() {
        return scanned == null && event().format() != null;
    }

    /// The same event of this folder and project, where it named none.
    public SentEvent within(@Nullable String folder, @Nullable String project) {
        SentEvent parsed =
                scanned == null
                        ? this
                        : EventReader.parse(scanned.text(), 0, scanned.text().length);
        return new SentEvent(
                null,
                parsed.event().toBuilder().folder(folder).project(project).build(),
                parsed.parts);
    }

    /// What it tells.
    public AuditEvent event() {
        if (event == null) {
            event = read();
        }
        return event;
    }

    private AuditEvent read() {
        if (scanned == null) {
            throw new IllegalStateException("an event was parsed or scanned");
        }
        return EventReader.parse(scanned.text(), 0, scanned.text().length).event();
    }

    /// All five parts, the core telling this event with its name and place.
    ///
    /// @param received taken for the time of an event whose sender knew none, and marked so
    public Parts placed(UUID id, EventTime received, String organization) {
        if (scanned != null) {
            return scanned.placed(id, received, organization);
        }
        EventTime time = time();
        return complete(
                event().toBuilder()
                        .id(id)
                        .time(time == null ? received : time)
                        .timeFrom(time == null ? "receipt" : null)
                        .organization(organization)
                        .build());
    }

    /// All five parts, the core telling this event with everything that intake has added.
    ///
    /// @param completed [#event()] with another core, but the same actor, targets, client and
    ///   detail
    public Parts complete(AuditEvent completed) {
        byte[] core = EventWriter.core(completed);
        return scanned == null ? Parts.of(core, parts) : scanned.withCore(core);
    }
}
