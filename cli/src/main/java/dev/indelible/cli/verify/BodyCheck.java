package dev.indelible.cli.verify;

import java.util.List;
import java.util.Optional;

/// Compares stored events with the leaf entries that stand for them, in order. For one thread.
final class BodyCheck {
    private static final String NOT_IN_PLACE = "it is there twice, or not in its place";

    private final BodySource bodies;
    private final String organization;
    private final FirstBad bad = new FirstBad();
    private Optional<Disclosure> next;
    private long entries;
    private long checked;
    private long erasedParts;

    BodyCheck(BodySource bodies, String organization) {
        this.bodies = bodies;
        this.organization = organization;
        this.next = bodies.next();
    }

    /// Compares the event of this sequence with its entry.
    void entry(long index, byte[] entry) {
        entries = index + 1;
        while (next.isPresent() && next.get().sequence() < index) {
            bad.add(
                    index,
                    "event %d".formatted(next.get().sequence()),
                    NOT_IN_PLACE);
            next = bodies.next();
        }
        String place = "event %d".formatted(index);
        if (next.isEmpty() || next.get().sequence() > index) {
            bad.add(index, place, "it was sealed, and is not stored any more");
            return;
        }
        Disclosure event = next.get();
        List<String> differences;
        try {
            differences = event.differences(SealedLeaf.parse(entry, place));
        } catch (RefusedException e) {
            differences = List.of("what was sealed of it: " + e.getMessage());
        }
        if (!event.organization().equals(organization)) {
            bad.add(index, place, "it is an event of another organization");
        } else if (!differences.isEmpty()) {
            bad.add(index, place, String.join("; ", differences));
        }
        checked++;
        erasedParts += event.erased().size();
        next = bodies.next();
    }

    void tell(Report report) {
        if (next.isPresent() && next.get().sequence() < entries) {
            bad.add(entries, "event %d".formatted(next.get().sequence()), NOT_IN_PLACE);
        }
        bad.tell(report, "events are not as they were sealed");
        if (bad.isEmpty()) {
            report.good(
                    "events",
                    "all %d stored events were hashed anew and are those that were sealed"
                            .formatted(checked));
        }
        if (erasedParts > 0) {
            report.note(
                    "events",
                    "%d parts were erased; what was sealed of them is still proven"
                            .formatted(erasedParts));
        }
    }
}
