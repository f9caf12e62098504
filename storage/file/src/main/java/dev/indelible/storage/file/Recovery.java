package dev.indelible.storage.file;

import dev.indelible.core.disk.Disk;
import dev.indelible.core.disk.DiskFile;
import dev.indelible.core.disk.DiskFullException;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/* What a crash can leave, and what is made of it. What counts inside a raw file is RawScan's
 * matter.
 *
 * - The last append: the kernel may show bytes that never reached the disk (the process died
 *   between write and fsync, or an fsync failed, after which a second one proves nothing). So it
 *   is written again, into a new file, before anything is answered from it.
 * - Records at or after the first position of the next file: an fsync of this file failed, and the
 *   journal went on in the next. They are void.
 * - A sealed file beside its raw one: the raw one was to be removed. An unfinished file: removed.
 * - The contents of a raw file without it: the same. Contents that are not those of the raw file up
 *   to where the next one begins, or are damaged: the raw file is read.
 * - A raw file without a whole header: damage, for it gets its name only when the header is there.
 *   It is set aside, unless it cannot hold a record. */

/// Opens all segments of a folder as a crash left them.
final class Recovery {
    private static final System.Logger logger = System.getLogger(Recovery.class.getName());

    /// A smaller raw file is written again as a whole, so that restarts leave no crumbs.
    private static final int SMALL_BYTES = 1 << 20;

    private final Disk disk;
    private final BlockCache cache;
    private final RandomGenerator random;
    private final Quarantine quarantine;
    private final TreeMap<Long, Segment> segments = new TreeMap<>();
    private final Map<String, Long> nextSequences = new HashMap<>();

    Recovery(Disk disk, BlockCache cache, RandomGenerator random, Quarantine quarantine) {
        this.disk = disk;
        this.cache = cache;
        this.random = random;
        this.quarantine = quarantine;
    }

    /// The segments in order, the last of them raw and ready to be appended to.
    List<Segment> segments() {
        return List.copyOf(segments.values());
    }

    Map<String, Long> nextSequences() {
        return nextSequences;
    }

    void run() throws IOException {
        // A process that died may have made or changed names and not waited for them. What is built
        // on from here must not be lost with its name, nor a sealed file's together with its raw
        // one's.
        disk.syncFolder();
        var rawFirsts = new TreeSet<Long>();
        var contentsFirsts = new TreeSet<Long>();
        for (String name : disk.list()) {
            if (FileNames.isUnfinished(name)) {
                disk.delete(name);
                continue;
            }
            FileNames.rawFirst(name).ifPresent(rawFirsts::add);
            FileNames.contentsFirst(name).ifPresent(contentsFirsts::add);
            OptionalLong sealed = FileNames.sealedFirst(name);
            if (sealed.isPresent()) {
                openSealed(sealed.getAsLong());
            }
        }
        for (long first : List.copyOf(segments.keySet())) {
            if (rawFirsts.remove(first)) {
                disk.delete(FileNames.raw(first));
            }
        }
        for (long first : contentsFirsts) {
            if (!rawFirsts.contains(first)) {
                disk.delete(FileNames.contents(first));
            }
        }
        RawScan last = null;
        for (long first : rawFirsts) {
            last = openRaw(first, limit(first, rawFirsts));
        }
        reportGaps();
        boolean isLastRaw = last != null && segments.lastEntry().getValue() instanceof RawSegment;
        renewLast(isLastRaw ? last : null);
    }

    private void openSealed(long first) throws IOException {
        try {
            SealedSegment segment = SealedSegment.open(disk, first, cache, quarantine);
            segments.put(first, segment);
            segment.nextSequences()
                    .forEach((name, next) -> nextSequences.merge(name, next, Math::max));
        } catch (AuditException.Corrupt e) {
            // Its entries are missing; everything else is there. A person decides.
            logger.log(System.Logger.Level.ERROR, "journal segment left out", e);
        }
    }

    /// The first position of the file after this one.
    private long limit(long first, NavigableSet<Long> rawFirsts) {
        Long raw = rawFirsts.higher(first);
        Long sealed = segments.higherKey(first);
        return Math.min(
                raw == null ? Long.MAX_VALUE : raw, sealed == null ? Long.MAX_VALUE : sealed);
    }

