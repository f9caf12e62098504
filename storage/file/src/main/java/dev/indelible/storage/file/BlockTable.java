package dev.indelible.storage.file;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// Where the blocks of a sealed file lie, in order from its first position and from the byte behind
/// its locator. Immutable; any thread.
final class BlockTable {
    private static final int BLOCK_BYTES = 5 * Integer.BYTES;

    private final ByteBuffer table;
    private final long[] offsets;
    // By block: how many entries are before it; one more for the end.
    private final int[] firsts;

    /// A block: noise, then compressed columns.
    ///
    /// @param checksum of all its bytes as they lie in the file
    /// @param columnsBytes uncompressed
    record Block(int bytes, int noiseBytes, int checksum, int columnsBytes, int count) {}

    BlockTable(byte[] bytes) {
        table = ByteBuffer.wrap(bytes);
        int count = bytes.length / BLOCK_BYTES;
        offsets = new long[count];
        firsts = new int[count + 1];
        long offset = SealedDirectory.LOCATOR_BYTES;
        for (int i = 0; i < count; i++) {
            Block block = block(i);
            offsets[i] = offset;
            offset += block.bytes();
            firsts[i + 1] = firsts[i] + block.count();
        }
    }

    static byte[] write(List<Block> blocks) {
        ByteBuffer into = ByteBuffer.allocate(BLOCK_BYTES * blocks.size());
        for (Block block : blocks) {
            into.putInt(block.bytes())
                    .putInt(block.noiseBytes())
                    .putInt(block.checksum())
                    .putInt(block.columnsBytes())
                    .putInt(block.count());
        }
        return into.array();
    }

    int count() {
        return offsets.length;
    }

    /// Bytes of all columns, uncompressed.
    long plainBytes() {
        long bytes = 0;
        for (int i = 0; i < count(); i++) {
            bytes += block(i).columnsBytes() + block(i).noiseBytes();
        }
        return bytes;
    }

    Block block(int number) {
        int at = number * BLOCK_BYTES;
        return new Block(
                table.getInt(at),
                table.getInt(at + 4),
                table.getInt(at + 8),
                table.getInt(at + 12),
                table.getInt(at + 16));
    }

    long offset(int number) {
        return offsets[number];
    }

    /// How many entries are before a block; one more than the last is allowed.
    int first(int number) {
        return firsts[number];
    }

    /// The block that has the entry with so many before it.
    int blockOf(int entry) {
        int found = Arrays.binarySearch(firsts, entry);
        return found >= 0 ? found : -found - 2;
    }

    /// Bytes it takes in memory, roughly.
    int bytes() {
        return table.capacity() + offsets.length * 12;
    }
}
