package dev.indelible.storage.file;

import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.AuditException.Uncertain;
import dev.indelible.core.ops.Problem;
import java.io.IOException;
import java.time.Duration;

/// What the journal's callers are told when its disk does not do as it should.
final class DiskFailures {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private DiskFailures() {}

    static Busy full(IOException e) {
        return new Busy(
                Problem.DISK_FULL,
                RETRY_AFTER,
                "the journal's disk is full (%s); free some space, nothing else is needed"
                        .formatted(e.getMessage()));
    }

    static Uncertain failed(IOException e) {
        return new Uncertain(
                Problem.SYNC_FAILED,
                "the journal's disk failed (%s); send the same events again"
                        .formatted(e.getMessage()),
                e);
    }
}
