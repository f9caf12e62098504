package dev.indelible.core.search;

import java.util.Optional;

/// How events are put into the bars of a histogram.
///
/// @param widthNanos of each bar; chosen where absent
/// @param endNanos the time whose bar is the last one, where all together were too many
public record Spacing(Optional<Long> widthNanos, long endNanos) {
    /// The bar of a time, from 0 on; -1 for what is before the first.
    ///
    /// Events happen in three centuries, which are more nanoseconds than a long has: their
    /// difference is one without a sign.
    public static long barOf(long timeNanos, long fromNanos, long widthNanos) {
        return timeNanos < fromNanos ? -1 : Long.divideUnsigned(timeNanos - fromNanos, widthNanos);
    }

    /// Bars for all events.
    public static Spacing of(Optional<Long> widthNanos) {
        return new Spacing(widthNanos, Long.MAX_VALUE);
    }
}
