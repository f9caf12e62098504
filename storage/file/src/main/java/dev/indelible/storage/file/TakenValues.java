package dev.indelible.storage.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.indelible.event.EventTime;
import dev.indelible.event.InvalidEventException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/* As text a random UUID takes 20 bytes when it is compressed and has 16, and one of version 7 has 10
 * beside its time, which is nearly that of its event. A time of six digits takes 6 bytes, and 2 as
 * the difference to that of its event. The organization is known. So these are taken out of the
 * parts. A byte that JSON cannot have, between the quotes, says where one was. */

/// Values that are taken out of the parts of a block, in order. For one thread.
final class TakenValues {
    static final int UUID_CHARS = 36;

    /// Stands where a value was.
    static final byte MARK = 1;

    /// Ends a part.
    static final byte END = '\n';

    /// A UUID of 16 bytes.
    static final int UUID_WHOLE = 0;

    /// A UUID whose time is a difference.
    static final int UUID_WITH_TIME = 1;

    /// The name of the event's organization.
    static final int ORGANIZATION = 2;

    /// A time without fraction; with n digits of it, n more.
    static final int TIME = 3;

    private static final int TIME_CHARS_MIN = "2026-11-24T09:30:00Z".length();
    private static final int TIME_CHARS_MAX = TIME_CHARS_MIN + 10;
    private static final long MILLIS_PER_SECOND = 1000;
    private static final int MILLIS_DIGITS = 3;

    private final ByteArrayOutputStream kinds = new ByteArrayOutputStream();
    private final ByteArrayOutputStream numbers = new ByteArrayOutputStream();
    private final ByteArrayOutputStream noise = new ByteArrayOutputStream();

    /// Whether a text has none of the bytes that have a meaning here, as no JSON without blanks
    /// has.
    static boolean isClean(byte[] text) {
        for (byte next : text) {
            if (next == MARK || next == END) {
                return false;
            }
        }
        return true;
    }

    /// Takes what can be taken out of a clean text.
    ///
    /// @param millis near the times in it
    /// @param organization its name
    /// @param left gets what is left
    void take(byte[] text, long millis, byte[] organization, ByteArrayOutputStream left) {
        int copied = 0;
        for (int at = 0; at < text.length; at++) {
            int chars = text[at] == '"' ? value(text, at + 1, millis, organization) : 0;
            if (chars > 0) {
                left.write(text, copied, at + 1 - copied);
                left.write(MARK);
                copied = at + 1 + chars;
                at = copied;
            }
        }
        left.write(text, copied, text.length - copied);
    }

    /// Takes the value that begins here and ends before a quote.
    ///
    /// @return its length, or 0 if there is none
    private int value(byte[] text, int from, long millis, byte[] organization) {
        int end = from + organization.length;
        if (end > from
                && isByte(text, end, '"')
                && Arrays.equals(text, from, end, organization, 0, end - from)) {
            kinds.write(ORGANIZATION);
            return organization.length;
        }
        if (isByte(text, from + 8, '-') && isByte(text, from + UUID_CHARS, '"')) {
            return takeUuid(text, from, millis) ? UUID_CHARS : 0;
        }
        if (isByte(text, from + 4, '-') && isByte(text, from + 10, 'T')) {
            for (int chars = TIME_CHARS_MIN; chars <= TIME_CHARS_MAX; chars++) {
                if (isByte(text, from + chars, '"')) {
                    return takeTime(text, from, chars, millis) ? chars : 0;
                }
            }
        }
        return 0;
    }

    private static boolean isByte(byte[] text, int at, char expected) {
        return at < text.length && text[at] == expected;
    }

    private boolean takeUuid(byte[] text, int from, long millis) {
        UUID uuid = uuid(text, from);
        if (uuid == null) {
            return false;
        }
        long high = uuid.getMostSignificantBits();
        ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES).putLong(high);
        bytes.putLong(uuid.getLeastSignificantBits());
        if (uuid.version() == 7) {
            kinds.write(UUID_WITH_TIME);
            Varints.writeSigned((high >>> 16) - millis, numbers);
            noise.write(bytes.array(), 6, 10);
        } else {
            kinds.write(UUID_WHOLE);
            noise.writeBytes(bytes.array());
        }
        return true;
    }

    /// Only one that is written as we would write it again.
    private static @Nullable UUID uuid(byte[] text, int from) {
        String found = new String(text, from, UUID_CHARS, US_ASCII);
        try {
            UUID uuid = UUID.fromString(found);
            return uuid.toString().equals(found) ? uuid : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private boolean takeTime(byte[] text, int from, int chars, long millis) {
        String found = new String(text, from, chars, US_ASCII);
        EventTime time;
        try {
            time = EventTime.parse(found);
        } catch (InvalidEventException e) {
            return false;
        }
        int digits = time.fractionDigits();
        Instant instant = time.instant();
        long power = power(digits);
        long number = instant.getEpochSecond() * power + instant.getNano() / power(9 - digits);
        long difference = number - near(millis, digits);
        if (!Arrays.equals(time(difference, digits, millis), found.getBytes(US_ASCII))) {
            return false;
        }
        kinds.write(TIME + digits);
        Varints.writeSigned(difference, numbers);
        return true;
    }

    /// The text of a time.
    static byte[] time(long difference, int digits, long millis) {
        long number = near(millis, digits) + difference;
        long power = power(digits);
        long nanos = Math.floorMod(number, power) * power(9 - digits);
        var instant = Instant.ofEpochSecond(Math.floorDiv(number, power), nanos);
        return new EventTime(instant, digits).toString().getBytes(US_ASCII);
    }

    private static long near(long millis, int digits) {
        return digits >= MILLIS_DIGITS
                ? millis * power(digits - MILLIS_DIGITS)
                : Math.floorDiv(millis, MILLIS_PER_SECOND) * power(digits);
    }

    private static long power(int digits) {
        long power = 1;
        for (int i = 0; i < digits; i++) {
            power *= 10;
        }
        return power;
    }

    /// Their kinds and what of them is not random.
    void writeColumns(ByteArrayOutputStream columns) {
        columns.writeBytes(kinds.toByteArray());
        columns.writeBytes(numbers.toByteArray());
    }

    void writeNoise(ByteArrayOutputStream into) {
        into.writeBytes(noise.toByteArray());
    }
}
