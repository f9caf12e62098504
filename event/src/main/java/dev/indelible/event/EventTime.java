package dev.indelible.event;

import dev.indelible.event.InvalidEventException.Code;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// When something happened: an instant and how many fraction digits its sender gave.
///
/// @param instant [Limits#TIME_MIN] to before [Limits#TIME_END]
/// @param fractionDigits 0 to 9; [#toString()] writes just as many
public record EventTime(Instant instant, int fractionDigits) {
    private static final int[] POWERS_OF_TEN = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };

    public EventTime {
        if (fractionDigits < 0 || fractionDigits > 9) {
            throw new IllegalArgumentException("0 to 9 fraction digits, not " + fractionDigits);
        }
        if (instant.isBefore(Limits.TIME_MIN) || !instant.isBefore(Limits.TIME_END)) {
            throw new InvalidEventException(
                    Code.INVALID_VALUE,
                    "time",
                    "time %s is not between %s and %s"
                            .formatted(instant, Limits.TIME_MIN, Limits.TIME_END));
        }
    }

    /// With milliseconds, as clocks of servers are printed.
    public static EventTime ofMillis(long unixMillis) {
        return new EventTime(Instant.ofEpochMilli(unixMillis), 3);
    }

    /// Reads RFC 3339, section 5.6: any offset, 0 to 9 fraction digits, `T` and `Z` in either case
    /// or a blank for the `T`, and a leap second as the second after it.
    ///
    /// @throws InvalidEventException if it is anything else or outside the limits
    public static EventTime parse(String text) {
        try {
            return parseChecked(text);
        } catch (DateTimeException | IndexOutOfBoundsException | NumberFormatException e) {
            throw invalid(text);
        }
    }

    /// The time in this text, in nanoseconds since 1970.
    ///
    /// @throws InvalidEventException if it is none
    public static long unixNanos(byte[] text, int from, int length) {
        Instant instant;
        try {
            instant = UtcTimes.read(text, from, length).instant();
        } catch (JsonScan.Unsure e) {
            instant = parse(new String(text, from, length, StandardCharsets.UTF_8)).instant();
        }
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }

    private static EventTime parseChecked(String text) {
        check(text, 4, '-');
        check(text, 7, '-');
        char separator = text.charAt(10);
        if (separator != 'T' && separator != 't' && separator != ' ') {
            throw invalid(text);
        }
        check(text, 13, ':');
        check(text, 16, ':');
        int second = number(text, 17, 19);
        int at = 19;
        while (at < text.length() && (at == 19 ? text.charAt(at) == '.' : isDigit(text, at))) {
            at++;
        }
        int digits = Math.max(0, at - 20);
        if (at == 20 || digits > 9 || second > 60) {
            throw invalid(text);
        }
        int nanos = digits == 0 ? 0 : number(text, 20, at) * POWERS_OF_TEN[9 - digits];
        Instant instant =
                LocalDateTime.of(
                                number(text, 0, 4),
                                number(text, 5, 7),
                                number(text, 8, 10),
                                number(text, 11, 13),
                                number(text, 14, 16),
                                Math.min(second, 59),
                                nanos)
                        .toInstant(offset(text, at))
                        .plusSeconds(second == 60 ? 1 : 0);
        return new EventTime(instant, digits);
    }

    private static ZoneOffset offset(String text, int at) {
        char sign = text.charAt(at);
        if ((sign == 'Z' || sign == 'z') && text.length() == at + 1) {
            return ZoneOffset.UTC;
        }
        check(text, at + 3, ':');
        int hours = number(text, at + 1, at + 3);
        int minutes = number(text, at + 4, at + 6);
        if ((sign != '+' && sign != '-') || text.length() != at + 6 || hours > 23 || minutes > 59) {
            throw invalid(text);
        }
        int seconds = (hours * 60 + minutes) * 60;
        return ZoneOffset.ofTotalSeconds(sign == '+' ? seconds : -seconds);
    }

    private static void check(String text, int at, char expected) {
        if (text.charAt(at) != expected) {
            throw invalid(text);
        }
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(text, i)) {
                throw invalid(text);
            }
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }

    private static boolean isDigit(String text, int at) {
        return text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private static InvalidEventException invalid(String text) {
        String shown = text.length() > 64 ? text.substring(0, 64) + "…" : text;
        return new InvalidEventException(
                Code.INVALID_VALUE,
                "time",
                "time '%s' is not RFC 3339, such as 2026-11-24T09:30:00.123Z".formatted(shown));
    }

    /// RFC 3339 in UTC, with the fraction digits that were given.
    @Override
    public String toString() {
        byte[] text = new byte[UtcTimes.length(this)];
        UtcTimes.write(this, text, 0);
        return new String(text, StandardCharsets.US_ASCII);
    }
}
