package dev.indelible.core.intake;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/// When all is paid for that one sender sent, and its requests that wait for that: those of one
/// caller in the order in which they came, and the callers in turn, so that none of them stops the
/// others. One thread at a time: the lock of the conditions guards it.
final class Lane {
    /// So much may be owed: who sends no more than the rate does not wait because requests come
    /// close together.
    private static final long BURST_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// The wait of a request that is not the next one: until it is told to look.
    static final long BEHIND = Long.MAX_VALUE;

    /// Held requests have a connection each, and there are no more than some thousands of those.
    private static final int HELD_MAX = 1024;

    private static final int CALLER_HELD_MAX = 256;

    private final SequencedMap<String, Deque<Held>> callers = new LinkedHashMap<>();
    private long paid;
    private int held;

    /// @param now all is paid for
    Lane(long now) {
        paid = now;
    }

    /// A request that waits.
    static final class Held {
        private final String caller;
        private final Deque<Held> queue;
        private final Condition turn;

        private Held(String caller, Deque<Held> queue, Condition turn) {
            this.caller = caller;
            this.queue = queue;
            this.turn = turn;
        }

        /// Signalled when it is to look again.
        Condition turn() {
            return turn;
        }
    }

    /// What is owed more than may be.
    long owed(long now) {
        return paid - now - BURST_NANOS;
    }

    /// Whether a request that comes now need not wait.
    boolean isFree(long now) {
        return callers.isEmpty() && owed(now) <= 0;
    }

    /// Whether nobody waits and nothing is owed.
    boolean isSettled(long now) {
        return callers.isEmpty() && paid - now <= 0;
    }

    /// Moves the time at which all is paid for.
    ///
    /// @param nanos less than 0 gives back
    void pay(long nanos, long now) {
        paid = (paid - now < 0 ? now : paid) + nanos;
        if (nanos < 0) {
            wakeNext();
        }
    }

    /// Whether no more requests of a caller may wait.
    ///
    /// @param most of them
    boolean isFull(String caller, int most) {
        Deque<Held> own = callers.get(caller);
        return held >= HELD_MAX || (own != null && own.size() >= Math.min(most, CALLER_HELD_MAX));
    }

    boolean isEmpty() {
        return callers.isEmpty();
    }

    Held enter(String caller, Condition turn) {
        Deque<Held> queue = callers.computeIfAbsent(caller, _ -> new ArrayDeque<>());
        var one = new Held(caller, queue, turn);
        queue.add(one);
        held++;
        return one;
    }

    /// For how long a request has to wait yet, if it is the next one, else [#BEHIND].
    long waitOf(Held held, long now) {
        return callers.firstEntry().getValue().peek() == held ? owed(now) : BEHIND;
    }

    /// It waits no more.
    ///
    /// @param wentOn whether it was its caller's turn, which is another one's then
    void leave(Held one, boolean wentOn) {
        one.queue.remove(one);
        held--;
        if (wentOn || one.queue.isEmpty()) {
            callers.remove(one.caller);
        }
        if (!one.queue.isEmpty()) {
            callers.putIfAbsent(one.caller, one.queue);
        }
        wakeNext();
    }

    private void wakeNext() {
        if (!callers.isEmpty()) {
            callers.firstEntry().getValue().element().turn.signal();
        }
    }
}
