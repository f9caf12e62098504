package dev.indelible.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import okhttp3.Response;

/// How long to wait before trying again: twice as long each time, at random, as long as the server
/// asks at least, and not for ever.
///
/// Whoever waits for longer than a moment is told once why, until something works again.
final class Pauses {
    private static final long FIRST_MILLIS = 200;
    private static final long LONGEST_MILLIS = 30_000;

    /// Longer ones are told.
    private static final Duration MOMENT = Duration.ofSeconds(3);

    /// Time, as it passes.
    interface Time {
        long nanos();

        void pass(Duration pause) throws InterruptedException;
    }

    private final Duration giveUpAfter;
    private final PrintStream told;
    private final Time time;
    private long nextMillis = FIRST_MILLIS;
    private long failingSinceNanos;
    private boolean isFailing;
    private boolean isTold;

    /// @param told where is said for what one waits
    Pauses(Duration giveUpAfter, PrintStream told) {
        this(giveUpAfter, told, new ClockTime());
    }

    Pauses(Duration giveUpAfter, PrintStream told, Time time) {
        this.giveUpAfter = giveUpAfter;
        this.told = told;
        this.time = time;
    }

    /// Something worked: the next failure is the first again.
    void succeeded() {
        nextMillis = FIRST_MILLIS;
        isFailing = false;
        isTold = false;
    }

    /// Waits, or says at once why that would be in vain: it has been failing for too long, or the
    /// server asks to wait for longer than one is ready to.
    ///
    /// @param failure what did not work, and why
    /// @param asked how long the server asks to wait, if it does
    /// @return nothing if it is to be tried again
    Optional<String> await(String failure, Optional<Duration> asked) throws InterruptedException {
        if (!isFailing) {
            isFailing = true;
            failingSinceNanos = time.nanos();
        }
        Duration failing = Duration.ofNanos(time.nanos() - failingSinceNanos);
        Duration left = giveUpAfter.minus(failing);
        if (left.isNegative()) {
            return Optional.of("it has been so for %d s".formatted(failing.toSeconds()));
        }
        Duration wanted = asked.orElse(Duration.ZERO);
        if (wanted.compareTo(left) > 0) {
            return Optional.of(
                    "it asks to wait for %d s, longer than the %d s that are left to try"
                            .formatted(wanted.toSeconds(), left.toSeconds()));
        }
        long own = ThreadLocalRandom.current().nextLong(nextMillis / 2, nextMillis + 1);
        nextMillis = Math.min(nextMillis * 2, LONGEST_MILLIS);
        Duration pause = Duration.ofMillis(Math.max(own, wanted.toMillis()));
        tell(failure, failing.plus(pause), left);
        time.pass(pause);
        return Optional.empty();
    }

    private void tell(String failure, Duration wait, Duration left) {
        if (!isTold && wait.compareTo(MOMENT) > 0) {
            isTold = true;
            told.println(
                    Terminal.safe(
                            "indelible: %s; trying again for %d s at most"
                                    .formatted(failure, left.toSeconds())));
        }
    }

    /// How long the server asks to wait (RFC 9110, section 10.2.3), if it says so in seconds.
    static Optional<Duration> asked(Response response) {
        String header = response.header("Retry-After");
        return header != null && header.matches("\\d{1,9}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(header)))
                : Optional.empty();
    }

    private static final class ClockTime implements Time {
        private final CountDownLatch never = new CountDownLatch(1);

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pass(Duration pause) throws InterruptedException {
            if (never.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("nobody counts it down");
            }
        }
    }
}
