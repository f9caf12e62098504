package dev.indelible.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// How long to wait before trying again: twice as long each time, at random, and not for ever.
final class Pauses {
    private static final long FIRST_MILLIS = 200;
    private static final long LONGEST_MILLIS = 30_000;

    private final Duration giveUpAfter;
    private final CountDownLatch never = new CountDownLatch(1);
    private long nextMillis = FIRST_MILLIS;
    private long failingSinceNanos = -1;

    Pauses(Duration giveUpAfter) {
        this.giveUpAfter = giveUpAfter;
    }

    /// Something worked: the next failure is the first again.
    void succeeded() {
        nextMillis = FIRST_MILLIS;
        failingSinceNanos = -1;
    }

    /// Waits, or says that it has been failing for too long.
    ///
    /// @param asked how long the server asks to wait, if it does
    boolean await(Optional<Duration> asked) throws InterruptedException {
        long now = System.nanoTime();
        if (failingSinceNanos < 0) {
            failingSinceNanos = now;
        } else if (now - failingSinceNanos > giveUpAfter.toNanos()) {
            return false;
        }
        long own = ThreadLocalRandom.current().nextLong(nextMillis / 2, nextMillis + 1);
        long wanted = asked.map(Duration::toMillis).orElse(0L);
        nextMillis = Math.min(nextMillis * 2, LONGEST_MILLIS);
        long millis = Math.min(Math.max(own, wanted), LONGEST_MILLIS);
        return !never.await(millis, TimeUnit.MILLISECONDS);
    }
}
