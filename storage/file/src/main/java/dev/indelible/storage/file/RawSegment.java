package dev.indelible.storage.file;

import dev.indelible.core.disk.Disk;
import dev.indelible.core.disk.DiskFile;
import dev.indelible.core.disk.DiskFullException;
import dev.indelible.core.journal.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A file of records as they were appended. One thread appends; any thread reads what is durable.
///
/// Where each record lies is known in memory while it is written, and read from a file beside it
/// when it is not.
final class RawSegment implements Segment, SealSource {
    private static final int SOME = 1024;

    private final long first;
    private final DiskFile file;
    private final long salt;
    private final Records records;
    private final Quarantine quarantine;
    private ByteBuffer buffer = ByteBuffer.allocate(1 << 16);

    /// Of a file that is written or was scanned; null where they are kept beside it.
    private @Nullable GrowingContents growing;

    private volatile Contents contents;
    private volatile boolean leftAsItIs;
    private volatile boolean keepsInMemory;
    private volatile long fileEnd;

    RawSegment(long first, DiskFile file, long salt, Quarantine quarantine) {
        this.first = first;
        this.file = file;
        this.salt = salt;
        this.records = new Records(salt);
        this.quarantine = quarantine;
        this.growing = new GrowingContents(first);
        this.contents = growing;
        this.fileEnd = RawHeader.BYTES;
    }

    /// The same notes over the same file, opened again.
    RawSegment(RawSegment noted, DiskFile file) {
        this.first = noted.first;
        this.file = file;
        this.salt = noted.salt;
        this.records = noted.records;
        this.quarantine = noted.quarantine;
        this.growing = noted.growing;
        this.contents = noted.contents;
        this.fileEnd = noted.fileEnd;
    }

    /// Makes the file, durably, before anything is in it. A file that had the name, which never had
    /// a confirmed entry, is replaced at once: while the name is there, what the file before holds
    /// beyond it is void.
    static RawSegment create(Disk disk, long first, long salt, Quarantine quarantine)
            throws IOException {
        String unfinished = FileNames.raw(first) + FileNames.NEW;
        if (disk.list().contains(unfinished)) {
            disk.delete(unfinished);
        }
        try (DiskFile file = disk.create(unfinished)) {
            file.write(0, RawHeader.write(first, salt));
            file.force();
        } catch (IOException e) {
            disk.delete(unfinished);
            throw e;
        }
        disk.rename(unfinished, FileNames.raw(first));
        disk.syncFolder();
        return new RawSegment(first, disk.open(FileNames.raw(first)), salt, quarantine);
    }

    /// Gives back the memory that was kept for what would still come: nothing does.
    synchronized void settle() {
        buffer = ByteBuffer.allocate(0);
        if (growing != null) {
            growing.settle();
        }
    }

    /// Takes over what is written beside the file about its contents, if that can be believed, so
    /// that it need not be read.
    ///
    /// @param end the first position of the next file
    /// @return whether it could be
    synchronized boolean knowsContents(Disk disk, BlockCache cache, long end) throws IOException {
        KeptContents kept = KeptContents.find(disk, cache, first, end, salt, () -> scanned(end));
        if (kept == null || kept.rawBytes() > file.size()) {
            KeptContents.forget(disk, first);
            return false;
        }
        fileEnd = kept.rawBytes();
        contents = kept;
        growing = null;
        return true;
    }

    private Contents scanned(long end) throws IOException {
        var again = new RawSegment(first, file, salt, quarantine);
        new RawScan(again, end, new HashMap<>(), quarantine).run();
        return again.contents;
    }

    /// Whether its contents are in memory and could be kept beside it. Of a file that is no longer
    /// written.
    boolean couldKeepContents() {
        return contents instanceof GrowingContents && !isLeftAsItIs() && !keepsInMemory;
    }

