package dev.indelible.event;

import java.time.Instant;

/// The common form of [EventTime]: `2026-11-24T09:30:00.123Z`, in UTC, with capital letters, read
/// and written without texts in between. Stateless.
final class UtcTimes {
    private static final int[] MONTH_DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final int[] POWERS_OF_TEN = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };
    private static final int SECONDS_CHARS = 19;
    private static final long DAY_SECONDS = 86_400;

    private UtcTimes() {}

    /// @throws JsonScan.Unsure if it is written in another form or does not exist
    static EventTime read(byte[] text, int from, int length) {
        int fractionDigits = length - SECONDS_CHARS - 2;
        boolean whole = length == SECONDS_CHARS + 1;
        if (!whole && (fractionDigits < 1 || fractionDigits > 9)) {
            throw JsonScan.unsure();
        }
        require(text, from + 4, '-');
        require(text, from + 7, '-');
        require(text, from + 10, 'T');
        require(text, from + 13, ':');
        require(text, from + 16, ':');
        require(text, from + length - 1, 'Z');
        int nanos = 0;
        if (!whole) {
            require(text, from + SECONDS_CHARS, '.');
            nanos = number(text, from + 20, fractionDigits) * POWERS_OF_TEN[9 - fractionDigits];
        }
        Instant instant = Instant.ofEpochSecond(seconds(text, from), nanos);
        if (instant.isBefore(Limits.TIME_MIN) || !instant.isBefore(Limits.TIME_END)) {
            throw JsonScan.unsure();
        }
        return new EventTime(instant, whole ? 0 : fractionDigits);
    }

    private static long seconds(byte[] text, int from) {
        int year = number(text, from, 4);
        int month = number(text, from + 5, 2);
        int day = number(text, from + 8, 2);
        int hour = number(text, from + 11, 2);
        int minute = number(text, from + 14, 2);
        int second = number(text, from + 17, 2);
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) {
            throw JsonScan.unsure();
        }
        if (day > MONTH_DAYS[month - 1] + (leap && month == 2 ? 1 : 0)) {
            throw JsonScan.unsure();
        }
        return days(year, month, day) * DAY_SECONDS + hour * 3600L + minute * 60L + second;
    }

    /// Days from 1970-01-01, counting years from March so that the leap day comes last.
    private static long days(int year, int month, int day) {
        long shifted = month <= 2 ? year - 1L : year;
        long era = Math.floorDiv(shifted, 400);
        long yearOfEra = shifted - era * 400;
        long dayOfYear = (153L * ((month + 9) % 12) + 2) / 5 + day - 1;
        return era * 146_097
                + yearOfEra * 365
                + yearOfEra / 4
                - yearOfEra / 100
                + dayOfYear
                - 719_468;
    }

    private static void require(byte[] text, int at, char expected) {
        if (text[at] != expected) {
            throw JsonScan.unsure();
        }
    }

    private static int number(byte[] text, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                throw JsonScan.unsure();
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /// Bytes that [#write] takes.
    static int length(EventTime time) {
        return SECONDS_CHARS + 1 + (time.fractionDigits() == 0 ? 0 : time.fractionDigits() + 1);
    }

    /// Writes the time with the fraction digits that were given.
    @SuppressWarnings("JavaInstantGetSecondsGetNano") // the seconds are written before it
    static void write(EventTime time, byte[] into, int at) {
        long second = time.instant().getEpochSecond();
        long shifted = Math.floorDiv(second, DAY_SECONDS) + 719_468;
        int secondOfDay = (int) Math.floorMod(second, DAY_SECONDS);
        long era = Math.floorDiv(shifted, 146_097);
        long dayOfEra = shifted - era * 146_097;
        long yearOfEra =
                (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long monthFromMarch = (5 * dayOfYear + 2) / 153;
        int month = (int) (monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9);
        digits((int) (yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), 4, into, at);
        into[at + 4] = '-';
        digits(month, 2, into, at + 5);
        into[at + 7] = '-';
        digits((int) (dayOfYear - (153 * monthFromMarch + 2) / 5 + 1), 2, into, at + 8);
        into[at + 10] = 'T';
        digits(secondOfDay / 3600, 2, into, at + 11);
        into[at + 13] = ':';
        digits(secondOfDay / 60 % 60, 2, into, at + 14);
        into[at + 16] = ':';
        digits(secondOfDay % 60, 2, into, at + 17);
        int end = at + SECONDS_CHARS;
        if (time.fractionDigits() > 0) {
            into[end] = '.';
            int fraction = time.instant().getNano() / POWERS_OF_TEN[9 - time.fractionDigits()];
            digits(fraction, time.fractionDigits(), into, end + 1);
            end += 1 + time.fractionDigits();
        }
        into[end] = 'Z';
    }

    private static void digits(int number, int count, byte[] into, int at) {
        int rest = number;
        for (int i = at + count - 1; i >= at; i--) {
            into[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
