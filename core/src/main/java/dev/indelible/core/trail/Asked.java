package dev.indelible.core.trail;

import java.util.Set;

/// What a read asks events for, so that a later one of the same hour that asks for no more is
/// counted with it. It is taken from the question alone: nothing that a reader says of its purpose
/// is heard.
///
/// @param about which events, apart from their time
/// @param fromNanos only events at or after this time, nanoseconds since 1970
/// @param toNanos only events before this time
/// @param shows whether the events themselves are in the answer, not only counts of them
/// @param counts what of them is counted; nothing where there is only a total
public record Asked(String about, long fromNanos, long toNanos, boolean shows, Set<String> counts) {

    public Asked {
        counts = Set.copyOf(counts);
    }

    /// Whether who was told of this question knows of all that the other asks. Counts tell nothing
    /// of events that the events themselves do not.
    boolean covers(Asked other) {
        return about.equals(other.about)
                && fromNanos <= other.fromNanos
                && other.toNanos <= toNanos
                && (shows || (!other.shows && counts.containsAll(other.counts)));
    }
}
