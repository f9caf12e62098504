package dev.indelible.storage.file;

import dev.indelible.core.journal.Entry;
import java.util.ArrayList;
import java.util.List;

/// Entries being collected for one reader, up to a count, a sum of bytes and a position. The first
/// always fits by its bytes.
final class Batch {
    private final int countMax;
    private final long bytesMax;
    private final long end;
    private final boolean passesOverExpired;
    private final List<Entry> entries = new ArrayList<>();
    private long bytes;
    private boolean full;

    /// All that there is, also what is left of entries whose body has expired.
    Batch() {
        this(Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, false);
    }

    /// Also what is left of entries whose body has expired.
    static Batch ofAll(int countMax, long bytesMax, long end) {
        return new Batch(countMax, bytesMax, end, false);
    }

    /// @param end takes no entry from this position on: files note entries just before the journal
    ///   does
    Batch(int countMax, long bytesMax, long end) {
        this(countMax, bytesMax, end, true);
    }

    private Batch(int countMax, long bytesMax, long end, boolean passesOverExpired) {
        if (countMax < 1) {
            throw new IllegalArgumentException("cannot read %d entries".formatted(countMax));
        }
        this.countMax = countMax;
        this.bytesMax = bytesMax;
        this.end = end;
        this.passesOverExpired = passesOverExpired;
    }

    /// Whether entries whose body has expired are not wanted.
    boolean passesOverExpired() {
        return passesOverExpired;
    }

    /// Adds the entry if it fits; says whether more may come.
    boolean add(Entry entry) {
        if (passesOverExpired && entry.isExpired()) {
            return true;
        }
        bytes += entry.bytes();
        if (entry.position() >= end || (!entries.isEmpty() && bytes > bytesMax)) {
            full = true;
            return false;
        }
        entries.add(entry);
        full = entries.size() == countMax;
        return !full;
    }

    void clear() {
        entries.clear();
        bytes = 0;
        full = false;
    }

    boolean isFull() {
        return full;
    }

    List<Entry> entries() {
        return entries;
    }
}
