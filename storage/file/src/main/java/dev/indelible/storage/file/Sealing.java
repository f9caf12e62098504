package dev.indelible.storage.file;

import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.Worker;
import java.io.IOException;
import java.time.Duration;

/// Compresses raw files that are no longer written, one a step.
final class Sealing implements Worker {
    private static final System.Logger logger = System.getLogger(Sealing.class.getName());
    private static final Duration IDLE_PAUSE = Duration.ofMillis(500);
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(30);

    private final FileJournal journal;

    Sealing(FileJournal journal) {
        this.journal = journal;
    }

    @Override
    public Duration step() {
        try {
            return journal.sealNext() ? Duration.ZERO : IDLE_PAUSE;
        } catch (AuditException.Corrupt | IllegalStateException e) {
            logger.log(System.Logger.Level.ERROR, "a file cannot be sealed and stays raw", e);
            return Duration.ZERO;
        } catch (IOException e) {
            // The raw file stays and serves as before; only disk space is not won.
            logger.log(
                    System.Logger.Level.WARNING,
                    "sealing failed, trying again later: reason={0}",
                    e.toString());
            return FAILURE_PAUSE;
        }
    }
}
