package dev.indelible.core.search;

import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import java.time.Duration;

/// The bars of a histogram.
final class Buckets {
    private static final int WANTED = 60;
    private static final Duration[] WIDTHS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofHours(1),
        Duration.ofHours(6),
        Duration.ofDays(1),
        Duration.ofDays(7),
        Duration.ofDays(30),
        Duration.ofDays(365)
    };

    private Buckets() {}

    /// A round width that makes about sixty bars of a span.
    static long width(long firstNanos, long lastNanos) {
        for (Duration width : WIDTHS) {
            if (Spacing.barOf(lastNanos, firstNanos, width.toNanos()) < WANTED) {
                return width.toNanos();
            }
        }
        return WIDTHS[WIDTHS.length - 1].toNanos();
    }

    /// How many bars of this width reach from a time to the bar of another.
    static long count(long fromNanos, long lastNanos, long widthNanos) {
        return Spacing.barOf(lastNanos, fromNanos, widthNanos) + 1;
    }

    /// So many bars, if that is not too many.
    static int allowed(long count) {
        if (count > Limits.HISTOGRAM_BUCKETS_MAX) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "the interval makes %d bars, at most %d are allowed; take a wider one or less time"
                            .formatted(count, Limits.HISTOGRAM_BUCKETS_MAX));
        }
        return (int) count;
    }
}
