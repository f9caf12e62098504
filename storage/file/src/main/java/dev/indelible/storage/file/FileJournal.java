package dev.indelible.storage.file;

import dev.indelible.core.disk.Disk;
import dev.indelible.core.disk.DiskFullException;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.AuditException.Corrupt;
import dev.indelible.core.ops.AuditException.Uncertain;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.ops.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/* Order of writes, on which everything rests.
 *
 * Append: room in the id table | records | fsync | noted for readers, ids, numbers | return.
 * Roll:   ids forced and checkpoint | new file with header, fsync, folder fsync | becomes the last.
 * Seal:   compressed copy under another name, fsync | rename, folder fsync | takes the place of the
 *         raw one for readers | raw one removed.
 *
 * After a failed write or fsync the last file is never written or forced again. The next append
 * starts a new file at the first position that was not confirmed; by its name it makes void whatever
 * the old file holds from there on (Recovery says the same after a crash). */

/// The journal in files, as the package's page draws them.
public final class FileJournal implements Journal {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Disk disk;
    private final long segmentBytes;
    private final BlockCache cache = new BlockCache(FileLimits.CACHE_BYTES_MAX);
    private final Map<String, Long> nextSequences = new ConcurrentHashMap<>();
    private final IdIndex ids;
    private final long quarantined;
    private volatile List<Segment> segments;
    private volatile RawSegment active;
    private volatile long end;
    private volatile boolean closed;
    private boolean broken;

    private FileJournal(Disk disk, long segmentBytes, RandomGenerator random) throws IOException {
        this.disk = disk;
        this.segmentBytes = segmentBytes;
        var recovery = new Recovery(disk, cache);
        recovery.run();
        this.segments = recovery.segments();
        this.active = (RawSegment) segments.getLast();
        this.end = active.end();
        this.nextSequences.putAll(recovery.nextSequences());
        this.quarantined = recovery.quarantined();
        this.ids = IdIndex.open(disk, random, end);
        replayIds();
    }

    /// Opens the journal in this folder, as a crash may have left it, or makes an empty one.
    ///
    /// @param segmentBytes where a new file is started
    /// @param random not guessable
    /// @throws UncheckedIOException if the folder cannot be read or written
    public static FileJournal open(Disk disk, long segmentBytes, RandomGenerator random) {
        try {
            return new FileJournal(disk, segmentBytes, random);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the journal: " + e.getMessage(), e);
        }
    }

    private void replayIds() throws IOException {
        long position = Math.min(ids.checkpoint(), end);
        while (position < end) {
            List<Entry> entries = read(position, 10_000, 8 << 20);
            if (entries.isEmpty()) {
                break;
            }
            ids.ensureRoom(entries.size(), position);
            entries.forEach(ids::put);
            position = entries.getLast().position() + 1;
        }
    }

    @Override
    public void append(List<Entry> entries) {
        checkOpen();
        checkNumbers(entries);
        try {
            prepare(entries.size());
        } catch (DiskFullException e) {
            throw full(e);
        } catch (IOException e) {
            throw failed(e);
        }
        write(entries);
        for (Entry entry : entries) {
            ids.put(entry);
            nextSequences.put(entry.organization(), entry.sequence() + 1);
        }
        end = entries.getLast().position() + 1;
    }

