package dev.indelible.core.trail;

/// What a read has shown of one organization's log.
///
/// @param rows how many events, or how many were counted
/// @param first the lowest sequence among them; -1 where no event was shown
/// @param last the highest sequence among them; -1 where no event was shown
public record Shown(long rows, long first, long last) {

    /// A count, or an answer that only begins.
    public static Shown rows(long rows) {
        return new Shown(rows, -1, -1);
    }

    /// Both together.
    public Shown and(Shown other) {
        long lowest =
                first < 0 ? other.first : other.first < 0 ? first : Math.min(first, other.first);
        return new Shown(rows + other.rows, lowest, Math.max(last, other.last));
    }
}
