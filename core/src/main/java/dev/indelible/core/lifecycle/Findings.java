package dev.indelible.core.lifecycle;

import dev.indelible.core.journal.Entry;
import dev.indelible.event.Part;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// How much would go, or went.
///
/// @param events of which something goes
/// @param held that would, were they not held
/// @param holds by whose ids they are held, in no order
/// @param parts of each kind that go
/// @param records of the events, those that Indelible wrote itself about reads and changes
/// @param elsewhere beside the events what names a person, by kind; none for retention
/// @param firstSequence of the first event; -1 if there is none
/// @param lastSequence of the last event; -1 if there is none
public record Findings(
        long events,
        long held,
        Set<String> holds,
        Map<Part, Long> parts,
        long records,
        Map<String, Long> elsewhere,
        long firstSequence,
        long lastSequence) {
    /// Nothing.
    public static final Findings NONE = new Findings(0, 0, Set.of(), Map.of(), 0, Map.of(), -1, -1);

    private static final String ELSEWHERE = "elsewhere.";

    public Findings {
        holds = Set.copyOf(holds);
        elsewhere = Map.copyOf(elsewhere);
        parts = parts.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(parts));
    }

    /// With one more event.
    Findings with(Entry entry, Collection<Part> more) {
        var sums = new EnumMap<Part, Long>(Part.class);
        sums.putAll(parts);
        more.forEach(part -> sums.merge(part, 1L, Long::sum));
        return new Findings(
                events + 1,
                held,
                holds,
                sums,
                records + (OwnRecords.is(entry) ? 1 : 0),
                elsewhere,
                firstSequence < 0 ? entry.sequence() : firstSequence,
                entry.sequence());
    }

    /// With one more that is held.
    Findings withHeld(Set<String> by) {
        var all = new HashSet<>(holds);
        all.addAll(by);
        return new Findings(
                events, held + 1, all, parts, records, elsewhere, firstSequence, lastSequence);
    }

    /// With what is held of others too.
    Findings withHeldOf(Findings more) {
        var all = new HashSet<>(holds);
        all.addAll(more.holds);
        return new Findings(
                events,
                held + more.held,
                all,
                parts,
                records,
                elsewhere,
                firstSequence,
                lastSequence);
    }

    /// With what there is beside the events.
    Findings withElsewhere(Map<String, Long> counts) {
        return new Findings(
                events, held, holds, parts, records, counts, firstSequence, lastSequence);
    }

    /// Whether what is missing of this event may have been among it.
    boolean mayHave(Entry entry) {
        return entry.sequence() >= firstSequence
                && entry.sequence() <= lastSequence
                && parts.keySet().stream().anyMatch(entry::isErased);
    }

    /// Whether nothing goes.
    boolean isNothing() {
        return events == 0 && elsewhere.isEmpty();
    }

    /// Parts of all kinds.
    public long partCount() {
        return parts.values().stream().mapToLong(Long::longValue).sum();
    }

    Map<String, String> note() {
        var note = new LinkedHashMap<String, String>();
        note.put("found.events", Long.toString(events));
        note.put("found.records", Long.toString(records));
        note.put("found.held", Long.toString(held));
        note.put("found.first", Long.toString(firstSequence));
        note.put("found.last", Long.toString(lastSequence));
        parts.forEach((part, count) -> note.put(member(part), Long.toString(count)));
        elsewhere.forEach((kind, count) -> note.put(ELSEWHERE + kind, Long.toString(count)));
        return note;
    }

    private static String member(Part part) {
        return "found." + part.name().toLowerCase(Locale.ROOT);
    }

    static Optional<Findings> of(Map<String, String> note) {
        if (!note.containsKey("found.events")) {
            return Optional.empty();
        }
        var parts = new EnumMap<Part, Long>(Part.class);
        for (Part part : Part.values()) {
            String count = note.get(member(part));
            if (count != null) {
                parts.put(part, Long.parseLong(count));
            }
        }
        var elsewhere = new TreeMap<String, Long>();
        note.forEach((member, count) -> {
            if (member.startsWith(ELSEWHERE)) {
                elsewhere.put(member.substring(ELSEWHERE.length()), Long.parseLong(count));
            }
        });
        return Optional.of(
                new Findings(
                        Long.parseLong(note.getOrDefault("found.events", "0")),
                        Long.parseLong(note.getOrDefault("found.held", "0")),
                        Set.of(),
                        parts,
                        Long.parseLong(note.getOrDefault("found.records", "0")),
                        elsewhere,
                        Long.parseLong(note.getOrDefault("found.first", "-1")),
                        Long.parseLong(note.getOrDefault("found.last", "-1"))));
    }
}
