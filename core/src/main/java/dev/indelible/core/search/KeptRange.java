package dev.indelible.core.search;

import static java.util.Objects.requireNonNullElse;

import dev.indelible.core.ops.AuditException.Rejected;
import java.time.Duration;
import java.util.regex.Pattern;

/// The range of a saved search as addresses of the portal have it: each bound is an instant, what
/// is left out of it being zero and its zone UTC, or so long ago whenever it is looked at, such as
/// `-24h`, or empty.
final class KeptRange {
    private static final Pattern AGO = Pattern.compile("-(\\d{1,5})([mhd])");
    private static final Pattern INSTANT =
            Pattern.compile(
                    "(\\d{4}-\\d\\d-\\d\\d)(?:T(\\d\\d:\\d\\d)(:\\d\\d(?:\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d)?)?");

    private KeptRange() {}

    /// Refuses what a search would refuse now.
    ///
    /// @throws Rejected naming a bound that is no time, or if they are the wrong way round
    static void check(String from, String to, long nowMillis) {
        long fromNanos = from.isEmpty() ? Long.MIN_VALUE : nanos("from", from, nowMillis);
        long toNanos = to.isEmpty() ? Long.MAX_VALUE : nanos("to", to, nowMillis);
        if (fromNanos > toNanos) {
            throw Criteria.reversed(from, to);
        }
    }

    private static long nanos(String parameter, String bound, long nowMillis) {
        var ago = AGO.matcher(bound);
        if (ago.matches()) {
            long count = Long.parseLong(ago.group(1));
            Duration back =
                    switch (ago.group(2)) {
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    };
            return (nowMillis - back.toMillis()) * 1_000_000;
        }
        var instant = INSTANT.matcher(bound);
        return Criteria.nanos(
                parameter,
                instant.matches()
                        ? "%sT%s%s%s"
                                .formatted(
                                        instant.group(1),
                                        requireNonNullElse(instant.group(2), "00:00"),
                                        requireNonNullElse(instant.group(3), ":00"),
                                        requireNonNullElse(instant.group(4), "Z"))
                        : bound);
    }
}
