package dev.indelible.storage.file;

import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.Worker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compresses raw files that are no longer written, one a step, the last one too when it rests.
/// What was compressed in haste, because events came fast, is compressed better when nothing comes.
final class Sealing implements Worker {
    private static final System.Logger logger = System.getLogger(Sealing.class.getName());
    private static final Duration IDLE_PAUSE = Duration.ofMillis(500);
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(30);

    private final FileJournal journal;
    private final Rest rest;
    private long sealedNanos;

    Sealing(FileJournal journal, Rest rest) {
        this.journal = journal;
        this.rest = rest;
        this.sealedNanos = rest.now();
    }

    @Override
    public Duration step() {
        try {
            journal.rest(rest);
            Segment next = next(journal.left());
            if (next == null) {
                return IDLE_PAUSE;
            }
            long now = rest.now();
            boolean isSlow = now - sealedNanos >= FileLimits.UNHURRIED_NANOS;
            sealedNanos = now;
            journal.seal(
                    next, isSlow || rest.isCalm() ? Packing.Effort.BEST : Packing.Effort.HASTE);
            return Duration.ZERO;
        } catch (AuditException.Corrupt | IllegalStateException e) {
            logger.log(System.Logger.Level.ERROR, "a file cannot be sealed and stays as it is", e);
            return Duration.ZERO;
        } catch (IOException e) {
            // The file stays and serves as before; only disk space is not won.
            logger.log(
                    System.Logger.Level.WARNING,
                    "sealing failed, trying again later: reason={0}",
                    e.toString());
            return FAILURE_PAUSE;
        }
    }

    /// The oldest raw file that waits, or, where there is none and nothing comes, the oldest that
    /// was compressed in haste.
    private @Nullable Segment next(List<Segment> files) {
        Segment hasty = null;
        for (Segment file : files) {
            if (file.isLeftAsItIs()) {
                continue;
            }
            if (file instanceof RawSegment) {
                return file;
            }
            boolean isNext = hasty == null && rest.isCalm();
            if (isNext && file instanceof SealedSegment sealed && sealed.isPackedInHaste()) {
                hasty = sealed;
            }
        }
        return hasty;
    }
}
