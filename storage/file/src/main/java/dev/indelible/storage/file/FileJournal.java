package dev.indelible.storage.file;

import dev.indelible.core.disk.Disk;
import dev.indelible.core.disk.DiskFullException;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.journal.Numbers;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.AuditException.Uncertain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/* Order of writes, on which everything rests.
 *
 * Append: room in the id table | records | fsync | noted for readers, ids, numbers | return.
 * Roll:   new file with header under another name, fsync | rename, folder fsync | becomes the last.
 * Seal:   compressed copy under another name, fsync | rename, folder fsync | takes the place of
 *         the raw one for readers | raw one removed.
 * Reduce: as Seal, from a file of either kind without what is to be deleted. A sealed one is gone
 *         with the rename; a raw one beside its sealed one is removed by Recovery, so nothing that
 *         was deleted comes back.
 *
 * After a failed write or fsync the last file is never written or forced again. The next append
 * starts a new file at the first position that was not confirmed; by its name it makes void
 * whatever the old file holds from there on (Recovery says the same after a crash). */

/// The journal in files, as the package's page draws them.
public final class FileJournal implements Journal {
    private static final System.Logger logger = System.getLogger(FileJournal.class.getName());

    private final Disk disk;
    private final long segmentBytes;
    private final long reserveBytes;
    private final BlockCache cache = new BlockCache(FileLimits.CACHE_BYTES_MAX);
    private final Map<String, Long> nextSequences = new ConcurrentHashMap<>();
    private final Quarantine quarantine = new Quarantine();
    private final RandomGenerator random;
    private final IdIndex ids;
    private final Reads reads;
    private final WaitingFiles waitingFiles;
    private final Object appending = new Object();
    private final Object rewriting = new Object();
    private volatile List<Segment> segments;
    private volatile RawSegment active;
    private volatile long end;
    private volatile boolean closed;
    private boolean broken;

    private FileJournal(Disk disk, long segmentBytes, RandomGenerator random) throws IOException {
        this.disk = disk;
        this.segmentBytes = segmentBytes;
        this.reserveBytes = segmentBytes / FileLimits.RESERVE_SHARE;
        this.random = random;
        var recovery = new Recovery(disk, cache, random, quarantine);
        recovery.run();
        this.segments = recovery.segments();
        this.active = (RawSegment) segments.getLast();
        Sealing.raw(left()).forEach(RawSegment::settle);
        this.end = active.end();
        this.nextSequences.putAll(recovery.nextSequences());
        this.reads = new Reads(() -> segments, this::checkOpen);
        this.ids = IdIndex.open(disk, random, end);
        this.waitingFiles = new WaitingFiles(disk, cache, ids, segmentBytes);
        ids.replay(end, from -> reads.read(from, end, Batch.ofAll(10_000, 8 << 20, end)));
    }

