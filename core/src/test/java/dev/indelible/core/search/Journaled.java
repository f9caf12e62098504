package dev.indelible.core.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.MemoryJournal;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.EventReader;
import dev.indelible.event.Leaf;
import dev.indelible.event.SentEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// A journal that takes events as JSON, one second after the other.
final class Journaled {
    final MemoryJournal journal = new MemoryJournal();
    private long receivedMillis = 1_700_000_000_000L;

    /// Appends an event that happened at this second of 2026-01-01.
    Entry add(String organization, int second, String members) {
        String time = "2026-01-01T00:%02d:%02dZ".formatted(second / 60, second % 60);
        return add(organization, "{\"time\":\"%s\",%s}".formatted(time, members));
    }

    Entry add(String organization, String json) {
        byte[] bytes = json.getBytes(UTF_8);
        SentEvent sent = EventReader.read(bytes, 0, bytes.length);
        var id = new UUID(7, journal.end());
        AuditEvent event = sent.event().toBuilder().id(id).organization(organization).build();
        receivedMillis += 1000;
        var draft =
                new Draft(
                        organization, id, "key-7", new byte[Leaf.SEED_BYTES], sent.complete(event));
        var entry =
                new Entry(journal.end(), journal.nextSequence(organization), receivedMillis, draft);
        journal.append(List.of(entry));
        return entry;
    }

    /// All there are.
    List<Entry> all() {
        return new ArrayList<>(journal.read(0, Integer.MAX_VALUE, Long.MAX_VALUE));
    }
}
