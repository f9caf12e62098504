package dev.indelible.storage.file;

import java.util.Arrays;

/// Where the records of a file lie, by their number in it. One thread at a time notes; any thread
/// looks, without a lock: followers do so for each record, and none of them may keep the writer
/// waiting while it has no core.
final class RecordPlaces {
    // 0 for one that cannot be read.
    private volatile int[] offsets = new int[1024];
    // Set last: what is counted has its place.
    private volatile int count;
    private int readable;

    RecordPlaces() {}

    /// All of a file, each readable.
    RecordPlaces(int[] offsets) {
        this.offsets = offsets;
        this.count = offsets.length;
        this.readable = count;
    }

    /// Notes where a record lies, which is not counted yet.
    void place(int index, int offset) {
        makeRoom(index + 1);
        offsets[index] = offset;
        readable++;
    }

    /// Counts all up to this number; those without a place cannot be read.
    void countTo(int end) {
        makeRoom(end);
        count = Math.max(count, end);
    }

    private void makeRoom(int wanted) {
        if (wanted > offsets.length) {
            offsets = Arrays.copyOf(offsets, Math.max(wanted, offsets.length * 2));
        }
    }

    int count() {
        return count;
    }

    /// The offset of a record in the file; 0 of one that cannot be read or is not counted.
    int offset(long index) {
        return index < count ? offsets[Math.toIntExact(index)] : 0;
    }

    /// Whether each that is counted can be read. Of who notes.
    boolean areWhole() {
        return readable >= count;
    }

    /// Forgets those from this number on.
    void cut(int end) {
        for (int i = end; i < count; i++) {
            readable -= offsets[i] == 0 ? 0 : 1;
            offsets[i] = 0;
        }
        count = end;
    }

    /// Gives back the memory that was kept for what would still come.
    void settle() {
        offsets = Arrays.copyOf(offsets, count);
    }
}