    private @Nullable RawScan openRaw(long first, long limit) throws IOException {
        DiskFile file = disk.open(FileNames.raw(first));
        OptionalLong salt = RawHeader.salt(file, first);
        if (salt.isEmpty()) {
            setAside(file, first);
            return null;
        }
        var segment = new RawSegment(first, file, salt.getAsLong(), quarantine);
        if (limit == Long.MAX_VALUE) {
            KeptContents.forget(disk, first);
        } else if (segment.knowsContents(disk, cache, limit)) {
            segment.nextSequences()
                    .forEach((name, next) -> nextSequences.merge(name, next, Math::max));
            segments.put(first, segment);
            return null;
        }
        var scan = new RawScan(segment, limit, nextSequences, quarantine);
        scan.run();
        segments.put(first, segment);
        return scan;
    }

    private void setAside(DiskFile file, long first) throws IOException {
        long bytes = file.size();
        file.close();
        if (bytes <= RawHeader.BYTES) {
            disk.delete(FileNames.raw(first));
            return;
        }
        disk.rename(FileNames.raw(first), FileNames.setAside(first));
        logger.log(
                System.Logger.Level.ERROR,
                "journal file without a header set aside: file={0} bytes={1}",
                FileNames.setAside(first),
                Long.toString(bytes));
    }

    /// Positions that no file has: a file is missing or could not be opened.
    private void reportGaps() {
        long expected = 0;
        for (Segment segment : segments.values()) {
            if (segment.first() > expected) {
                quarantine.add("none", expected, segment.first() - expected);
            }
            expected = segment.end();
        }
    }

    private void renewLast(@Nullable RawScan last) throws IOException {
        if (last == null) {
            long end = segments.isEmpty() ? 0 : segments.lastEntry().getValue().end();
            segments.put(end, create(end));
            return;
        }
        RawSegment raw = (RawSegment) segments.lastEntry().getValue();
        if (last.wasClosedCleanly()) {
            return;
        }
        boolean isSmall = raw.fileEnd() < SMALL_BYTES && !raw.isLeftAsItIs();
        long from = isSmall ? raw.first() : last.lastGroupFirst();
        var batch = new Batch();
        raw.read(from, batch);
        if (batch.entries().size() != raw.end() - from) {
            throw new IOException(
                    "the last append cannot be read from " + FileNames.raw(raw.first()));
        }
        RawSegment renewed;
        try {
            renewed = renew(from, batch.entries());
        } catch (DiskFullException e) {
            // A full disk must not keep the journal from being read.
            last.renewInPlace();
            return;
        }
        if (from == raw.first()) {
            raw.close();
        } else {
            raw.growing().cut(from);
            raw.noteFileEnd(last.lastGroupOffset());
        }
        segments.put(from, renewed);
    }

    private RawSegment create(long first) throws IOException {
        return RawSegment.create(disk, first, random.nextLong(), quarantine);
    }

    /// Writes entries into a new file that takes the name of the one they came from, or its own.
    private RawSegment renew(long first, List<Entry> entries) throws IOException {
        String unfinished = FileNames.raw(first) + FileNames.NEW;
        long salt = random.nextLong();
        var renewed = new RawSegment(first, disk.create(unfinished), salt, quarantine);
        try {
            renewed.file().write(0, RawHeader.write(first, salt));
            if (!entries.isEmpty()) {
                var next = new HashMap<String, Long>();
                entries.forEach(entry -> next.put(entry.organization(), entry.sequence() + 1));
                renewed.append(entries, next);
            }
            renewed.mark();
            renewed.file().force();
        } catch (DiskFullException e) {
            renewed.close();
            disk.delete(unfinished);
            throw e;
        }
        disk.rename(unfinished, FileNames.raw(first));
        disk.syncFolder();
        // Opened again by its name, which readers need; its notes are those of what was written.
        renewed.close();
        return new RawSegment(renewed, disk.open(FileNames.raw(first)));
    }
}
