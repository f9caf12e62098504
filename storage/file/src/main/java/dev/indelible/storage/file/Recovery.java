package dev.indelible.storage.file;

import dev.indelible.core.disk.Disk;
import dev.indelible.core.disk.DiskFile;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/* What a crash can leave, and what is made of it.
 *
 * - Bytes of the last append, whole, torn or missing: nobody was told that they are durable. Whole
 *   records are kept, the file ends before the first that is not.
 * - A record that is not whole although a later append follows it: it was durable once, so the disk
 *   has damaged it. It is passed over, loudly.
 * - The last append after a failed fsync: the kernel may show bytes that never reached the disk, and
 *   a second fsync of the same file proves nothing. So the last append is written again, into a new
 *   file, before anything is answered from it.
 * - Records at or after the first position of the next file: an fsync of this file failed, and the
 *   journal went on in the next. They are void.
 * - A sealed file beside its raw one: the raw one was to be removed. An unfinished file: removed. */

/// Opens all segments of a folder as a crash left them.
final class Recovery {
    private static final System.Logger logger = System.getLogger(Recovery.class.getName());

    /// A smaller raw file is written again as a whole, so that restarts leave no crumbs.
    private static final int SMALL_BYTES = 1 << 20;

    private final Disk disk;
    private final BlockCache cache;
    private final TreeMap<Long, Segment> segments = new TreeMap<>();
    private final Map<String, Long> nextSequences = new HashMap<>();
    private long quarantined;

    Recovery(Disk disk, BlockCache cache) {
        this.disk = disk;
        this.cache = cache;
    }

    /// The segments in order, the last of them raw and ready to be appended to.
    List<Segment> segments() {
        return List.copyOf(segments.values());
    }

    Map<String, Long> nextSequences() {
        return nextSequences;
    }

    /// Entries that were durable once and cannot be read.
    long quarantined() {
        return quarantined;
    }

    void run() throws IOException {
        var rawFirsts = new TreeSet<Long>();
        for (String name : disk.list()) {
            if (FileNames.isUnfinished(name)) {
                disk.delete(name);
            } else {
                FileNames.rawFirst(name).ifPresent(rawFirsts::add);
                if (FileNames.sealedFirst(name).isPresent()) {
                    openSealed(FileNames.sealedFirst(name).getAsLong());
                }
            }
        }
        for (Segment sealed : segments.values()) {
            if (rawFirsts.remove(sealed.first())) {
                disk.delete(FileNames.raw(sealed.first()));
            }
        }
        for (long first : rawFirsts) {
            Long next = rawFirsts.higher(first);
            openRaw(first, next == null ? Long.MAX_VALUE : next);
        }
        countGaps();
        for (Segment segment : segments.values()) {
            segment.shares()
                    .forEach((name, share) ->
                            nextSequences.merge(name, share.nextSequence(), Math::max));
        }
        renewLast();
    }

    private void openSealed(long first) throws IOException {
        try {
            segments.put(first, SealedSegment.open(disk, first, cache));
        } catch (AuditException.Corrupt e) {
            // Its entries are missing; everything else is there. A person decides.
            logger.log(System.Logger.Level.ERROR, "journal segment left out", e);
        }
    }

    private void openRaw(long first, long limit) throws IOException {
        RawSegment segment = RawSegment.open(disk, first);
        if (!segment.hasHeader()) {
            segment.close();
            if (limit == Long.MAX_VALUE) {
                disk.delete(FileNames.raw(first));
            }
            return;
        }
        scan(segment, limit);
        segments.put(first, segment);
    }

    private void scan(RawSegment segment, long limit) throws IOException {
        ByteBuffer bytes = load(segment.file());
        int offset = RawSegment.HEADER_BYTES;
        long expected = segment.first();
        while (offset < bytes.limit()) {
            Records.Stored stored = Records.read(bytes, offset);
            if (stored == null || stored.entry().position() < expected) {
                int next = nextAfterDamage(bytes, offset, expected, limit);
                if (next < 0) {
                    logger.log(
                            System.Logger.Level.WARNING,
                            "torn tail cut: file={0} bytes={1}",
                            FileNames.raw(segment.first()),
                            Integer.toString(bytes.limit() - offset));
                    return;
                }
                logger.log(
                        System.Logger.Level.ERROR,
                        "damaged records passed over: file={0} offset={1} bytes={2}",
                        FileNames.raw(segment.first()),
                        Integer.toString(offset),
                        Integer.toString(next - offset));
                keepSequence(bytes, offset, expected);
                offset = next;
                continue;
            }
            Entry entry = stored.entry();
            if (entry.position() >= limit) {
                return;
            }
            segment.note(entry, offset, stored.bytes(), stored.groupFirst());
            expected = entry.position() + 1;
            offset += stored.bytes();
        }
    }

    /// Where the next whole record of a later append is, or -1 if there is none: then the tail was
    /// torn, and nobody was told of it.
    private static int nextAfterDamage(ByteBuffer bytes, int from, long expected, long limit) {
        for (int at = from + 1; at + Records.HEADER_BYTES + 16 < bytes.limit(); at++) {
            long position = bytes.getLong(at + Records.HEADER_BYTES);
            if (position <= expected || position >= limit) {
                continue;
            }
            Records.Stored stored = Records.read(bytes, at);
            if (stored != null) {
                return stored.groupFirst() > expected ? at : -1;
            }
        }
        return -1;
    }

    /// If the damaged record still tells its organization, its number is not given again.
    private void keepSequence(ByteBuffer bytes, int offset, long expected) {
        Records.readUnchecked(bytes, offset)
                .filter(stored -> stored.entry().position() == expected)
                .ifPresent(stored ->
                        nextSequences.merge(
                                stored.entry().organization(),
                                stored.entry().sequence() + 1,
                                Math::max));
    }

    private static ByteBuffer load(DiskFile file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
        file.read(0, bytes);
        return bytes.flip();
    }

    private void countGaps() {
        long expected = 0;
        for (Segment segment : segments.values()) {
            quarantined += Math.max(0, segment.first() - expected);
            if (segment instanceof RawSegment raw) {
                quarantined += raw.end() - raw.first() - raw.readable();
            }
            expected = segment.end();
        }
        if (quarantined > 0) {
            logger.log(
                    System.Logger.Level.ERROR,
                    "journal entries cannot be read: count={0}",
                    Long.toString(quarantined));
        }
    }

    /// Writes the last append again, into the file that is appended to from now on.
    private void renewLast() throws IOException {
        if (segments.isEmpty()) {
            segments.put(0L, RawSegment.create(disk, 0));
            return;
        }
        Segment last = segments.lastEntry().getValue();
        if (!(last instanceof RawSegment raw)) {
            segments.put(last.end(), RawSegment.create(disk, last.end()));
            return;
        }
        long from = raw.fileEnd() < SMALL_BYTES ? raw.first() : raw.lastGroupFirst();
        var batch = new Batch(Integer.MAX_VALUE, Long.MAX_VALUE);
        raw.read(from, batch);
        RawSegment renewed = RawSegment.renew(disk, from, batch.entries());
        if (from == raw.first()) {
            raw.close();
        } else {
            raw.cut(from);
        }
        segments.put(from, renewed);
    }
}
