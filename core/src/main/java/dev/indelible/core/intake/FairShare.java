package dev.indelible.core.intake;

import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
 * known when it was read; until then it is taken for what it says. */

/// Holds back who sends much while others send little. Any thread.
public final class FairShare {
    /// What a request costs at least, in bytes that take as long: it is checked, answered and made
    /// durable.
    public static final int REQUEST_BYTES = 1 << 10;

    /// What an event costs at least, likewise: it is named, sealed and indexed.
    public static final int EVENT_BYTES = 1 << 7;

    /// Who sends every few seconds is among those that send little.
    private static final long BESIDE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /// Senders begin to give up at ten seconds.
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /// So soon a request that is held goes on when nobody sends little any more.
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int SMALL_MAX = Limits.SMALL_REQUEST_BYTES_MAX;

    /// What a request is taken for that began as a small one and is none.
    private static final int GROWN_BYTES = 1 << 20;

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
    /// @param bytes that its body is said to have
    /// @return to be settled when it was read, or not
    /// @throws Busy if it was held for as long as it may be, or too many of its caller's are
    Charge await(String sender, String caller, long bytes) {
        if (bytesPerSecond == 0) {
            return new Charge(sender, caller, 0);
        }
        long cost = Math.max(bytes, REQUEST_BYTES);
        Optional<Charge> atOnce = atOnce(sender, caller, cost);
        return atOnce.isPresent() ? atOnce.get() : held(sender, caller, cost);
    }

    /// A request that need not wait.
    ///
    /// @return empty if it has to
    Optional<Charge> atOnce(String name, String caller, long cost) {
        lock.lock();
        try {
            if (!isBeside(name)) {
                senders.remove(name);
                return Optional.of(new Charge(name, caller, 0));
            }
            boolean goes = of(name).takes(cost, nanos.getAsLong());
            return goes ? Optional.of(new Charge(name, caller, cost)) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Charge held(String name, String caller, long cost) {
        lock.lock();
        try {
            Sender sender = of(name);
            Lane lane = sender.lane(cost);
            if (lane.hasManyOf(caller)) {
                throw refusal(lane);
            }
            Lane.Held held = lane.enter(caller, lock.newCondition());
            try {
                return new Charge(name, caller, isCharged(sender, name, held, cost) ? cost : 0);
            } finally {
                lane.leave(held);
            }
        } finally {
            lock.unlock();
        }
    }

    /// @return whether it is charged, and not let go because nobody is to be protected any more
    private boolean isCharged(Sender sender, String name, Lane.Held held, long cost) {
        Lane lane = sender.lane(cost);
        long end = nanos.getAsLong() + PATIENCE_NANOS;
        try {
            while (isBeside(name)) {
                long now = nanos.getAsLong();
                long wait = lane.waitOf(held, now);
                if (wait <= 0) {
                    sender.pay(cost, smallOf(cost), now);
                    return true;
                }
                if (now - end >= 0) {
                    throw refusal(lane);
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

    private Busy refusal(Lane lane) {
        long owed = Math.max(0, lane.owed(nanos.getAsLong()));
        long again = TimeUnit.NANOSECONDS.toSeconds(owed) + 1;
        return new Busy(
                Problem.QUOTA_EXCEEDED,
                Duration.ofSeconds(again),
                "more than %d bytes a second wait of one sender while others send little; send again in %d s"
                        .formatted(bytesPerSecond, again));
    }

    /// What a request is taken for until it was read. One thread at a time.
    public final class Charge {
        private final String name;
        private final String caller;
        private long all;
        private long small;
        private boolean hasGrown;
        private boolean isSettled;

        /// @param cost 0 for one that is not charged, because it went on while nobody was to be
        ///   protected
        private Charge(String name, String caller, long cost) {
            this.name = name;
            this.caller = caller;
            all = cost;
            small = smallOf(cost);
        }

        /// Waits once more where what went on as a small request has become large: it was packed,
        /// or has not said how long it is.
        ///
        /// @param bytes that came until now, or were unpacked from them
        /// @throws Busy if it waited for as long as it may
        public void grow(long bytes) {
            if (small > 0 && !hasGrown && !isSmall(bytes)) {
                hasGrown = true;
                all += await(name, caller, GROWN_BYTES).all;
            }
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
                if (all > 0 && sender != null) {
                    long asSmall = small > 0 ? cost : smallOf(cost);
                    asSmall = hasGrown ? SMALL_MAX : asSmall;
                    sender.pay(cost - all, asSmall - small, nanos.getAsLong());
                }
            } finally {
                lock.unlock();
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

        Sender(long now) {
            all = new Lane(now);
            small = new Lane(now);
        }

        Lane lane(long cost) {
            return isSmall(cost) ? small : all;
        }

        boolean takes(long cost, long now) {
            boolean takes = lane(cost).isFree(now);
            if (takes) {
                pay(cost, smallOf(cost), now);
            }
            return takes;
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
