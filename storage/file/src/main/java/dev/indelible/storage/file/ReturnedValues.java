package dev.indelible.storage.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.UUID;

/// What [TakenValues] took out of a block's parts, ready to be put back. Immutable; any thread.
final class ReturnedValues {
    private final byte[] kinds;
    private final long[] numbers;
    private final int[] noiseOffsets;
    private final ByteBuffer noise;

    /// @param columns at the kinds
    /// @param noise at the first of theirs
    ReturnedValues(int count, ByteBuffer columns, ByteBuffer noise) {
        kinds = new byte[count];
        columns.get(kinds);
        numbers = new long[count];
        noiseOffsets = new int[count];
        int at = noise.position();
        for (int i = 0; i < count; i++) {
            numbers[i] = hasNumber(kinds[i]) ? Varints.readSigned(columns) : 0;
            noiseOffsets[i] = at;
            at += noiseBytes(kinds[i]);
        }
        this.noise = noise;
    }

    private static boolean hasNumber(int kind) {
        return kind != TakenValues.UUID_WHOLE && kind != TakenValues.ORGANIZATION;
    }

    private static int noiseBytes(int kind) {
        return switch (kind) {
            case TakenValues.UUID_WHOLE -> 16;
            case TakenValues.UUID_WITH_TIME -> 10;
            default -> 0;
        };
    }

    /// A text with its values.
    ///
    /// @param first number of its first value in the block
    /// @param count how many it has
    byte[] back(byte[] text, int first, int count, long millis, String organization) {
        byte[][] values = new byte[count][];
        int length = text.length - count;
        for (int i = 0; i < count; i++) {
            values[i] = value(first + i, millis, organization);
            length += values[i].length;
        }
        byte[] whole = new byte[length];
        int at = 0;
        int value = 0;
        for (byte next : text) {
            if (next == TakenValues.MARK) {
                System.arraycopy(values[value], 0, whole, at, values[value].length);
                at += values[value++].length;
            } else {
                whole[at++] = next;
            }
        }
        return whole;
    }

    private byte[] value(int number, long millis, String organization) {
        int at = noiseOffsets[number];
        return switch (kinds[number]) {
            case TakenValues.UUID_WHOLE -> text(noise.getLong(at), noise.getLong(at + 8));
            case TakenValues.UUID_WITH_TIME -> {
                long time = millis + numbers[number];
                yield text(time << 16 | noise.getShort(at) & 0xffffL, noise.getLong(at + 2));
            }
            case TakenValues.ORGANIZATION -> organization.getBytes(UTF_8);
            default -> TakenValues.time(numbers[number], kinds[number] - TakenValues.TIME, millis);
        };
    }

    private static byte[] text(long high, long low) {
        return new UUID(high, low).toString().getBytes(US_ASCII);
    }
}
