package dev.indelible.cli.verify;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/// How far a log is in the anchor: a log that is shown and never anchored could be shown otherwise
/// to others, and no witness would have seen it.
///
/// @param newest the entries of the newest head of the log that was found in the anchor
/// @param waiting the entries of a state that was shown and not yet anchored, or 0
/// @param since when that state was first shown; not looked at when none is waiting
record Anchoring(long newest, long waiting, Instant since) {
    static final Anchoring NONE = new Anchoring(0, 0, Instant.EPOCH);

    /// After a look.
    ///
    /// @param anchored the entries of the newest head found in this look, or 0
    /// @param shown the entries of the log as it is shown now
    Anchoring after(long anchored, long shown, Instant now) {
        long found = Math.max(newest, anchored);
        if (waiting > found) {
            return new Anchoring(found, waiting, since);
        }
        return shown > found
                ? new Anchoring(found, shown, now)
                : new Anchoring(found, 0, Instant.EPOCH);
    }

    /// Whether a state has waited for longer than this.
    boolean isLate(Duration within, Instant now) {
        return waiting > 0 && since.plus(within).isBefore(now);
    }

    /// As it is kept: three numbers.
    String text() {
        return "%d %d %d%n".formatted(newest, waiting, since.getEpochSecond());
    }

    static Anchoring parse(String text, String place) {
        String[] numbers = text.strip().split(" ", -1);
        try {
            if (numbers.length == 3) {
                return new Anchoring(
                        Long.parseLong(numbers[0]),
                        Long.parseLong(numbers[1]),
                        Instant.ofEpochSecond(Long.parseLong(numbers[2])));
            }
        } catch (NumberFormatException | DateTimeException e) {
            throw new RefusedException(place, "it is damaged: " + e.getMessage());
        }
        throw new RefusedException(place, "it is damaged");
    }
}
