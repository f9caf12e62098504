package dev.indelible.server.http;

import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.Problem;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/// Looks at every event of an organization, seconds for each million: one at a time for each
/// organization, and few in all. Any thread.
final class Looks {
    private static final int AT_ONCE_MAX = 2;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Set<String> looking = new HashSet<>();

    /// Does this if nobody looks at the organization's events now.
    ///
    /// @throws Busy if somebody does, or others look at those of theirs
    <T> T at(String organization, Supplier<T> look) {
        begin(organization);
        try {
            return look.get();
        } finally {
            end(organization);
        }
    }

    private synchronized void begin(String organization) {
        if (looking.size() >= AT_ONCE_MAX || !looking.add(organization)) {
            throw new Busy(
                    Problem.QUEUE_FULL,
                    RETRY_AFTER,
                    "all events are being looked at for another request; ask again in %d s"
                            .formatted(RETRY_AFTER.toSeconds()));
        }
    }

    private synchronized void end(String organization) {
        looking.remove(organization);
    }
}
