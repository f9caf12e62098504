package dev.indelible.event;

import java.util.UUID;

/// UUIDs in text and back, without texts in between: RFC 9562, section 4. Stateless.
final class Uuids {
    static final int CHARS = 36;
    private static final byte[] DIGITS = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private Uuids() {}

    /// @throws JsonScan.Unsure if it is none
    static UUID read(byte[] text, int from, int length) {
        if (length != CHARS) {
            throw JsonScan.unsure();
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < CHARS; i++) {
            byte b = text[from + i];
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                if (b != '-') {
                    throw JsonScan.unsure();
                }
                continue;
            }
            int digit = digit(b);
            if (i < 18) {
                high = high << 4 | digit;
            } else {
                low = low << 4 | digit;
            }
        }
        return new UUID(high, low);
    }

    private static int digit(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int letter = b | 0x20;
        if (letter >= 'a' && letter <= 'f') {
            return letter - 'a' + 10;
        }
        throw JsonScan.unsure();
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