    /// Writes its contents beside it and gives back their memory. Where that fails they stay in
    /// memory until the next start.
    void keepContents(Disk disk, BlockCache cache) throws IOException {
        keepsInMemory = true;
        var of = new KeptContents.Of(first, end(), salt, Math.toIntExact(fileEnd));
        KeptContents.write(disk, of, contents);
        knowsContents(disk, cache, end());
    }

    DiskFile file() {
        return file;
    }

    /// What the file begins with.
    ByteBuffer header() {
        return RawHeader.write(first, salt);
    }

    Records records() {
        return records;
    }

    /// Bytes of the file that hold durable records.
    long fileEnd() {
        return fileEnd;
    }

    @Override
    public boolean isLeftAsItIs() {
        return leftAsItIs || !contents.areWhole();
    }

    @Override
    public void leaveAsItIs() {
        leftAsItIs = true;
    }

    @Override
    public long first() {
        return first;
    }

    @Override
    public long end() {
        return first + contents.count();
    }

    /// Appends entries as one group and returns when they are durable; nothing is noted otherwise.
    ///
    /// @param nextSequences the sequence that comes after them in each organization of theirs
    /// @throws IOException after which nothing in the file behind [#fileEnd()] may be trusted
    void append(List<Entry> entries, Map<String, Long> nextSequences) throws IOException {
        write(entries, nextSequences);
        try {
            file.force();
        } catch (DiskFullException e) {
            // Room that was promised and is not there: not known what was written, so not "full".
            throw new IOException("fsync found no room", e);
        }
        note(entries);
    }

    /// Writes a mark that everything before it is durable, so that damage to the end of the file is
    /// not taken for an append that was cut short. Nobody has to wait for it.
    void mark() throws IOException {
        var mark = new Records.GroupEnd(end(), 0, Map.of(), end(), 0);
        buffer.clear();
        records.write(mark, buffer);
        buffer.flip();
        int bytes = buffer.remaining();
        file.write(fileEnd, buffer);
        noteFileEnd(fileEnd + bytes);
    }

