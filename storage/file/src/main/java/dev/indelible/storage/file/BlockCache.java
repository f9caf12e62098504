package dev.indelible.storage.file;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Unpacked blocks, the least recently used going first. Any thread.
final class BlockCache {
    private final int bytesMax;
    private final Map<Object, byte[]> blocks = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    BlockCache(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    synchronized byte @Nullable [] find(Object block) {
        return blocks.get(block);
    }

    synchronized void keep(Object block, byte[] unpacked) {
        byte[] before = blocks.put(block, unpacked);
        bytes += unpacked.length - (before == null ? 0L : before.length);
        Iterator<byte[]> oldest = blocks.values().iterator();
        while (bytes > bytesMax && oldest.hasNext()) {
            bytes -= oldest.next().length;
            oldest.remove();
        }
    }
}
