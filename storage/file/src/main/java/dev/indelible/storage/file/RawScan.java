package dev.indelible.storage.file;

import dev.indelible.core.disk.DiskFile;
import dev.indelible.core.journal.Entry;
import dev.indelible.storage.file.Records.GroupEnd;
import dev.indelible.storage.file.Records.Stored;
import dev.indelible.storage.file.Records.StoredEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/* What is kept of a raw file, and why.
 *
 * Appends are groups; one is written only after the one before it was forced. So a record of a
 * later group, a mark, or a later file proves that all groups before it were durable, and perhaps
 * acknowledged. Such a group is kept with all of it that can be read; what is missing is damage,
 * and is loudly passed over.
 *
 * The last group has no such proof. If all of it is there it is kept, else it was torn: nobody was
 * told that it is durable, and it goes as a whole, because an append is all or nothing.
 *
 * Numbers of damaged entries: positions follow from the neighbours. Sequences follow from the
 * group's end, which names each organization's next one, or from later entries. If that is damaged
 * too, the damaged entry itself is asked, and believed as far as it is possible: a number given
 * twice would be worse than one never given. */

/// Finds out what of a raw file counts, and notes it in its segment.
final class RawScan {
    private static final System.Logger logger = System.getLogger(RawScan.class.getName());

    private final RawSegment segment;
    private final Records records;
    private final long limit;
    private final Quarantine quarantine;
    private final Map<String, Long> nextSequences;
    private final List<Found> group = new ArrayList<>();
    private final List<Entry> suspects = new ArrayList<>();
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private @Nullable GroupEnd groupEnd;
    private long end;
    private long lastGroupFirst;
    private int lastGroupOffset = RawHeader.BYTES;
    private boolean marked;
    private int keptBytes = RawHeader.BYTES;

    private record Found(Entry entry, int checksum, long offset) {}

    /// @param limit the first position of the next file: what lies here from there on is void;
    ///   [Long#MAX_VALUE] if there is none
    /// @param nextSequences of the files before; brought up to date
    RawScan(
            RawSegment segment,
            long limit,
            Map<String, Long> nextSequences,
            Quarantine quarantine) {
        this.segment = segment;
        this.records = segment.records();
        this.limit = limit;
        this.nextSequences = nextSequences;
        this.quarantine = quarantine;
        this.end = segment.first();
        this.lastGroupFirst = segment.first();
    }

    /// The first position of the last group; only this group may be less durable than it looks.
    long lastGroupFirst() {
        return lastGroupFirst;
    }

    /// Where it begins in the file.
    int lastGroupOffset() {
        return lastGroupOffset;
    }

    /// Writes the last group again where it is, so that a force of the file covers it, and cuts off
    /// what lies behind; for when there is no room to write it anywhere else.
    void renewInPlace() throws IOException {
        DiskFile file = segment.file();
        if (bytes.limit() < RawHeader.BYTES) {
            file.write(0, segment.header());
        } else {
            file.write(lastGroupOffset, bytes.slice(lastGroupOffset, keptBytes - lastGroupOffset));
            file.truncate(keptBytes);
        }
        file.force();
    }

    /// Whether all of the file is known to be durable, and nothing lies behind.
    boolean wasClosedCleanly() {
        return marked && keptBytes == bytes.limit();
    }

    void run() throws IOException {
        bytes = ByteBuffer.allocate(Math.toIntExact(segment.file().size()));
        segment.file().read(0, bytes);
        bytes.flip();
        int offset = RawHeader.BYTES;
        while (offset >= 0 && offset < bytes.limit()) {
            Stored stored = records.read(bytes, offset);
            if (stored == null) {
                suspect(offset);
                offset = nextWhole(offset + 1);
            } else {
                take(stored, offset);
                offset += stored.bytes();
            }
        }
        finish();
    }

    private void suspect(int offset) {
        StoredEntry seeming = Records.readUnchecked(bytes, offset);
        if (seeming != null) {
            suspects.add(seeming.entry());
        }
    }

    private int nextWhole(int from) {
        for (int offset = from; offset < bytes.limit() - Records.HEADER_BYTES; offset++) {
            if (records.read(bytes, offset) != null) {
                return offset;
            }
        }
        return -1;
    }

    private void take(Stored stored, int offset) {
        long first = stored.groupFirst();
        if (first < end || first >= limit) {
            // A leftover of an append that was refused, or void.
            return;
        }
        if (first > end) {
            keepDurable(first, offset);
        }
        if (stored instanceof GroupEnd groupEnd) {
            take(groupEnd, offset);
        } else if (stored instanceof StoredEntry entry && follows(entry.entry())) {
            group.add(new Found(entry.entry(), entry.checksum(), offset));
        }
    }

    private boolean follows(Entry entry) {
        long after = group.isEmpty() ? end : group.getLast().entry().position() + 1;
        return entry.position() >= after;
    }

    private void take(GroupEnd candidate, int offset) {
        if (candidate.end() == end) {
            marked |= group.isEmpty();
            keptBytes = group.isEmpty() ? offset + candidate.bytes() : keptBytes;
            return;
        }
        groupEnd = candidate;
        int digest = 0;
        for (Found found : group) {
            digest = Records.digest(digest, found.checksum());
        }
        if (group.size() == candidate.end() - end && digest == candidate.digest()) {
            keep(candidate.end(), offset + candidate.bytes());
        }
    }

    /// Keeps the group, of which perhaps not all can be read, because it is known to be durable.
    private void keepDurable(long groupEndPosition, int offset) {
        segment.growing().countTo(groupEndPosition);
        keep(groupEndPosition, offset);
    }

    private void keep(long groupEndPosition, int offset) {
        lastGroupFirst = end;
        lastGroupOffset = keptBytes;
        long missing = groupEndPosition - end;
        for (Found found : group) {
            if (found.entry().position() < groupEndPosition) {
                segment.note(found.entry(), found.offset());
                next(found.entry().organization(), found.entry().sequence() + 1);
                missing--;
            }
        }
        if (groupEnd != null) {
            groupEnd.nextSequences().forEach(this::next);
        }
        quarantine.add(FileNames.raw(segment.first()), end, missing);
        end = groupEndPosition;
        keptBytes = offset;
        marked = false;
        group.clear();
        groupEnd = null;
    }

    private void next(String organization, long nextSequence) {
        nextSequences.merge(organization, nextSequence, Math::max);
    }

    private void finish() {
        if (limit != Long.MAX_VALUE) {
            if (end < limit) {
                keepDurable(limit, bytes.limit());
            }
        } else if (keptBytes < bytes.limit()) {
            logger.log(
                    System.Logger.Level.WARNING,
                    "torn tail cut, nobody was told of it: file={0} offset={1} bytes={2}",
                    FileNames.raw(segment.first()),
                    Integer.toString(keptBytes),
                    Integer.toString(bytes.limit() - keptBytes));
        }
        if (segment.isLeftAsItIs()) {
            suspects.forEach(this::believe);
            nextSequences.forEach(segment.growing()::noteNextSequence);
        }
        segment.noteFileEnd(keptBytes);
    }

    private void believe(Entry suspect) {
        Long next = nextSequences.get(suspect.organization());
        boolean isPossible =
                next != null
                        && suspect.position() >= segment.first()
                        && suspect.position() < end
                        && suspect.sequence() >= next
                        && suspect.sequence() - next < end - segment.first();
        if (isPossible) {
            next(suspect.organization(), suspect.sequence() + 1);
        }
    }
}
