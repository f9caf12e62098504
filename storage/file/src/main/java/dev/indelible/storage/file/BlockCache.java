package dev.indelible.storage.file;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was unpacked of sealed files, the least recently used going first. Any thread.
final class BlockCache {
    private final int bytesMax;
    private final Map<Key, Kept> all = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;
    private long files;

    /// @param file number of the opened file, which no other one has
    /// @param number which of its things
    record Key(long file, int number) {}

    private record Kept(Object value, int bytes) {}

    BlockCache(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// A number for a file that was just opened.
    synchronized long nextFile() {
        return files++;
    }

    /// Forgets everything of a file.
    synchronized void forget(long file) {
        all.entrySet()
                .removeIf(kept -> {
                    boolean is = kept.getKey().file() == file;
                    bytes -= is ? kept.getValue().bytes() : 0;
                    return is;
                });
    }

    synchronized @Nullable Object find(Key key) {
        Kept kept = all.get(key);
        return kept == null ? null : kept.value();
    }

    synchronized void keep(Key key, Object value, int valueBytes) {
        Kept before = all.put(key, new Kept(value, valueBytes));
        bytes += valueBytes - (before == null ? 0L : before.bytes());
        Iterator<Kept> oldest = all.values().iterator();
        while (bytes > bytesMax && oldest.hasNext()) {
            bytes -= oldest.next().bytes();
            oldest.remove();
        }
    }
}
