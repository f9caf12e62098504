package dev.indelible.storage.file;

import dev.indelible.core.disk.Disk;
import dev.indelible.core.disk.DiskFile;
import dev.indelible.core.journal.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A file of records as they were appended. One thread appends; any thread reads what is durable.
///
/// Where each record lies is kept in memory: it is found again at every start, because the records
/// are scanned then anyway.
final class RawSegment implements Segment {
    static final int HEADER_BYTES = 20;
    private static final long MAGIC = 0x494e_444a_5241_5731L; // INDJRAW1

    private final long first;
    private final DiskFile file;
    private final Map<String, Log> logs = new HashMap<>();
    // By position: where the record lies; 0 for one that cannot be read.
    private long[] offsets = new long[1024];
    private volatile boolean unsealable;
    private int count;
    private long readable;
    private long lastGroupFirst;
    private long fileEnd = HEADER_BYTES;

    private RawSegment(long first, DiskFile file) {
        this.first = first;
        this.file = file;
    }

    private RawSegment(RawSegment noted, DiskFile file) {
        this(noted.first, file);
        this.logs.putAll(noted.logs);
        this.offsets = noted.offsets;
        this.count = noted.count;
        this.readable = noted.readable;
        this.fileEnd = noted.fileEnd;
        this.lastGroupFirst = noted.lastGroupFirst;
    }

    /// Makes the file, durably, before anything is in it.
    static RawSegment create(Disk disk, long first) throws IOException {
        DiskFile file = disk.create(FileNames.raw(first));
        try {
            file.write(0, header(first));
            file.force();
            disk.syncFolder();
            return new RawSegment(first, file);
        } catch (IOException e) {
            file.close();
            disk.delete(FileNames.raw(first));
            throw e;
        }
    }

    /// A file that is there; nothing of it is known until its records are noted.
    static RawSegment open(Disk disk, long first) throws IOException {
        return new RawSegment(first, disk.open(FileNames.raw(first)));
    }

    /// Writes entries into a new file that then takes the name of the one they came from, or its
    /// own.
    static RawSegment renew(Disk disk, long first, List<Entry> entries) throws IOException {
        String unfinished = FileNames.raw(first) + FileNames.NEW;
        DiskFile file = disk.create(unfinished);
        var renewed = new RawSegment(first, file);
        file.write(0, header(first));
        renewed.append(entries);
        disk.rename(unfinished, FileNames.raw(first));
        disk.syncFolder();
        // Opened again by its name, which readers need; its notes are those of what was written.
        file.close();
        return new RawSegment(renewed, disk.open(FileNames.raw(first)));
    }

