package dev.indelible.testkit;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.BooleanSupplier;

/// The bytes of one simulated file: as the program sees them, and as they survive a crash. The
/// caller holds the disk's lock.
final class SimulatedContent {
    private static final int SECTOR_BYTES = 512;

    private final BitSet dirtySectors = new BitSet();
    private byte[] bytes = new byte[0];
    private int size;
    private byte[] durable = new byte[0];
    private int durableSize;

    int size() {
        return size;
    }

    int read(long offset, ByteBuffer into) {
        int count = (int) Math.max(0, Math.min(into.remaining(), size - offset));
        into.put(bytes, (int) Math.min(offset, size), count);
        return count;
    }

    void write(long offset, ByteBuffer from, int count) {
        int end = Math.toIntExact(offset + count);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
        }
        from.get(bytes, (int) offset, count);
        touch((int) Math.min(offset, size), end);
        size = Math.max(size, end);
    }

    void truncate(long newSize) {
        if (newSize < size) {
            Arrays.fill(bytes, (int) newSize, size, (byte) 0);
            touch((int) newSize, size);
            size = (int) newSize;
        }
    }

    private void touch(int from, int to) {
        dirtySectors.set(from / SECTOR_BYTES, (to + SECTOR_BYTES - 1) / SECTOR_BYTES);
    }

    void force() {
        ensureDurable();
        dirtySectors.stream().forEach(this::persist);
        dirtySectors.clear();
        durableSize = size;
    }

    /// What a failed force leaves: some sectors went out, and the others no longer count as dirty.
    void failForce(BooleanSupplier survives) {
        ensureDurable();
        for (int sector = dirtySectors.nextSetBit(0);
                sector >= 0;
                sector = dirtySectors.nextSetBit(sector + 1)) {
            if (survives.getAsBoolean()) {
                persist(sector);
            }
        }
        dirtySectors.clear();
    }

    /// Leaves what survives: each dirty sector or not, and the new length or the old one.
    void crash(BooleanSupplier survives) {
        ensureDurable();
        int survivingSize = survives.getAsBoolean() ? size : durableSize;
        for (int sector = dirtySectors.nextSetBit(0);
                sector >= 0;
                sector = dirtySectors.nextSetBit(sector + 1)) {
            if (survives.getAsBoolean()) {
                persist(sector);
            }
        }
        dirtySectors.clear();
        durableSize = survivingSize;
        Arrays.fill(durable, Math.min(durableSize, durable.length), durable.length, (byte) 0);
        bytes = durable.clone();
        size = durableSize;
    }

    private void ensureDurable() {
        if (durable.length < bytes.length) {
            durable = Arrays.copyOf(durable, bytes.length);
        }
    }

    private void persist(int sector) {
        int from = sector * SECTOR_BYTES;
        int to = Math.min(from + SECTOR_BYTES, bytes.length);
        if (from < to) {
            System.arraycopy(bytes, from, durable, from, to - from);
        }
    }

    void flip(long offset, int mask) {
        ensureDurable();
        bytes[(int) offset] ^= (byte) mask;
        durable[(int) offset] ^= (byte) mask;
    }
}
