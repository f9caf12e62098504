package dev.indelible.core.trail;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.lifecycle.Notes;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.Problem;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.EventReader;
import dev.indelible.event.EventWriter;
import dev.indelible.event.Part;
import dev.indelible.event.Parts;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Events of changes that did not wait for the log, remembered until it has them. Any thread.
final class Untold {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Notes notes;

    Untold(Notes notes) {
        this.notes = notes;
    }

    /// Remembers one.
    ///
    /// @throws Busy if it cannot be written
    void keep(AuditEvent event) {
        var note = new TreeMap<String, String>();
        note.put(Part.CORE.name(), new String(EventWriter.core(event), UTF_8));
        EventWriter.parts(event)
                .forEach((part, bytes) -> note.put(part.name(), new String(bytes, UTF_8)));
        try {
            notes.put(String.valueOf(event.id()), note);
        } catch (UncheckedIOException e) {
            throw new Busy(
                    Problem.DISK_FULL,
                    RETRY_AFTER,
                    "what the log is to tell later cannot be written: " + e.getMessage());
        }
    }

    /// Forgets those of them that the log has now.
    void told(List<AuditEvent> events) {
        Map<String, Map<String, String>> kept = notes.all();
        for (AuditEvent event : events) {
            String name = String.valueOf(event.id());
            if (kept.containsKey(name)) {
                notes.remove(name);
            }
        }
    }

    /// All of them, the earliest first.
    List<AuditEvent> all() {
        return notes.all().values().stream().map(Untold::event).toList();
    }

    private static AuditEvent event(Map<String, String> note) {
        var parts = new EnumMap<Part, byte[]>(Part.class);
        note.forEach((part, text) -> parts.put(Part.valueOf(part), text.getBytes(UTF_8)));
        return EventReader.event(Parts.of(parts));
    }
}
