package dev.indelible.event;

import java.util.Arrays;
import java.util.UUID;

/// UUIDs in text and back, without texts in between: RFC 9562, section 4. Stateless.
final class Uuids {
    static final int CHARS = 36;
    private static final byte[] DIGITS = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    /// The value of each digit; what is none has a bit that no value has.
    private static final byte[] VALUES = new byte[1 << Byte.SIZE];

    private static final int NO_DIGIT = 0x10;

    static {
        Arrays.fill(VALUES, (byte) NO_DIGIT);
        for (byte value = 0; value < DIGITS.length; value++) {
            VALUES[DIGITS[value]] = value;
            VALUES[Character.toUpperCase(DIGITS[value])] = value;
        }
    }

    private Uuids() {}

    /// @throws JsonScan.Unsure if it is none
    static UUID read(byte[] text, int from, int length) {
        if (length != CHARS) {
            throw JsonScan.unsure();
        }
        if (text[from + 8] != '-'
                || text[from + 13] != '-'
                || text[from + 18] != '-'
                || text[from + 23] != '-') {
            throw JsonScan.unsure();
        }
        long high =
                digits(text, from, 8) << 32
                        | digits(text, from + 9, 4) << 16
                        | digits(text, from + 14, 4);
        long low = digits(text, from + 19, 4) << 48 | digits(text, from + 24, 12);
        return new UUID(high, low);
    }

    private static long digits(byte[] text, int from, int count) {
        long number = 0;
        int seen = 0;
        for (int i = from; i < from + count; i++) {
            int value = VALUES[text[i] & 0xff];
            seen |= value;
            number = number << 4 | value;
        }
        if ((seen & NO_DIGIT) != 0) {
            throw JsonScan.unsure();
        }
        return number;
    }

    /// Writes the 36 characters of [UUID#toString()].
    static void write(UUID id, byte[] into, int at) {
        int to = write(id.getMostSignificantBits(), 32, 32, into, at);
        into[to++] = '-';
        to = write(id.getMostSignificantBits(), 16, 16, into, to);
        into[to++] = '-';
        to = write(id.getMostSignificantBits(), 0, 16, into, to);
        into[to++] = '-';
        to = write(id.getLeastSignificantBits(), 48, 16, into, to);
        into[to++] = '-';
        write(id.getLeastSignificantBits(), 0, 48, into, to);
    }

    private static int write(long bits, int fromBit, int bitCount, byte[] into, int at) {
        int to = at;
        for (int shift = fromBit + bitCount - 4; shift >= fromBit; shift -= 4) {
            into[to++] = DIGITS[(int) (bits >>> shift) & 0xf];
        }
        return to;
    }
}
