package dev.indelible.server.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/* What a body needs is taken by the length that it declares, before it comes, and it may come slowly.
 * So who declares much and sends little could keep everybody's room. Therefore nobody's bodies hold
 * more than a share, and when no more is free than what is outside of a share, nobody takes more
 * than half of it: however many owners there are, each leaves something to the next. */

/// Bytes that bodies may hold at once, divided between those whose bodies they are. Any thread.
final class BodyRoom {
    /// The owner of the bodies of those who have not said who they are.
    static final String STRANGERS = "";

    /// Strangers have small bodies: a key to sign in with.
    private static final int STRANGERS_DIVISOR = 8;

    private final long bytes;
    private final long share;
    private final Map<String, Long> held = new ConcurrentHashMap<>();
    private final AtomicLong free;

    /// @param bytes all that there is
    /// @param largest the most that one body needs; it fits into a share
    BodyRoom(long bytes, long largest) {
        this.bytes = bytes;
        this.share = Math.max(largest, bytes / 2);
        this.free = new AtomicLong(bytes);
    }

    /// Takes more room for an owner's bodies. Where it is scarce, one may be refused for what
    /// another takes at the same time and does not get.
    ///
    /// @return whether there was so much for them; if not, nothing was taken
    boolean take(String owner, long more) {
        long most = owner.equals(STRANGERS) ? bytes / STRANGERS_DIVISOR : share;
        if (more > most) {
            return false;
        }
        long after = held.merge(owner, more, Long::sum);
        long left = free.addAndGet(-more);
        boolean fits = after <= most && left >= 0;
        boolean leaves = left >= bytes - share || after <= (left + more) / 2;
        if (!fits || !leaves) {
            giveBack(owner, more);
            return false;
        }
        return true;
    }

    /// Gives back what was taken.
    void giveBack(String owner, long less) {
        free.addAndGet(less);
        held.computeIfPresent(owner, (_, before) -> before == less ? null : before - less);
    }
}
