package dev.indelible.core.delivery;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Positions in the journal, one or more, each greater than the one before. As bytes each is the
/// distance to the one before, seven bits a byte, lowest first, all but the last with the high bit.
public final class Positions {
    private final long[] values;

    private Positions(long[] values) {
        this.values = values;
    }

    /// The positions of these events, in their order.
    static Positions of(List<Batch.Item> items) {
        return of(items.stream().mapToLong(item -> item.entry().position()).toArray());
    }

    /// These positions, copied.
    ///
    /// @throws IllegalArgumentException if there is none, or one is not greater than that before it
    public static Positions of(long... values) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0 || (i > 0 && values[i] <= values[i - 1])) {
                throw new IllegalArgumentException("positions do not grow: " + values[i]);
            }
        }
        if (values.length == 0) {
            throw new IllegalArgumentException("there is no position");
        }
        return new Positions(values.clone());
    }

    /// Reads what [#toBytes()] wrote.
    public static Positions fromBytes(byte[] bytes) {
        long[] values = new long[bytes.length];
        int count = 0;
        long last = 0;
        long delta = 0;
        int shift = 0;
        for (byte b : bytes) {
            delta |= (long) (b & 0x7f) << shift;
            shift += 7;
            if (b >= 0) {
                last += delta;
                values[count++] = last;
                delta = 0;
                shift = 0;
            }
        }
        return of(Arrays.copyOf(values, count));
    }

    /// As bytes; one for most.
    public byte[] toBytes() {
        var bytes = new ByteArrayOutputStream(values.length + 8);
        long last = 0;
        for (long value : values) {
            long delta = value - last;
            last = value;
            while (delta > 0x7f) {
                bytes.write((int) (delta & 0x7f | 0x80));
                delta >>>= 7;
            }
            bytes.write((int) delta);
        }
        return bytes.toByteArray();
    }

    public int count() {
        return values.length;
    }

    public long first() {
        return values[0];
    }

    public long last() {
        return values[values.length - 1];
    }

    /// A copy.
    public long[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Positions positions && Arrays.equals(values, positions.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Positions[%d from %d to %d]".formatted(values.length, first(), last());
    }
}
