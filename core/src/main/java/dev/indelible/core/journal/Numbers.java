package dev.indelible.core.journal;

import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/// The numbers of an append's entries, which every journal refuses where they leave a gap.
public final class Numbers {
    private Numbers() {}

    /// Checks that entries are one or more and follow what is there.
    ///
    /// @param end the position that comes next
    /// @param nextSequence the sequence that comes next in an organization
    /// @return the sequence that comes after them in each organization that has some of them
    /// @throws IllegalArgumentException if there are none, or the numbers leave a gap or repeat
    public static Map<String, Long> check(
            List<Entry> entries, long end, ToLongFunction<String> nextSequence) {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("an append has one entry or more");
        }
        var next = new Sequences(nextSequence);
        long nextPosition = end;
        for (Entry entry : entries) {
            long sequence = next.take(entry.organization());
            if (entry.position() != nextPosition || entry.sequence() != sequence) {
                throw new IllegalArgumentException(
                        "position %d and sequence %d are next, not %d and %d"
                                .formatted(
                                        nextPosition,
                                        sequence,
                                        entry.position(),
                                        entry.sequence()));
            }
            nextPosition++;
        }
        return next.next();
    }
}
