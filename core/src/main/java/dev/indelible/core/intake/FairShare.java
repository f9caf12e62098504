package dev.indelible.core.intake;

import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/* What a flood leaves behind keeps the cores busy: the disk, the index, the merges, the collector. No
 * order of turns helps whoever sends little beside it, for what they wait for is a core. So who sends
 * much is held to a rate while others send little, and at no other time. It is held by waiting, before
 * its body is read: who is refused sends all of it again, and that costs more than what is taken.
 *
 * Each request that goes on moves the time at which all that its sender sent is paid for, and the next
 * one goes on when that is no more than a burst away (the generic cell rate algorithm, ITU-T I.371, as
 * a virtual schedule). Small ones have such a time of their own beside it, which large ones do not
 * move: a load of a sender does not stop its own events that come one by one. What a request costs is
 * known when it was read; until then it is taken for what it says, and one that began small and is
 * not waits again when that is seen. */

/// Holds back who sends much while others send little. Any thread.
public final class FairShare {
    /// What a request costs at least, in bytes that take as long: it is checked, answered and made
    /// durable.
    static final int REQUEST_BYTES = 1 << 10;

    /// What an event costs at least, likewise: it is named, sealed and indexed.
    static final int EVENT_BYTES = 1 << 7;

    /// Who sends every few seconds is among those that send little.
    private static final long BESIDE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /// Senders begin to give up at ten seconds.
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /// So soon a request that is held goes on when nobody sends little any more.
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int SMALL_MAX = Limits.SMALL_REQUEST_BYTES_MAX;

    /// What a request is taken for that began as a small one and is none.
    private static final int GROWN_BYTES = 1 << 20;

    /// So many of a caller's wait that have grown.
    private static final int GROWING_MAX = 16;

    /// The longest id of an organization.
    private static final int SHOWN_CHARS_MAX = 128;

    private static final int SENDERS_MAX = 10_000;

    private final long bytesPerSecond;
    private final LongSupplier nanos;

    /// Guards all that follows.
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<String, Sender> senders = new HashMap<>();
    private Small lately;
    private Small before;

    /// A small request.
    private record Small(String sender, long nanos) {}

