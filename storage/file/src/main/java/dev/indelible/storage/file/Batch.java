package dev.indelible.storage.file;

import dev.indelible.core.journal.Entry;
import java.util.ArrayList;
import java.util.List;

/// Entries being collected for one reader, up to a count and a sum of bytes. The first always fits.
final class Batch {
    private final int countMax;
    private final long bytesMax;
    private final List<Entry> entries = new ArrayList<>();
    private long bytes;
    private boolean full;

    Batch(int countMax, long bytesMax) {
        this.countMax = countMax;
        this.bytesMax = bytesMax;
    }

    /// Adds the entry if it fits; says whether more may come.
    boolean add(Entry entry) {
        bytes += entry.bytes();
        if (!entries.isEmpty() && bytes > bytesMax) {
            full = true;
            return false;
        }
        entries.add(entry);
        full = entries.size() == countMax;
        return !full;
    }

    boolean isFull() {
        return full;
    }

    List<Entry> entries() {
        return entries;
    }
}
