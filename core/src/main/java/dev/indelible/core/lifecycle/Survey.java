package dev.indelible.core.lifecycle;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.ops.Limits;
import dev.indelible.event.Mention;
import dev.indelible.event.Part;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// A look at every event of an organization, in the journal and not in the index: what is not found
/// here is not stored.
final class Survey {
    /// Of Indelible's own events those that have a person's words where they stay.
    static final String RECORDS = "records";

    private final Journal journal;

    Survey(Journal journal) {
        this.journal = journal;
    }

    /// What goes of an entry.
    @FunctionalInterface
    interface Going {
        Set<Part> of(Entry entry);
    }

    /// What of an organization goes with a person, and as [#RECORDS] beside it what stays.
    ///
    /// @param sightings is shown each event of which something goes
    Findings naming(
            String organization, long end, Holds holds, Mention mention, Sightings sightings) {
        var kept = new AtomicLong();
        Findings found =
                of(
                        organization,
                        end,
                        holds,
                        entry -> {
                            if (OwnRecords.is(entry) && OwnRecords.keeps(entry, mention)) {
                                kept.incrementAndGet();
                            }
                            Set<Part> parts = Person.parts(entry, mention);
                            sightings.add(entry, parts);
                            return parts;
                        });
        return kept.get() == 0 ? found : found.withElsewhere(Map.of(RECORDS, kept.get()));
    }

    /// What of an organization goes.
    ///
    /// @param end events from this position on are not looked at
    /// @param holds what stays whoever wants it gone
    Findings of(String organization, long end, Holds holds, Going going) {
        Findings found = Findings.NONE;
        long sequence = 0;
        while (true) {
            List<Entry> entries =
                    journal.readOf(
                            organization,
                            sequence,
                            Limits.FOLLOW_EVENTS_MAX,
                            Limits.FOLLOW_BYTES_MAX);
            for (Entry entry : entries) {
                if (entry.position() >= end) {
                    return found;
                }
                Set<Part> parts = going.of(entry);
                if (!parts.isEmpty()) {
                    Set<String> by = holds.of(entry);
                    found = by.isEmpty() ? found.with(entry, parts) : found.withHeld(by);
                }
            }
            if (entries.isEmpty()) {
                return found;
            }
            sequence = entries.getLast().sequence() + 1;
        }
    }
}