    private static ByteBuffer header(long first) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).putLong(MAGIC).putLong(first);
        header.putInt(Records.checksum(header, 0, 16));
        return header.flip();
    }

    boolean hasHeader() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        file.read(0, header);
        return header.flip().equals(header(first));
    }

    DiskFile file() {
        return file;
    }

    /// Bytes of the file that hold durable records.
    synchronized long fileEnd() {
        return fileEnd;
    }

    /// Whether sealing was tried and found it damaged.
    boolean unsealable() {
        return unsealable;
    }

    /// Leaves it as it is for ever: a copy would have less than it once had.
    void leaveUnsealed() {
        unsealable = true;
    }

    /// How many entries can be read: fewer than positions where some were damaged.
    synchronized long readable() {
        return readable;
    }

    @Override
    public long first() {
        return first;
    }

    @Override
    public synchronized long end() {
        return first + count;
    }

    /// Appends entries as one group and returns when they are durable; nothing is noted otherwise.
    ///
    /// @throws IOException after which nothing in the file behind [#fileEnd()] may be trusted
    void append(List<Entry> entries) throws IOException {
        if (entries.isEmpty()) {
            file.force();
            return;
        }
        long groupFirst = entries.getFirst().position();
        int[] bytes = new int[entries.size()];
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Records.bytes(entries.get(i));
            buffer = Records.withRoom(buffer, bytes[i]);
            Records.write(entries.get(i), groupFirst, buffer);
        }
        long offset = fileEnd();
        file.write(offset, buffer.flip());
        file.force();
        for (int i = 0; i < bytes.length; i++) {
            note(entries.get(i), offset, bytes[i], groupFirst);
            offset += bytes[i];
        }
    }

    /// Forgets what lies from this position on: it is in the next segment.
    synchronized void cut(long end) {
        int keep = Math.toIntExact(end - first);
        for (int i = keep; i < count; i++) {
            readable -= offsets[i] == 0 ? 0 : 1;
        }
        fileEnd = keep < count && offsets[keep] > 0 ? offsets[keep] : fileEnd;
        count = keep;
        logs.values().forEach(log -> log.cut(end));
        logs.values().removeIf(Log::isEmpty);
    }

    /// Position of the first entry of the last append.
    synchronized long lastGroupFirst() {
        return Math.max(first, lastGroupFirst);
    }

    /// Notes a record that is durable now, the one after the last noted or, where records cannot be
    /// read, a later one.
    synchronized void note(Entry entry, long offset, int bytes, long groupFirst) {
        int index = Math.toIntExact(entry.position() - first);
        while (offsets.length <= index) {
            offsets = Arrays.copyOf(offsets, offsets.length * 2);
        }
        offsets[index] = offset;
        count = index + 1;
        readable++;
        fileEnd = offset + bytes;
        lastGroupFirst = groupFirst;
        logs.computeIfAbsent(entry.organization(), _ -> new Log(entry.sequence()))
                .add(entry.sequence(), entry.position());
    }

    @Override
    public void read(long from, Batch batch) throws IOException {
        long position = from;
        long stop = end();
        ByteBuffer buffer = ByteBuffer.allocate(FileLimits.READ_BYTES);
        while (position < stop && !batch.isFull()) {
            position = readSome(position, stop, batch, buffer);
        }
    }

    /// Reads as many records as one buffer holds; the first with a buffer of its own if need be.
    private long readSome(long from, long stop, Batch batch, ByteBuffer shared) throws IOException {
        long offset = offset(from);
        if (offset == 0) {
            return from + 1;
        }
        ByteBuffer buffer = load(offset, shared);
        int at = 0;
        long position = from;
        while (position < stop) {
            Records.Stored stored = Records.read(buffer, at);
            if (stored == null || stored.entry().position() != position) {
                // Not whole in this buffer, or not readable any more.
                return position > from ? position : position + 1;
            }
            if (!batch.add(stored.entry())) {
                return position;
            }
            position++;
            at += stored.bytes();
            if (position < stop && offset(position) != offset + at) {
                return position;
            }
        }
        return position;
    }

    private ByteBuffer load(long offset, ByteBuffer shared) throws IOException {
        shared.clear();
        file.read(offset, shared);
        shared.flip();
        if (shared.limit() < Records.HEADER_BYTES) {
            return shared;
        }
        long bytes = Records.HEADER_BYTES + (long) shared.getInt(0);
        if (bytes <= shared.limit() || bytes > FileLimits.BODY_BYTES_MAX) {
            return shared;
        }
        ByteBuffer own = ByteBuffer.allocate((int) bytes);
        file.read(offset, own);
        return own.flip();
    }

    @Override
    public @Nullable Entry entry(long position) throws IOException {
        long offset = offset(position);
        if (offset == 0) {
            return null;
        }
        ByteBuffer header = ByteBuffer.allocate(4096);
        Records.Stored stored = Records.read(load(offset, header), 0);
        return stored == null || stored.entry().position() != position ? null : stored.entry();
    }

    private synchronized long offset(long position) {
        int index = Math.toIntExact(position - first);
        return index < count ? offsets[index] : 0;
    }

    @Override
    public synchronized Map<String, Share> shares() {
        var shares = new HashMap<String, Share>();
        logs.forEach(
                (name, log) -> shares.put(name, new Share(log.firstSequence, log.nextSequence)));
        return shares;
    }

    @Override
    public synchronized List<Long> positions(String organization, long fromSequence, int countMax) {
        Log log = logs.get(organization);
        return log == null ? List.of() : log.positions(fromSequence, countMax);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /// Where the events of one organization are.
    private static final class Log {
        private final long firstSequence;
        private long nextSequence;
        // By sequence, relative to the first; -1 for one that cannot be read.
        private long[] positions = new long[16];

        Log(long firstSequence) {
            this.firstSequence = firstSequence;
            this.nextSequence = firstSequence;
        }

        void add(long sequence, long position) {
            int index = Math.toIntExact(sequence - firstSequence);
            while (positions.length <= index) {
                positions = Arrays.copyOf(positions, positions.length * 2);
            }
            Arrays.fill(positions, Math.toIntExact(nextSequence - firstSequence), index, -1);
            positions[index] = position;
            nextSequence = sequence + 1;
        }

        void cut(long end) {
            while (nextSequence > firstSequence
                    && positions[Math.toIntExact(nextSequence - 1 - firstSequence)] >= end) {
                nextSequence--;
            }
        }

        boolean isEmpty() {
            return nextSequence == firstSequence;
        }

        List<Long> positions(long fromSequence, int countMax) {
            var found = new ArrayList<Long>();
            for (long sequence = Math.max(fromSequence, firstSequence);
                    sequence < nextSequence && found.size() < countMax;
                    sequence++) {
                long position = positions[Math.toIntExact(sequence - firstSequence)];
                if (position >= 0) {
                    found.add(position);
                }
            }
            return found;
        }
    }
}
