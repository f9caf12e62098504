package dev.indelible.storage.file;

import dev.indelible.core.disk.Disk;
import java.io.IOException;
import java.util.List;

/// What is done for raw files that wait to be sealed, and how many may.
final class WaitingFiles {
    private static final System.Logger logger = System.getLogger(WaitingFiles.class.getName());

    private final Disk disk;
    private final BlockCache cache;
    private final IdIndex ids;
    private final long segmentBytes;

    WaitingFiles(Disk disk, BlockCache cache, IdIndex ids, long segmentBytes) {
        this.disk = disk;
        this.cache = cache;
        this.ids = ids;
        this.segmentBytes = segmentBytes;
    }

    /// Whether more wait than may. They may take a part of the free room, but a few always wait.
    /// Larger files are as many fewer.
    boolean areTooMany(List<RawSegment> waiting) throws IOException {
        if (waiting.size() <= FileLimits.WAITING_FILES_MIN) {
            return false;
        }
        long room = disk.freeBytes() / FileLimits.WAITING_SHARE;
        long fitting = Math.min(room, FileLimits.WAITING_BYTES_MAX) / segmentBytes;
        return waiting.size()
                > Math.clamp(fitting, FileLimits.WAITING_FILES_MIN, FileLimits.WAITING_FILES_MAX);
    }

    /// Writes beside each of these what it holds. Where that fails, for instance because there is
    /// no room, sealing goes on, which makes some.
    void keepContents(List<RawSegment> waiting) {
        for (RawSegment file : waiting) {
            if (file.couldKeepContents()) {
                keepContents(file);
            }
        }
    }

    private void keepContents(RawSegment file) {
        try {
            // What is left free for sealing stays so.
            long reserve = segmentBytes / FileLimits.RESERVE_SHARE;
            if (disk.freeBytes() >= reserve + segmentBytes / FileLimits.CONTENTS_SHARE) {
                file.keepContents(disk, cache);
            }
        } catch (IOException e) {
            logger.log(
                    System.Logger.Level.WARNING,
                    "contents of a raw file not written; the next start reads it: file={0} reason={1}",
                    file.name(),
                    e.getMessage());
        }
    }

    /// Makes durable what is known of ids, where a start would have to put in again those of more
    /// of these files than it should.
    ///
    /// @param end the journal's end
    void keepIds(List<RawSegment> waiting, long end) {
        int durable = waiting.size() - FileLimits.IDS_AGAIN_FILES_MAX;
        if (durable < 0 || waiting.get(durable).first() <= ids.checkpoint()) {
            return;
        }
        ids.checkpoint(end);
        try {
            ids.prepareNext();
        } catch (IOException e) {
            // An append that needs it makes it, or is refused.
            logger.log(
                    System.Logger.Level.WARNING,
                    "the next id table cannot be prepared: reason={0}",
                    e.toString());
        }
    }
}