    private void checkNumbers(List<Entry> entries) {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("an append has one entry or more");
        }
        var next = new HashMap<String, Long>();
        long nextPosition = end;
        for (Entry entry : entries) {
            long nextSequence = next.computeIfAbsent(entry.organization(), this::nextSequence);
            if (entry.position() != nextPosition || entry.sequence() != nextSequence) {
                throw new IllegalArgumentException(
                        "position %d and sequence %d are next, not %d and %d"
                                .formatted(
                                        nextPosition,
                                        nextSequence,
                                        entry.position(),
                                        entry.sequence()));
            }
            nextPosition++;
            next.put(entry.organization(), nextSequence + 1);
        }
    }

    private void prepare(int events) throws IOException {
        if (broken || active.fileEnd() >= segmentBytes) {
            ids.checkpoint(end);
            roll();
        }
        ids.ensureRoom(events, end);
    }

    private synchronized void roll() throws IOException {
        var all = new ArrayList<>(segments);
        if (active.first() == end) {
            // Nothing in it was ever confirmed, and the new file needs its name.
            all.remove(active);
            segments = List.copyOf(all);
            active.close();
            if (disk.list().contains(FileNames.raw(end))) {
                disk.delete(FileNames.raw(end));
            }
        }
        active = RawSegment.create(disk, end);
        all.add(active);
        segments = List.copyOf(all);
        broken = false;
    }

    private void write(List<Entry> entries) {
        try {
            active.append(entries);
        } catch (DiskFullException e) {
            takeBack();
            throw full(e);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /// Removes what was written of an append that found no room, also for after a crash.
    private void takeBack() {
        try {
            active.file().truncate(active.fileEnd());
            active.file().force();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static Busy full(IOException e) {
        return new Busy(
                Problem.DISK_FULL,
                RETRY_AFTER,
                "the journal's disk is full (%s); free some space, nothing else is needed"
                        .formatted(e.getMessage()));
    }

    private Uncertain failed(IOException e) {
        broken = true;
        return new Uncertain(
                Problem.SYNC_FAILED,
                "the journal's disk failed (%s); send the same events again"
                        .formatted(e.getMessage()),
                e);
    }

    @Override
    public long end() {
        checkOpen();
        return end;
    }

    @Override
    public long nextSequence(String organization) {
        checkOpen();
        return nextSequences.getOrDefault(organization, 0L);
    }

    @Override
    public Map<String, Long> organizations() {
        checkOpen();
        return Map.copyOf(nextSequences);
    }

    @Override
    public List<Entry> read(long fromPosition, int countMax, long bytesMax) {
        checkOpen();
        long stop = end;
        if (fromPosition < 0 || fromPosition > stop || countMax < 1) {
            throw new IllegalArgumentException(
                    "cannot read %d from %d, the end is %d"
                            .formatted(countMax, fromPosition, stop));
        }
        return retried(() -> {
            var batch = new Batch(countMax, bytesMax);
            for (Segment segment : segments) {
                if (segment.end() > fromPosition && !batch.isFull()) {
                    segment.read(Math.max(fromPosition, segment.first()), batch);
                }
            }
            return confirmed(batch.entries(), stop);
        });
    }

    /// Entries are noted in their segment just before the journal's end moves on.
    private static List<Entry> confirmed(List<Entry> entries, long stop) {
        int count = entries.size();
        while (count > 0 && entries.get(count - 1).position() >= stop) {
            count--;
        }
        return List.copyOf(entries.subList(0, count));
    }

    @Override
    public List<Entry> readEach(long[] positions) {
        checkOpen();
        return retried(() -> {
            var entries = new ArrayList<Entry>(positions.length);
            for (long position : positions) {
                entries.add(entry(position));
            }
            return entries;
        });
    }

    private Entry entry(long position) throws IOException {
        if (position < 0 || position >= end) {
            throw new IllegalArgumentException(
                    "position %d is not below the end %d".formatted(position, end));
        }
        Segment segment = segmentOf(position);
        Entry entry =
                position < segment.first() || position >= segment.end()
                        ? null
                        : segment.entry(position);
        if (entry == null) {
            throw new Corrupt(
                    Problem.CHECKSUM_MISMATCH,
                    "the event at position %d cannot be read: its bytes are damaged"
                            .formatted(position));
        }
        return entry;
    }

    private Segment segmentOf(long position) {
        List<Segment> all = segments;
        int low = 0;
        int high = all.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (all.get(middle).first() <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return all.get(low);
    }

    @Override
    public List<Entry> readOf(String organization, long fromSequence, int countMax, long bytesMax) {
        checkOpen();
        if (fromSequence < 0 || countMax < 1) {
            throw new IllegalArgumentException(
                    "cannot read %d from %d".formatted(countMax, fromSequence));
        }
        long stop = end;
        return retried(() -> {
            var batch = new Batch(countMax, bytesMax);
            for (Segment segment : segments) {
                Segment.Share share = segment.shares().get(organization);
                if (share != null && share.nextSequence() > fromSequence) {
                    readOf(segment, organization, fromSequence, countMax, batch);
                }
                if (batch.isFull()) {
                    break;
                }
            }
            return confirmed(batch.entries(), stop);
        });
    }

    private static void readOf(
            Segment segment, String organization, long fromSequence, int countMax, Batch batch)
            throws IOException {
        int wanted = countMax - batch.entries().size();
        for (long position : segment.positions(organization, fromSequence, wanted)) {
            Entry entry = segment.entry(position);
            if (entry != null && !batch.add(entry)) {
                return;
            }
        }
    }

    @Override
    public OptionalLong find(String organization, UUID id) {
        checkOpen();
        long found =
                ids.find(
                        organization,
                        id,
                        position -> {
                            if (position >= end) {
                                return false;
                            }
                            Entry entry = readEach(new long[] {position}).getFirst();
                            return entry.id().equals(id)
                                    && entry.organization().equals(organization);
                        });
        return found < 0 ? OptionalLong.empty() : OptionalLong.of(found);
    }

    /// Entries that were durable once and cannot be read since the start: their bytes were damaged.
    public long quarantined() {
        return quarantined;
    }

    /// The work of compressing full raw files, for a thread of its own.
    public Worker sealing() {
        return new Sealing(this);
    }

    /// Seals the oldest raw file that is no longer written.
    ///
    /// @return whether there was one
    boolean sealNext() throws IOException {
        RawSegment raw = null;
        for (Segment segment : segments) {
            if (segment instanceof RawSegment waiting
                    && waiting != active
                    && !waiting.unsealable()) {
                raw = waiting;
                break;
            }
        }
        if (raw == null || closed) {
            return false;
        }
        try {
            replace(raw, SealedWriter.seal(disk, raw, cache));
        } catch (AuditException.Corrupt e) {
            raw.leaveUnsealed();
            throw e;
        }
        return true;
    }

    private synchronized void replace(RawSegment raw, SealedSegment sealed) throws IOException {
        if (closed) {
            sealed.close();
            return;
        }
        segments = segments.stream().map(segment -> segment == raw ? sealed : segment).toList();
        raw.close();
        disk.delete(FileNames.raw(raw.first()));
    }

    /// Reads again where a segment was replaced by its sealed form meanwhile.
    private <T> T retried(Reading<T> reading) {
        try {
            while (true) {
                try {
                    return reading.read();
                } catch (ClosedChannelException e) {
                    checkOpen();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the journal's disk cannot be read", e);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the journal is closed");
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            ids.checkpoint(end);
            ids.close();
            for (Segment segment : segments) {
                segment.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the journal", e);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }
}
