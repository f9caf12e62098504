package dev.indelible.core.sealing;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Tree hashes that are forgotten with their process.
public final class MemoryTreeStore implements TreeStore {
    private static final int HASH_BYTES = 32;

    private record Array(String log, int level) {}

    private final Map<Array, byte[]> arrays = new HashMap<>();

    @Override
    public synchronized void write(
            String log, int level, long firstIndex, byte[] hashes, int offset, int count) {
        int start = Math.toIntExact(firstIndex * HASH_BYTES);
        int end = start + count * HASH_BYTES;
        byte[] array = arrays.getOrDefault(new Array(log, level), new byte[0]);
        if (array.length < end) {
            array = Arrays.copyOf(array, end);
        }
        System.arraycopy(hashes, offset, array, start, count * HASH_BYTES);
        arrays.put(new Array(log, level), array);
    }

    @Override
    public synchronized byte[] read(String log, int level, long firstIndex, int count) {
        byte[] array = arrays.getOrDefault(new Array(log, level), new byte[0]);
        int start = (int) Math.min(array.length, firstIndex * HASH_BYTES);
        return Arrays.copyOfRange(array, start, Math.min(array.length, start + count * HASH_BYTES));
    }

    @Override
    public void close() {
        // What is in memory goes by itself.
    }
}
