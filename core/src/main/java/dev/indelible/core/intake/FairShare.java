package dev.indelible.core.intake;

import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/* What a flood leaves behind keeps the cores busy: the disk, the index, the merges, the collector. No
 * order of turns helps whoever sends little beside it, for what they wait for is a core. So who sends
 * much is held to a rate while others send little, and at no other time. It is held by waiting, before
 * its body is read: who is refused sends all of it again, and that costs more than what is taken.
 *
 * Each request moves on the time at which all that its sender sent is paid for, and waits until that
 * is no more than a burst away (the generic cell rate algorithm, ITU-T I.371, as a virtual schedule).
 * So requests go on in the order in which they came, and each knows at once how long it waits. Small
 * ones have such a time of their own beside it, which large ones do not move: a load of a sender does
 * not stop its own events that come one by one. */

/// Holds back who sends much while others send little. Any thread.
public final class FairShare {
    /// Who sends every few seconds is among those that send little.
    private static final long BESIDE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /// Who sends no more than the rate does not wait because requests come close together.
    private static final long BURST_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// Senders begin to give up at ten seconds.
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /// So soon a request that is held goes on when nobody sends little any more.
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int SENDERS_MAX = 10_000;

    private final long bytesPerSecond;
    private final LongSupplier nanos;
    private final Map<String, Paid> senders = new HashMap<>();
    private Sender lately;
    private Sender before;

    private record Sender(String name, long nanos) {}

    /// @param bytesPerSecond what one may send while others send little; 0 for no bound
    /// @param nanos a clock that is never set, such as [System#nanoTime()]
    public FairShare(long bytesPerSecond, LongSupplier nanos) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanos = nanos;
        lately = new Sender("", nanos.getAsLong() - BESIDE_NANOS - 1);
        before = lately;
    }

    /// Holds nobody.
    public static FairShare none() {
        return new FairShare(0, System::nanoTime);
    }

    /// Returns when a request may be read.
    ///
    /// @param sender an organization, or a caller that sends to several
    /// @param bytes that its body is said to have
    /// @throws Busy if too much of the sender waits already; it was held for as long as it may be
    void await(String sender, long bytes) {
        if (bytesPerSecond == 0) {
            return;
        }
        long wait = charge(sender, bytes);
        long held = hold(sender, Math.min(wait, PATIENCE_NANOS));
        if (wait > PATIENCE_NANOS && isBeside(sender)) {
            long again = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(wait - held) + 1);
            throw new Busy(
                    Problem.QUOTA_EXCEEDED,
                    Duration.ofSeconds(again),
                    "more than %d bytes a second wait of one sender while others send little; send again in %d s"
                            .formatted(bytesPerSecond, again));
        }
    }

    /// Charges a request, unless it would wait for too long.
    ///
    /// @return how many nanoseconds it has to wait
    synchronized long charge(String sender, long bytes) {
        long now = nanos.getAsLong();
        if (!isBeside(sender, now)) {
            if (!senders.isEmpty()) {
                senders.remove(sender);
            }
            return 0;
        }
        Paid paid = paid(sender, now);
        long wait = paid.waitFor(bytes, now);
        if (wait <= PATIENCE_NANOS) {
            paid.add(bytes, now);
        }
        return wait;
    }

    /// A request that was charged turned out to have so many bytes.
    ///
    /// @param charged what it was said to have
    synchronized void read(String sender, long bytes, long charged) {
        if (bytesPerSecond == 0) {
            return;
        }
        long now = nanos.getAsLong();
        if (isSmall(bytes)) {
            note(sender, now);
        }
        if (bytes != charged && isBeside(sender, now)) {
            paid(sender, now).correct(bytes, charged, now);
        }
    }

    /// The body of a request that was charged did not come whole: it costs nothing.
    synchronized void giveBack(String sender, long charged) {
        long now = nanos.getAsLong();
        if (bytesPerSecond > 0 && isBeside(sender, now)) {
            paid(sender, now).correct(0, charged, now);
        }
    }

    private long nanosOf(long bytes) {
        return (long) (bytes * 1e9 / bytesPerSecond);
    }

    private static boolean isSmall(long bytes) {
        return bytes <= Limits.SMALL_REQUEST_BYTES_MAX;
    }

    private void note(String sender, long now) {
        if (!sender.equals(lately.name())) {
            before = lately;
        }
        lately = new Sender(sender, now);
    }

    /// Of so many senders, those that have paid are forgotten.
    private Paid paid(String sender, long now) {
        if (senders.size() >= SENDERS_MAX) {
            senders.values().removeIf(paid -> paid.all - now < 0);
        }
        return senders.computeIfAbsent(sender, _ -> new Paid(now));
    }

    private synchronized boolean isBeside(String sender) {
        return isBeside(sender, nanos.getAsLong());
    }

    private boolean isBeside(String sender, long now) {
        Sender other = sender.equals(lately.name()) ? before : lately;
        return now - other.nanos() <= BESIDE_NANOS;
    }

    /// @return for how many nanoseconds it was held
    private long hold(String sender, long wait) {
        long begun = nanos.getAsLong();
        long left = wait;
        try {
            while (left > 0 && isBeside(sender)) {
                TimeUnit.NANOSECONDS.sleep(Math.min(left, LOOK_NANOS));
                left = wait - (nanos.getAsLong() - begun);
            }
        } catch (InterruptedException e) {
            // Who is interrupted goes on: the writer says what becomes of the request.
            Thread.currentThread().interrupt();
        }
        return nanos.getAsLong() - begun;
    }

    /// When what a sender sent is paid for.
    private final class Paid {
        private long all;
        private long small;

        Paid(long now) {
            all = now;
            small = now;
        }

        long waitFor(long bytes, long now) {
            return Math.max(0, (isSmall(bytes) ? small : all) - now - BURST_NANOS);
        }

        void add(long bytes, long now) {
            all = later(all, now) + nanosOf(bytes);
            if (isSmall(bytes)) {
                small = later(small, now) + nanosOf(bytes);
            }
        }

        /// What was taken for large, and is small, is of both from here on.
        void correct(long bytes, long charged, long now) {
            all = later(all, now) + nanosOf(bytes - charged);
            if (isSmall(charged)) {
                small = later(small, now) + nanosOf(bytes - charged);
            } else if (isSmall(bytes)) {
                small = later(small, now) + nanosOf(bytes);
            }
        }

        private static long later(long until, long now) {
            return until - now < 0 ? now : until;
        }
    }
}
