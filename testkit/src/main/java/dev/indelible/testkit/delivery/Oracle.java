package dev.indelible.testkit.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// The one checker of all delivery tests: compares what producers were promised, what the journal
/// holds and what a receiver stored. Knows nothing of the engine.
///
/// - I1 what was promised is in the journal.
/// - I2 what the filter lets through is received, parked or skipped, each with its number, and the
///   numbers are 1, 2, 3 … in the order of the journal.
/// - I3 first deliveries come in the order of their numbers.
/// - I4 the same batch id always has the same bytes, and the same number the same event.
/// - I5 there are no more repeated batches than crashes and ambiguous attempts allow.
/// - I6 nothing was received that is not in the journal.
public final class Oracle {
    private final Set<UUID> promised = new HashSet<>();
    private final List<UUID> wanted = new ArrayList<>();
    private final Set<UUID> journal = new HashSet<>();
    private final List<UUID> meanwhile = new ArrayList<>();
    private final Map<Long, UUID> setAside = new HashMap<>();
    private long repeatsMax = Long.MAX_VALUE;
    private Order order = Order.STRICT;

    /// How first deliveries are ordered.
    public enum Order {
        /// Each batch waits for the answer to the one before.
        STRICT,
        /// Some batches travel at once, and one may be lost on the way and come later.
        PIPELINED
    }

    /// A batch that a receiver stored.
    ///
    /// @param bodyHash of the bytes as they came
    /// @param events in the order of the body
    public record Stored(String batchId, String bodyHash, boolean replay, List<Line> events) {}

    /// One event of it.
    public record Line(long destinationSequence, UUID id) {}

    /// A producer got a success for this event.
    public void promised(UUID id) {
        promised.add(id);
    }

    /// The journal holds this event; to be told in order.
    ///
    /// @param passes whether the destination's filter lets it through
    public void holds(UUID id, boolean passes) {
        journal.add(id);
        if (passes) {
            wanted.add(id);
        }
    }

    /// The journal holds this event, written while the receiver was looked at: it came or will. To
    /// be told in order, after all others.
    public void meanwhile(UUID id) {
        journal.add(id);
        meanwhile.add(id);
    }

    /// Parked or skipped, with a reason.
    public void setAside(long destinationSequence, UUID id) {
        setAside.put(destinationSequence, id);
    }

    /// So many batches may come again.
    public void repeatsMax(long count) {
        repeatsMax = count;
    }

    public void order(Order other) {
        order = other;
    }

    /// What it comes to.
    ///
    /// @param lost events that should be there and are not
    /// @param duplicates events received more than once, beyond the first
    /// @param outOfOrder first deliveries after one with a higher number
    /// @param violations each broken invariant in a sentence; at most some of each
    public record Verdict(long lost, long duplicates, long outOfOrder, List<String> violations) {
        /// One line for people.
        public String summary() {
            return "%s lost, %d duplicates, %d out of order"
                    .formatted(lost == 0 ? "zero" : Long.toString(lost), duplicates, outOfOrder);
        }
    }

    /// Judges what a receiver stored, in the order in which it did.
    public Verdict judge(List<Stored> stored) {
        var violations = new ArrayList<String>();
        promised.stream()
                .filter(id -> !journal.contains(id))
                .limit(3)
                .forEach(id -> violations.add("I1: promised and not in the journal: " + id));
        var received = new LinkedHashMap<Long, UUID>();
        var hashes = new HashMap<String, String>();
        long duplicates = 0;
        long outOfOrder = 0;
        long repeats = 0;
        long highest = 0;
        for (Stored batch : stored) {
            if (batch.replay()) {
                continue;
            }
            String known = hashes.putIfAbsent(batch.batchId(), batch.bodyHash());
            if (known != null && !known.equals(batch.bodyHash())) {
                violations.add("I4: batch %s has other bytes".formatted(batch.batchId()));
            }
            boolean repeated = false;
            for (Line line : batch.events()) {
                if (!journal.contains(line.id())) {
                    violations.add("I6: received and not in the journal: " + line.id());
                }
                UUID before = received.putIfAbsent(line.destinationSequence(), line.id());
                if (before != null && !before.equals(line.id())) {
                    violations.add(
                            "I4: number %d stands for two events"
                                    .formatted(line.destinationSequence()));
                }
                duplicates += before == null ? 0 : 1;
                repeated |= before != null;
                if (before == null) {
                    outOfOrder += line.destinationSequence() < highest ? 1 : 0;
                    highest = Math.max(highest, line.destinationSequence());
                }
            }
            repeats += repeated ? 1 : 0;
        }
        long lost = compare(received, violations);
        if (order == Order.STRICT && outOfOrder > 0) {
            violations.add("I3: %d events came out of order".formatted(outOfOrder));
        }
        if (repeats > repeatsMax) {
            violations.add(
                    "I5: %d batches came again, at most %d may".formatted(repeats, repeatsMax));
        }
        return new Verdict(lost, duplicates, outOfOrder, violations);
    }

    private long compare(Map<Long, UUID> received, List<String> violations) {
        List<UUID> wanted = new ArrayList<>(this.wanted);
        wanted.addAll(meanwhile.subList(0, arrived(received.values())));
        long lost = 0;
        for (int i = 0; i < wanted.size(); i++) {
            long number = i + 1L;
            UUID id = wanted.get(i);
            UUID there = received.get(number);
            UUID aside = setAside.get(number);
            if (there == null && aside == null) {
                lost++;
                if (lost <= 3) {
                    violations.add("I2: number %d, %s, is lost".formatted(number, id));
                }
            } else if (!id.equals(there == null ? aside : there)) {
                violations.add("I2: number %d is another event than %s".formatted(number, id));
            }
        }
        received.keySet().stream()
                .filter(number -> number < 1 || number > wanted.size())
                .limit(3)
                .forEach(number ->
                        violations.add("I2: number %d stands for nothing".formatted(number)));
        return lost;
    }

    /// How many of those written meanwhile had come when the last of them had that came at all.
    private int arrived(Collection<UUID> received) {
        for (int i = meanwhile.size(); i > 0; i--) {
            if (received.contains(meanwhile.get(i - 1))) {
                return i;
            }
        }
        return 0;
    }
}
