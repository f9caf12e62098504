package dev.indelible.core.access;

import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.ops.Stopwatch;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/* Guessing is only worth it where a person chose the secret: 256 random bits are never guessed. So
 * an address that has failed too often is refused before its next chosen secret is looked at, and
 * its next failure of any kind is told to come later; a made key that is right always passes, also
 * from behind a proxy that somebody else has used for guessing. */

/// How often each client address has failed to sign in, lately. Any thread.
final class Failures {
    private static final int ALLOWED = 20;
    private static final Duration EVERY = Duration.ofSeconds(3);
    static final int ADDRESSES_MAX = 10_000;

    private final Stopwatch stopwatch;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    Failures(Stopwatch stopwatch) {
        this.stopwatch = stopwatch;
    }

    private static final class Bucket {
        private double failures;
        private long atMillis;
    }

    /// @throws Busy if this address must wait
    synchronized void requireRoom(String address) {
        Bucket bucket = buckets.get(address);
        if (bucket != null && left(bucket) > ALLOWED - 1) {
            throw new Busy(
                    Problem.TOO_MANY_FAILURES,
                    EVERY,
                    "%d sign-ins from this address failed; try again in %d s"
                            .formatted(ALLOWED, EVERY.toSeconds()));
        }
    }

    private double left(Bucket bucket) {
        double forgotten = (stopwatch.millis() - bucket.atMillis) / (double) EVERY.toMillis();
        return Math.max(0, bucket.failures - forgotten);
    }

    /// Of how many addresses something is remembered.
    synchronized int addresses() {
        return buckets.size();
    }

    synchronized void failed(String address) {
        Bucket bucket = buckets.computeIfAbsent(address, _ -> new Bucket());
        bucket.failures = Math.min(ALLOWED, left(bucket) + 1);
        bucket.atMillis = stopwatch.millis();
        if (buckets.size() > ADDRESSES_MAX) {
            buckets.remove(buckets.keySet().iterator().next());
        }
    }
}
