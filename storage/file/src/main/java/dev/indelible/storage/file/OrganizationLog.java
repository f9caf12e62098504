package dev.indelible.storage.file;

import java.util.Arrays;

/// Where the events of one organization are in one file, in the order of their sequences. The
/// caller guards it.
final class OrganizationLog {
    private final long firstSequence;
    private final long base;
    // By sequence, counted from the base; -1 for one that cannot be read.
    private int[] positions = new int[4];
    private long nextSequence;

    /// @param firstSequence the first that can be read
    /// @param base the file's first position
    OrganizationLog(long firstSequence, long base) {
        this.firstSequence = firstSequence;
        this.nextSequence = firstSequence;
        this.base = base;
    }

    long firstSequence() {
        return firstSequence;
    }

    long nextSequence() {
        return nextSequence;
    }

    void add(long sequence, long position) {
        if (sequence < nextSequence) {
            // Damage had swallowed numbers and they were given again: found by position only.
            return;
        }
        skipTo(sequence);
        skipTo(sequence + 1);
        positions[Math.toIntExact(sequence - firstSequence)] = Math.toIntExact(position - base);
    }

    /// Notes that the sequences up to this one were given to events that cannot be read.
    void skipTo(long sequence) {
        if (sequence <= nextSequence) {
            return;
        }
        int count = Math.toIntExact(sequence - firstSequence);
        if (count > positions.length) {
            positions = Arrays.copyOf(positions, Math.max(count, positions.length * 2));
        }
        Arrays.fill(positions, Math.toIntExact(nextSequence - firstSequence), count, -1);
        nextSequence = sequence;
    }

    /// Gives back the memory that was kept for what would still come.
    void settle() {
        positions = Arrays.copyOf(positions, Math.toIntExact(nextSequence - firstSequence));
    }

    /// Forgets events from a position on.
    void cut(long end) {
        while (nextSequence > firstSequence && last() >= end - base) {
            nextSequence--;
        }
    }

    private int last() {
        return positions[Math.toIntExact(nextSequence - 1 - firstSequence)];
    }

    /// Positions of events from a sequence on, at most so many, counted from the base; -1 for one
    /// that cannot be read.
    int[] positions(long fromSequence, int countMax) {
        int from = Math.toIntExact(fromSequence - firstSequence);
        int to = Math.toIntExact(nextSequence - firstSequence);
        return from >= to
                ? new int[0]
                : Arrays.copyOfRange(positions, from, from + Math.min(countMax, to - from));
    }
}
