package dev.indelible.cli.verify;

import dev.indelible.proof.Merkle;
import java.util.Arrays;
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
    private long expired;

    BodyCheck(BodySource bodies, String organization) {
        this.bodies = bodies;
        this.organization = organization;
        this.next = bodies.next();
    }

    /// Compares the event of this sequence with its entry.
    void entry(long index, byte[] entry) {
        if (isNext(index)) {
            take(index, differences(next.orElseThrow(), index, entry));
        }
    }

    /// Compares the event of this sequence with the hash of its entry, which is all that there is.
    void hash(long index, byte[] leafHash) {
        if (isNext(index)) {
            boolean same = Arrays.equals(next.orElseThrow().leafHash(), leafHash);
            take(index, same ? List.of() : List.of("what is left of it is not what was sealed"));
        }
    }

    private static List<String> differences(Disclosure event, long index, byte[] entry) {
        if (event.isExpired()) {
            return Arrays.equals(event.leafHash(), Merkle.leafHash(entry))
                    ? List.of()
                    : List.of("it is said to have expired, but was not what was sealed");
        }
        try {
            return event.differences(SealedLeaf.parse(entry, "event %d".formatted(index)));
        } catch (RefusedException e) {
            return List.of("what was sealed of it: " + e.getMessage());
        }
    }

    /// Goes on to the event of this sequence, if it is there.
    private boolean isNext(long index) {
        entries = index + 1;
        while (next.isPresent() && next.get().sequence() < index) {
            bad.add(index, "event %d".formatted(next.get().sequence()), NOT_IN_PLACE);
            next = bodies.next();
        }
        if (next.isEmpty() || next.get().sequence() > index) {
            bad.add(
                    index,
                    "event %d".formatted(index),
                    "it was sealed, and is not stored any more");
            return false;
        }
        return true;
    }

    private void take(long index, List<String> differences) {
        Disclosure event = next.orElseThrow();
        String place = "event %d".formatted(index);
        if (!event.organization().equals(organization)) {
            bad.add(index, place, "it is an event of another organization");
        } else if (!differences.isEmpty()) {
            bad.add(index, place, String.join("; ", differences));
        }
        checked += event.isExpired() ? 0 : 1;
        expired += event.isExpired() ? 1 : 0;
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
                    checked == 1
                            ? "the one stored event was hashed anew and is the one that was sealed"
                            : "all %d stored events were hashed anew and are those that were sealed"
                                    .formatted(checked));
        }
        if (expired > 0) {
            report.note(
                    "events",
                    expired == 1
                            ? "1 event has expired: of it only the sealed hash is left"
                            : "%d events have expired: of these only the sealed hash is left"
                                    .formatted(expired));
        }
        if (erasedParts > 0) {
            report.note(
                    "events",
                    erasedParts == 1
                            ? "1 part was erased; what was sealed of it is still proven"
                            : "%d parts were erased; what was sealed of them is still proven"
                                    .formatted(erasedParts));
        }
    }
}