    private void write(List<Entry> entries, Map<String, Long> nextSequences) throws IOException {
        long groupFirst = entries.getFirst().position();
        long bytes = Records.endBytes(nextSequences);
        for (Entry entry : entries) {
            bytes += Records.bytesMax(entry);
        }
        if (bytes > FileLimits.GROUP_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "an append of %d bytes; at most %d"
                            .formatted(bytes, FileLimits.GROUP_BYTES_MAX));
        }
        buffer = roomFor((int) bytes);
        int digest = 0;
        for (Entry entry : entries) {
            digest = Records.digest(digest, records.write(entry, groupFirst, buffer));
        }
        long end = groupFirst + entries.size();
        records.write(new Records.GroupEnd(end, digest, nextSequences, groupFirst, 0), buffer);
        file.write(fileEnd(), buffer.flip());
    }

    private ByteBuffer roomFor(int bytes) {
        boolean fits = bytes <= buffer.capacity();
        boolean wasteful = buffer.capacity() > FileLimits.KEPT_BUFFER_BYTES_MAX;
        return fits && !wasteful
                ? buffer.clear()
                : ByteBuffer.allocate(Math.max(1 << 16, bytes + bytes / 4));
    }

    private synchronized void note(List<Entry> entries) {
        GrowingContents noted = growing();
        int at = 0;
        for (Entry entry : entries) {
            noted.place(entry, fileEnd + at);
            at += Records.HEADER_BYTES + buffer.getInt(at);
        }
        // Whoever sees the records finds them within the file.
        noteFileEnd(fileEnd + buffer.limit());
        noted.countTo(entries.getLast().position() + 1);
    }

    /// What it holds, where that is in memory: of a file that is written or was scanned.
    synchronized GrowingContents growing() {
        return Objects.requireNonNull(growing, "a file that is no longer written");
    }

    /// Notes a record that is durable now, the one after the last noted or, where records cannot be
    /// read, a later one.
    synchronized void note(Entry entry, long offset) {
        growing().place(entry, offset);
        growing().countTo(entry.position() + 1);
    }

    /// Notes where the durable records end.
    synchronized void noteFileEnd(long offset) {
        fileEnd = offset;
    }

    @Override
    public void read(long from, Batch batch) throws IOException {
        long stop = end();
        if (from >= stop) {
            return;
        }
        RecordPlaces places = contents.places();
        long start = Math.max(0, places.offset(from - first));
        long bytes = Math.min(FileLimits.READ_BYTES, fileEnd() - start);
        ByteBuffer shared = ByteBuffer.allocate((int) Math.max(4096, bytes));
        long position = from;
        while (position < stop && !batch.isFull()) {
            position = readSome(places, position, stop, batch, shared);
        }
    }

    /// Reads as many records as one buffer holds; the first with a buffer of its own if need be.
    private long readSome(RecordPlaces places, long from, long stop, Batch batch, ByteBuffer shared)
            throws IOException {
        long start = places.offset(from - first);
        if (start == 0) {
            return from + 1;
        }
        ByteBuffer loaded = load(start, shared);
        long position = from;
        while (position < stop) {
            long at = places.offset(position - first) - start;
            Entry entry = at < 0 || at > loaded.limit() ? null : whole(loaded, (int) at, position);
            if (entry == null) {
                break;
            }
            if (!batch.add(entry)) {
                return position;
            }
            position++;
        }
        if (position == from) {
            quarantine.add(FileNames.raw(first), from, 1);
            return from + 1;
        }
        return position;
    }

    private @Nullable Entry whole(ByteBuffer loaded, int at, long position) {
        return records.read(loaded, at) instanceof Records.StoredEntry stored
                        && stored.entry().position() == position
                ? stored.entry()
                : null;
    }

    private ByteBuffer load(long offset, ByteBuffer shared) throws IOException {
        file.read(offset, shared.clear());
        shared.flip();
        if (shared.limit() < Records.HEADER_BYTES) {
            return shared;
        }
        long bytes = Records.HEADER_BYTES + (long) shared.getInt(0);
        if (bytes <= shared.limit() || bytes > fileEnd() - offset) {
            return shared;
        }
        ByteBuffer own = ByteBuffer.allocate((int) bytes);
        file.read(offset, own);
        return own.flip();
    }

    @Override
    public @Nullable Entry entry(long position) throws IOException {
        long offset = contents.places().offset(position - first);
        if (offset == 0) {
            return null;
        }
        Entry entry = whole(load(offset, ByteBuffer.allocate(4096)), 0, position);
        if (entry == null) {
            quarantine.add(FileNames.raw(first), position, 1);
        }
        return entry;
    }

    @Override
    public void readOf(String organization, long fromSequence, Batch batch) throws IOException {
        long sequence = Math.max(fromSequence, contents.firstSequence(organization));
        int[] some = contents.positions(organization, sequence, SOME);
        while (some.length > 0) {
            for (int position : some) {
                Entry entry = position < 0 ? null : entry(first + position);
                if (entry != null && !batch.add(entry)) {
                    return;
                }
                sequence++;
            }
            some = contents.positions(organization, sequence, SOME);
        }
    }

    @Override
    public long nextSequence(String organization) {
        return contents.nextSequence(organization);
    }

    @Override
    public Map<String, Long> nextSequences() {
        return contents.nextSequences();
    }

    @Override
    public long plainBytes() {
        return fileEnd();
    }

    @Override
    public String name() {
        return FileNames.raw(first);
    }

    @Override
    public Shares shares(ByteArrayOutputStream positions) throws IOException {
        return contents.shares(positions);
    }

    /// Removes it, and what is kept beside it.
    void delete(Disk disk) throws IOException {
        disk.delete(FileNames.raw(first));
        if (contents instanceof KeptContents) {
            KeptContents.forget(disk, first);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
        contents.close();
    }
}
