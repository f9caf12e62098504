package dev.indelible.storage.lucene;

import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;

/// When one question has taken too long. Any thread.
final class Deadline {
    private final long endNanos = System.nanoTime() + Limits.SEARCH_TIMEOUT.toNanos();

    boolean hasPassed() {
        return System.nanoTime() - endNanos > 0;
    }

    /// @throws Busy if it has passed
    void check() {
        if (hasPassed()) {
            throw new Busy(
                    Problem.SEARCH_TIMED_OUT,
                    Limits.SEARCH_TIMEOUT,
                    "the search took longer than %d s; ask for less time or with more filters"
                            .formatted(Limits.SEARCH_TIMEOUT.toSeconds()));
        }
    }
}
