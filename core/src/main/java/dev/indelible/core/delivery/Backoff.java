package dev.indelible.core.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How long to wait after failures: random up to a bound that doubles ("full jitter"), without end.
final class Backoff {
    static final Duration SHORTEST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofMinutes(5);

    /// A receiver may ask for patience, not for freezing the stream.
    static final Duration RETRY_AFTER_MAX = Duration.ofHours(1);

    /// Where only a person can help there is no hurry.
    static final Duration CONFIG_SHORTEST = Duration.ofSeconds(30);

    static final Duration SUSPENDED = Duration.ofHours(1);
    private static final int DOUBLINGS_MAX = 9;

    private final RandomGenerator random;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /// After so many failures in a row, this one included.
    ///
    /// @param asked what the receiver asked for, if it did
    long transientMillis(int failures, Optional<Duration> asked) {
        long bound =
                Math.min(
                        LONGEST.toMillis(),
                        SHORTEST.toMillis() << Math.min(failures, DOUBLINGS_MAX));
        long own = random.nextLong(SHORTEST.toMillis(), bound + 1);
        // Compared as durations: what a receiver asks for may be too long for milliseconds.
        return asked.map(wish -> wish.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : wish)
                .map(wish -> Math.max(own, wish.isNegative() ? 0 : wish.toMillis()))
                .orElse(own);
    }

    long configMillis() {
        return random.nextLong(CONFIG_SHORTEST.toMillis(), LONGEST.toMillis());
    }
}