    /// Opens the journal in this folder, as a crash may have left it, or makes an empty one.
    ///
    /// @param segmentBytes where a new file is started, at most 1 GiB
    /// @param random not guessable
    /// @throws UncheckedIOException if the folder cannot be read or written
    public static FileJournal open(Disk disk, long segmentBytes, RandomGenerator random) {
        if (segmentBytes < 1 || segmentBytes > FileLimits.SEGMENT_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "files of %d bytes; 1 to %d are possible"
                            .formatted(segmentBytes, FileLimits.SEGMENT_BYTES_MAX));
        }
        try {
            return new FileJournal(disk, segmentBytes, random);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the journal: " + e.getMessage(), e);
        }
    }

    @Override
    public void append(List<Entry> entries) {
        synchronized (appending) {
            appendAlone(entries);
        }
    }

    private void appendAlone(List<Entry> entries) {
        checkOpen();
        Map<String, Long> next = Numbers.check(entries, end, this::nextSequence);
        try {
            prepare(entries);
        } catch (DiskFullException e) {
            throw DiskFailures.full(e);
        } catch (IOException e) {
            throw failed(e);
        }
        write(entries, next);
        for (Entry entry : entries) {
            ids.put(entry);
        }
        nextSequences.putAll(next);
        end = entries.getLast().position() + 1;
    }

    private void prepare(List<Entry> entries) throws IOException {
        long free = disk.freeBytes();
        long wanted = 0;
        for (Entry entry : entries) {
            wanted += entry.bytes();
        }
        if (free - wanted < reserveBytes) {
            throw new DiskFullException(
                    "%d bytes are free, %d are wanted and %d are kept for sealing, which makes room"
                            .formatted(free, wanted, reserveBytes));
        }
        if (broken || active.fileEnd() >= segmentBytes) {
            roll();
        }
        ids.ensureRoom(entries.size(), end);
    }

    private synchronized void roll() throws IOException {
        var all = new ArrayList<>(segments);
        if (active.first() == end) {
            // Nothing in it was ever confirmed, and the new file takes its name.
            all.remove(active);
            segments = List.copyOf(all);
            active.close();
        }
        RawSegment before = active;
        active = RawSegment.create(disk, end, random.nextLong(), quarantine);
        before.settle();
        all.add(active);
        segments = List.copyOf(all);
        broken = false;
    }

    private void write(List<Entry> entries, Map<String, Long> next) {
        try {
            active.append(entries, next);
        } catch (DiskFullException e) {
            takeBack();
            throw DiskFailures.full(e);
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

    private Uncertain failed(IOException e) {
        broken = true;
        return DiskFailures.failed(e);
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
        return reads.read(fromPosition, end, countMax, bytesMax);
    }

    @Override
    public List<Entry> readEach(long[] positions) {
        checkOpen();
        return reads.readEach(positions, end);
    }

    @Override
    public List<Entry> readOf(String organization, long fromSequence, int countMax, long bytesMax) {
        checkOpen();
        return reads.readOf(organization, fromSequence, new Batch(countMax, bytesMax, end));
    }

    @Override
    public List<Entry> readSealedOf(
            String organization, long fromSequence, int countMax, long bytesMax) {
        checkOpen();
        return reads.readOf(organization, fromSequence, Batch.ofAll(countMax, bytesMax, end));
    }

    @Override
    public long reduce(long fromPosition, UnaryOperator<Entry> reduction) {
        checkOpen();
        long stop = end;
        if (fromPosition < 0 || fromPosition > stop) {
            throw new IllegalArgumentException(
                    "position %d is after the end %d".formatted(fromPosition, stop));
        }
        try {
            synchronized (rewriting) {
                return fromPosition == stop ? stop : reduceFile(fromPosition, stop, reduction);
            }
        } catch (DiskFullException e) {
            throw DiskFailures.full(e);
        } catch (IOException e) {
            throw new UncheckedIOException("a journal file cannot be written again", e);
        }
    }

    private long reduceFile(long fromPosition, long stop, UnaryOperator<Entry> reduction)
            throws IOException {
        Segment before = reads.fileOf(fromPosition);
        long fileStop = Math.min(stop, before.end());
        var reduced = new Reduction((SealSource) before, reduction);
        if (reduced.changesAny(fileStop)) {
            leave(before);
            SealedWriter.seal(disk, reduced, Packing.Effort.BEST);
            replace(before, SealedSegment.open(disk, before.first(), cache, quarantine));
            disk.syncFolder();
        }
        return fileStop;
    }

    @Override
    public OptionalLong find(String organization, UUID id) {
        checkOpen();
        long stop = end;
        long found =
                ids.find(
                        organization,
                        id,
                        position -> position < stop && reads.isAt(position, organization, id));
        return found < 0 ? OptionalLong.empty() : OptionalLong.of(found);
    }

    /// Entries that were durable once and cannot be read, as far as anyone has met them: their
    /// bytes are damaged. Not 0 is for a person to look at now.
    public long quarantined() {
        return quarantine.entries();
    }

    /// Goes on in a new file if this one is written. If that fails the new one's name may be there
    /// all the same and make void what comes into this one, so nothing comes any more.
    private void leave(Segment segment) throws IOException {
        synchronized (appending) {
            if (segment == active) {
                broken = true;
                roll();
            }
        }
    }

    /// The work of compressing files that are full or rest, for a thread of its own, and the urgent
    /// part of it for another.
    public Sealing sealing() {
        return sealing(System::nanoTime);
    }

    Sealing sealing(LongSupplier nanos) {
        return new Sealing(this, waitingFiles, new Rest(nanos));
    }

    /// The files that are no longer written.
    List<Segment> left() {
        RawSegment written = active;
        return segments.stream().filter(segment -> segment != written).toList();
    }

    /// Tells how long nothing was appended, and goes on in a new file if this one was not written
    /// for so long that it can be sealed. Appends wait no longer for it than where a file is full.
    void rest(Rest rest) throws IOException {
        synchronized (appending) {
            boolean isOver = rest.isOver(end, reads.takeAwaited(), active.fileEnd(), segmentBytes);
            if (isOver && !closed && !broken && active.first() < end && !active.isLeftAsItIs()) {
                leave(active);
            }
        }
    }

    /// Writes beside files that wait to be sealed what they hold, so that they take no memory and
    /// no start reads them, and makes durable what is known of their ids.
    void settle(List<RawSegment> waiting) {
        synchronized (rewriting) {
            waitingFiles.keepContents(waiting.stream().filter(this::isThere).toList());
        }
        if (!closed) {
            waitingFiles.keepIds(waiting, end);
        }
    }

    private boolean isThere(Segment file) {
        return !closed && segments.contains(file);
    }

    /// Writes a file that is no longer written again in its sealed form.
    void seal(Segment before, Packing.Effort effort) throws IOException {
        synchronized (rewriting) {
            if (before == active || !isThere(before)) {
                return;
            }
            try {
                SealedWriter.seal(disk, (SealSource) before, effort);
                replace(before, SealedSegment.open(disk, before.first(), cache, quarantine));
            } catch (AuditException.Corrupt | IllegalStateException e) {
                before.leaveAsItIs();
                throw e;
            }
        }
        if (!closed) {
            ids.checkpoint(end);
            ids.prepareNext();
        }
    }

    private synchronized void replace(Segment before, SealedSegment sealed) throws IOException {
        if (closed) {
            sealed.close();
            return;
        }
        segments = segments.stream().map(segment -> segment == before ? sealed : segment).toList();
        before.close();
        if (before instanceof RawSegment raw) {
            raw.delete(disk);
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
            markEnd();
            ids.checkpoint(end);
            ids.close();
            for (Segment segment : segments) {
                segment.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the journal", e);
        }
    }

    private void markEnd() {
        if (broken) {
            return;
        }
        try {
            active.mark();
            active.file().force();
        } catch (IOException e) {
            // The next start looks at the last append more closely, that is all.
            logger.log(System.Logger.Level.WARNING, "no mark at the journal's end", e);
        }
    }
}
