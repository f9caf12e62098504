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
import org.jspecify.annotations.Nullable;

/// A file of records as they were appended. One thread appends; any thread reads what is durable.
///
/// Where each record lies is kept in memory, some 10 bytes a record and 150 an organization: it is
/// found again at every start, because the records are scanned then anyway.
final class RawSegment implements Segment, SealSource {
    private static final int SOME = 1024;

    private final long first;
    private final DiskFile file;
    private final long salt;
    private final Records records;
    private final Quarantine quarantine;
    private final Map<String, OrganizationLog> logs = new HashMap<>();
    private ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private final RecordPlaces places;
    private volatile boolean leftAsItIs;
    private volatile long fileEnd;

    RawSegment(long first, DiskFile file, long salt, Quarantine quarantine) {
        this.first = first;
        this.file = file;
        this.salt = salt;
        this.records = new Records(salt);
        this.quarantine = quarantine;
        this.places = new RecordPlaces();
        this.fileEnd = RawHeader.BYTES;
    }

    /// The same notes over the same file, opened again.
    RawSegment(RawSegment noted, DiskFile file) {
        this.first = noted.first;
        this.file = file;
        this.salt = noted.salt;
        this.records = noted.records;
        this.quarantine = noted.quarantine;
        this.logs.putAll(noted.logs);
        this.places = noted.places;
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
        places.settle();
        logs.values().forEach(OrganizationLog::settle);
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
    public synchronized boolean isLeftAsItIs() {
        return leftAsItIs || !places.areWhole();
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
        return first + places.count();
    }

    /// Appends entries as one group and returns when they are durable; nothing is noted otherwise.
    ///
    /// @throws IOException after which nothing in the file behind [#fileEnd()] may be trusted
    void append(List<Entry> entries) throws IOException {
        write(entries);
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

    private void write(List<Entry> entries) throws IOException {
        long groupFirst = entries.getFirst().position();
        var nextSequences = new HashMap<String, Long>();
        long bytes = 0;
        for (Entry entry : entries) {
            bytes += Records.bytes(entry);
            nextSequences.put(entry.organization(), entry.sequence() + 1);
        }
        bytes += Records.endBytes(nextSequences);
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
        long offset = fileEnd;
        for (Entry entry : entries) {
            place(entry, offset);
            offset += Records.bytes(entry);
        }
        // Whoever sees the records finds them within the file.
        noteFileEnd(fileEnd + buffer.limit());
        skipTo(entries.getLast().position() + 1);
    }

    /// Notes a record that is durable now, the one after the last noted or, where records cannot be
    /// read, a later one.
    synchronized void note(Entry entry, long offset) {
        place(entry, offset);
        skipTo(entry.position() + 1);
    }

    private void place(Entry entry, long offset) {
        places.place(Math.toIntExact(entry.position() - first), Math.toIntExact(offset));
        logs.computeIfAbsent(
                        entry.organization(), _ -> new OrganizationLog(entry.sequence(), first))
                .add(entry.sequence(), entry.position());
    }

    /// Notes that the entries up to this position cannot be read.
    synchronized void skipTo(long end) {
        places.countTo(Math.toIntExact(end - first));
    }

    /// Notes the sequence after an organization's last event.
    synchronized void noteNextSequence(String organization, long nextSequence) {
        OrganizationLog log = logs.get(organization);
        if (log != null) {
            log.skipTo(nextSequence);
        }
    }

    /// Notes where the durable records end.
    synchronized void noteFileEnd(long offset) {
        fileEnd = offset;
    }

    /// Forgets what lies from this position on: it is in the next segment.
    synchronized void cut(long end) {
        places.cut(Math.toIntExact(end - first));
        logs.values().forEach(log -> log.cut(end));
        logs.values().removeIf(log -> log.nextSequence() == log.firstSequence());
    }

    @Override
    public void read(long from, Batch batch) throws IOException {
        long stop = end();
        if (from >= stop) {
            return;
        }
        long bytes = Math.min(FileLimits.READ_BYTES, fileEnd() - Math.max(0, offset(from)));
        ByteBuffer shared = ByteBuffer.allocate((int) Math.max(4096, bytes));
        long position = from;
        while (position < stop && !batch.isFull()) {
            position = readSome(position, stop, batch, shared);
        }
    }

    /// Reads as many records as one buffer holds; the first with a buffer of its own if need be.
    private long readSome(long from, long stop, Batch batch, ByteBuffer shared) throws IOException {
        long start = offset(from);
        if (start == 0) {
            return from + 1;
        }
        ByteBuffer loaded = load(start, shared);
        long position = from;
        while (position < stop) {
            long at = offset(position) - start;
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
        long offset = offset(position);
        if (offset == 0) {
            return null;
        }
        Entry entry = whole(load(offset, ByteBuffer.allocate(4096)), 0, position);
        if (entry == null) {
            quarantine.add(FileNames.raw(first), position, 1);
        }
        return entry;
    }

    private long offset(long position) {
        return places.offset(position - first);
    }

    @Override
    public void readOf(String organization, long fromSequence, Batch batch) throws IOException {
        long sequence = Math.max(fromSequence, firstSequence(organization));
        int[] some = positions(organization, sequence);
        while (some.length > 0) {
            for (int position : some) {
                Entry entry = position < 0 ? null : entry(first + position);
                if (entry != null && !batch.add(entry)) {
                    return;
                }
                sequence++;
            }
            some = positions(organization, sequence);
        }
    }

    private synchronized int[] positions(String organization, long fromSequence) {
        OrganizationLog log = logs.get(organization);
        return log == null ? new int[0] : log.positions(fromSequence, SOME);
    }

    private synchronized long firstSequence(String organization) {
        OrganizationLog log = logs.get(organization);
        return log == null ? 0 : log.firstSequence();
    }

    @Override
    public synchronized long nextSequence(String organization) {
        OrganizationLog log = logs.get(organization);
        return log == null ? 0 : log.nextSequence();
    }

    @Override
    public synchronized Map<String, Long> nextSequences() {
        var nextSequences = new HashMap<String, Long>();
        logs.forEach((name, log) -> nextSequences.put(name, log.nextSequence()));
        return nextSequences;
    }

    @Override
    public long plainBytes() {
        return fileEnd();
    }

    @Override
    public String name() {
        return FileNames.raw(first);
    }

    /// Of a segment that changes no more.
    @Override
    public synchronized Shares shares(ByteArrayOutputStream positions) {
        var shares = new HashMap<String, Shares.Share>();
        logs.forEach((organization, log) -> {
            int offset = positions.size();
            int events = Math.toIntExact(log.nextSequence() - log.firstSequence());
            int before = 0;
            for (int at : log.positions(log.firstSequence(), events)) {
                Varints.write(at - before, positions);
                before = at;
            }
            shares.put(
                    organization,
                    new Shares.Share(
                            log.firstSequence(), events, offset, positions.size() - offset));
        });
        return new Shares(shares);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
