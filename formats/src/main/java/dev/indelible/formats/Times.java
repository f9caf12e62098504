package dev.indelible.formats;

import dev.indelible.event.EventTime;
import dev.indelible.event.InvalidEventException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Times as other systems write them. Stateless; any thread.
///
/// RFC 3339; the same with a blank for the `T`, without a zone (then UTC), with ` UTC` or `+0200`,
/// without seconds, or the day alone; and seconds, milliseconds, microseconds or nanoseconds since
/// 1970, told apart by their size: each unit has a range of its own for 1973 to 2200.
final class Times {
    private static final Pattern WRITTEN =
            Pattern.compile(
                    "(\\d{4}-\\d{2}-\\d{2})(?:[Tt ]+(\\d{2}:\\d{2})(:\\d{2})?([.,]\\d{1,18})?"
                            + "\\s*(Z|z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)?)?");
    private static final Pattern COUNTED = Pattern.compile("-?\\d{1,19}(\\.\\d{1,18})?");
    private static final BigDecimal FIRST_SECONDS = new BigDecimal("1e8");
    private static final BigDecimal FIRST_MILLIS = new BigDecimal("1e11");
    private static final BigDecimal FIRST_MICROS = new BigDecimal("1e14");
    private static final BigDecimal FIRST_NANOS = new BigDecimal("1e17");

    private Times() {}

    /// The time that this value tells; empty if it tells none, or one outside an event's limits.
    static Optional<EventTime> read(Node node) {
        String text = node.text().strip();
        if (text.length() > 64) {
            return Optional.empty();
        }
        try {
            if (COUNTED.matcher(text).matches() && (node.isNumber() || text.length() >= 9)) {
                BigDecimal count = new BigDecimal(text);
                return count.compareTo(FIRST_SECONDS) < 0
                        ? Optional.empty()
                        : Optional.of(counted(count));
            }
            Matcher written = WRITTEN.matcher(text);
            return written.matches() ? Optional.of(written(written)) : Optional.empty();
        } catch (InvalidEventException
                | ArithmeticException
                | DateTimeException
                | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static EventTime written(Matcher parts) {
        if (parts.group(2) == null) {
            return EventTime.parse(parts.group(1) + "T00:00:00Z");
        }
        String seconds = parts.group(3) == null ? ":00" : parts.group(3);
        String fraction = parts.group(4) == null ? "" : "." + parts.group(4).substring(1);
        if (fraction.length() > 10) {
            fraction = fraction.substring(0, 10);
        }
        return EventTime.parse(
                parts.group(1) + "T" + parts.group(2) + seconds + fraction + zone(parts.group(5)));
    }

    private static String zone(@Nullable String zone) {
        if (zone == null || Character.isLetter(zone.charAt(0))) {
            return "Z";
        }
        return switch (zone.length()) {
            case 3 -> zone + ":00";
            case 5 -> zone.substring(0, 3) + ":" + zone.substring(3);
            default -> zone;
        };
    }

    private static EventTime counted(BigDecimal count) {
        int digits;
        if (count.compareTo(FIRST_MILLIS) < 0) {
            digits = 0;
        } else if (count.compareTo(FIRST_MICROS) < 0) {
            digits = 3;
        } else if (count.compareTo(FIRST_NANOS) < 0) {
            digits = 6;
        } else {
            digits = 9;
        }
        BigDecimal nanos =
                count.movePointLeft(digits).movePointRight(9).setScale(0, RoundingMode.DOWN);
        int fractionDigits = Math.clamp((long) digits + Math.max(0, count.scale()), 0, 9);
        long[] parts = secondsAndNanos(nanos);
        return new EventTime(Instant.ofEpochSecond(parts[0], parts[1]), fractionDigits);
    }

    private static long[] secondsAndNanos(BigDecimal nanos) {
        BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000));
        return new long[] {parts[0].longValueExact(), parts[1].longValueExact()};
    }
}
