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
    boolean areTooMany(List<RawSegment> waiting) throws IOException {
        if (waiting.size() <= FileLimits.WAITING_FILES_MIN) {
            return false;
        }
        long fitting = disk.freeBytes() / FileLimits.WAITING_SHARE / segmentBytes;
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
            file.keepContents(disk, cache);
        } catch (IOException e) {
            logger.log(
                    System.Logger.Level.WARNING,
                    "contents of a raw file not written; the next start reads it: file={0} reason={1}",
                    file.name(),
                    e.getMessage());
        }
    }

    /// Whether a start would have to put in again the ids of more of these than it should.
    boolean areIdsBehind(List<RawSegment> waiting) {
        int durable = waiting.size() - FileLimits.IDS_AGAIN_FILES_MAX;
        return durable >= 0 && waiting.get(durable).first() > ids.checkpoint();
    }
}