    /// @param bytesPerSecond what one may send while others send little; 0 for no bound
    /// @param nanos a clock that is never set, such as [System#nanoTime()]
    public FairShare(long bytesPerSecond, LongSupplier nanos) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanos = nanos;
        lately = new Small("", nanos.getAsLong() - BESIDE_NANOS - 1);
        before = lately;
    }

    /// Holds nobody.
    public static FairShare none() {
        return new FairShare(0, System::nanoTime);
    }

    /// Returns when a request may be read.
    ///
    /// @param sender an organization, or whoever sends to several
    /// @param caller the one of the sender's that sends it; they take turns
    /// @param size of its body, as far as it is known
    /// @return to be settled when it was read, or not
    /// @throws Busy if it was held for as long as it may be, or too many of its caller's are
    Charge await(String sender, String caller, Size size) {
        return await(sender, caller, size, PATIENCE_NANOS);
    }

    /// The same, with a patience of its own.
    Charge await(String sender, String caller, Size size, long patienceNanos) {
        var charge = new Charge(sender, caller, nanos.getAsLong() + patienceNanos);
        if (bytesPerSecond > 0) {
            charge.await(Math.max(size.bytes(), REQUEST_BYTES), !size.isKnown());
        }
        return charge;
    }

    /// How long a body is said to be.
    ///
    /// @param isKnown whether it will not be more
    public record Size(long bytes, boolean isKnown) {}

    private Busy refusal(String sender, Lane lane) {
        long owed = Math.max(0, lane.owed(nanos.getAsLong()));
        long again = TimeUnit.NANOSECONDS.toSeconds(owed) + 1;
        // One may send to any number of organizations.
        String shown =
                sender.length() > SHOWN_CHARS_MAX
                        ? sender.substring(0, SHOWN_CHARS_MAX) + "…"
                        : sender;
        return new Busy(
                Problem.QUOTA_EXCEEDED,
                Duration.ofSeconds(again),
                "more than %d bytes a second of '%s' wait while others send little; send again in %d s, or have fair-share-bytes-per-second raised"
                        .formatted(bytesPerSecond, shown, again));
    }

    /// What a request is taken for until it was read: nothing if it went on while nobody was to be
    /// protected. One thread at a time.
    public final class Charge {
        private final String name;
        private final String caller;
        private final long end;
        private long all;
        private long small;
        private boolean isGuess;
        private boolean hasGrown;
        private boolean isSettled;

        /// @param end until when it may be held
        private Charge(String name, String caller, long end) {
            this.name = name;
            this.caller = caller;
            this.end = end;
        }

        private void await(long said, boolean guess) {
            lock.lock();
            try {
                isGuess = guess;
                boolean isLarge = guess && of(name).isSurprising(caller);
                pass(isLarge ? Math.max(said, GROWN_BYTES) : said, Integer.MAX_VALUE);
            } finally {
                lock.unlock();
            }
        }

        /// Waits once more where what went on as a small request has become large: it was packed,
        /// or has not said how long it is. The next one of its caller is taken for large at once.
        ///
        /// @param bytes that came until now, or were unpacked from them
        /// @throws Busy if it waited for as long as it may
        public void grow(long bytes) {
            if (small == 0 || hasGrown || isSmall(bytes)) {
                return;
            }
            lock.lock();
            try {
                hasGrown = true;
                of(name).surprises(caller, true);
                // They have taken room for what was read of them.
                pass(GROWN_BYTES, GROWING_MAX);
            } finally {
                lock.unlock();
            }
        }

        private void pass(long cost, int most) {
            if (isAtOnce(cost)) {
                return;
            }
            Sender sender = of(name);
            Lane lane = sender.lane(cost);
            if (lane.isFull(caller, most)) {
                throw refusal(name, lane);
            }
            Lane.Held held = lane.enter(caller, lock.newCondition());
            boolean isCharged = false;
            try {
                isCharged = isNext(lane, held);
            } finally {
                lane.leave(held, isCharged);
            }
            if (isCharged) {
                pay(sender, cost);
            }
        }

        private boolean isAtOnce(long cost) {
            if (!isBeside(name)) {
                forget(name);
                return true;
            }
            Sender sender = of(name);
            boolean isFree = sender.lane(cost).isFree(nanos.getAsLong());
            if (isFree) {
                pay(sender, cost);
            }
            return isFree;
        }

        private void pay(Sender sender, long cost) {
            sender.pay(cost, smallOf(cost), nanos.getAsLong());
            all += cost;
            small += smallOf(cost);
        }

        /// @return whether it waited for its turn, and is not let go because nobody is to be
        ///   protected any more
        private boolean isNext(Lane lane, Lane.Held held) {
            try {
                while (isBeside(name)) {
                    long now = nanos.getAsLong();
                    long wait = lane.waitOf(held, now);
                    if (wait <= 0) {
                        return true;
                    }
                    if (now - end >= 0) {
                        throw refusal(name, lane);
                    }
                    // The one that is next looks for all.
                    long look = wait == Lane.BEHIND ? wait : Math.min(wait, LOOK_NANOS);
                    held.turn().awaitNanos(Math.min(look, end - now));
                }
            } catch (InterruptedException e) {
                // Who is interrupted goes on: the writer says what becomes of the request.
                Thread.currentThread().interrupt();
            }
            return false;
        }

        /// Charges instead what it turned out to cost. The first time counts.
        ///
        /// @param bytes that came, or that were unpacked from them, whichever is more
        /// @param events in it; 0 if it did not come whole
        public void settle(long bytes, int events) {
            if (isSettled || bytesPerSecond == 0) {
                return;
            }
            isSettled = true;
            long cost = Math.max(Math.max(bytes, REQUEST_BYTES), (long) events * EVENT_BYTES);
            lock.lock();
            try {
                if (events > 0 && isSmall(cost)) {
                    note(name);
                }
                Sender sender = senders.get(name);
                if (sender != null && all > 0) {
                    settle(sender, cost, bytes);
                }
            } finally {
                lock.unlock();
            }
        }

        private void settle(Sender sender, long cost, long bytes) {
            long asSmall = small > 0 ? cost : smallOf(cost);
            asSmall = hasGrown ? SMALL_MAX : asSmall;
            sender.pay(cost - all, asSmall - small, nanos.getAsLong());
            // One that was taken for large and is so surprises nobody.
            if (isGuess && isSmall(bytes)) {
                sender.surprises(caller, false);
            }
        }
    }

    private static long smallOf(long cost) {
        return isSmall(cost) ? cost : 0;
    }

    private long nanosOf(long bytes) {
        return (long) (bytes * 1e9 / bytesPerSecond);
    }

    private static boolean isSmall(long bytes) {
        return bytes <= SMALL_MAX;
    }

    private void note(String sender) {
        if (!sender.equals(lately.sender())) {
            before = lately;
        }
        lately = new Small(sender, nanos.getAsLong());
    }

    private boolean isBeside(String sender) {
        Small other = sender.equals(lately.sender()) ? before : lately;
        return nanos.getAsLong() - other.nanos() <= BESIDE_NANOS;
    }

    /// Nobody is to be protected from it.
    private void forget(String name) {
        Sender sender = senders.get(name);
        if (sender != null && sender.all.isEmpty() && sender.small.isEmpty()) {
            senders.remove(name);
        }
    }

    /// Of so many senders, those that have paid are forgotten.
    private Sender of(String name) {
        long now = nanos.getAsLong();
        if (senders.size() >= SENDERS_MAX) {
            senders.values().removeIf(sender -> sender.isSettled(now));
        }
        return senders.computeIfAbsent(name, _ -> new Sender(now));
    }

    private final class Sender {
        private final Lane all;
        private final Lane small;
        private final Set<String> surprising = new HashSet<>();

        Sender(long now) {
            all = new Lane(now);
            small = new Lane(now);
        }

        Lane lane(long cost) {
            return isSmall(cost) ? small : all;
        }

        /// Whether the last one of a caller that could be more than it said was large.
        boolean isSurprising(String caller) {
            return surprising.contains(caller);
        }

        void surprises(String caller, boolean surprises) {
            if (surprises) {
                surprising.add(caller);
            } else {
                surprising.remove(caller);
            }
        }

        /// @param asSmall what of it is the small ones' business
        void pay(long cost, long asSmall, long now) {
            all.pay(nanosOf(cost), now);
            small.pay(nanosOf(asSmall), now);
        }

        boolean isSettled(long now) {
            return all.isSettled(now) && small.isSettled(now);
        }
    }
}
