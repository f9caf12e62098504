package dev.indelible.core.trail;

import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import dev.indelible.event.AuditEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What Indelible has to tell and has not written yet, bounded in number. Any thread.
final class WaitingEvents {
    /// Of one organization, so that nobody keeps others from being recorded, and so from reading,
    /// while nothing can be written.
    static final int SHARE_EVENTS_MAX = Limits.TRAIL_EVENTS_MAX / 4;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final LinkedBlockingQueue<AuditEvent> queue =
            new LinkedBlockingQueue<>(Limits.TRAIL_EVENTS_MAX);
    private final ConcurrentHashMap<String, Integer> shares = new ConcurrentHashMap<>();

    /// Adds an event of what may still be refused, within the share of its organization.
    ///
    /// @throws Busy if there was no room
    void addWithinShare(AuditEvent event) {
        if (!offer(event, SHARE_EVENTS_MAX)) {
            throw busy();
        }
    }

    /// Adds an event of what has happened.
    ///
    /// @return whether there was room
    boolean offer(AuditEvent event) {
        return offer(event, Integer.MAX_VALUE);
    }

    private boolean offer(AuditEvent event, int shareMax) {
        boolean fits =
                shares.merge(organization(event), 1, Integer::sum) <= shareMax
                        && queue.offer(event);
        if (!fits) {
            leave(event);
        }
        return fits;
    }

    /// @throws Busy if the share of an event's organization has no room
    void requireShareLeft(AuditEvent event) {
        if (share(event) >= SHARE_EVENTS_MAX) {
            throw busy();
        }
    }

    private static Busy busy() {
        return new Busy(
                Problem.QUEUE_FULL,
                RETRY_AFTER,
                "too much waits to be recorded; ask again in %d s"
                        .formatted(RETRY_AFTER.toSeconds()));
    }

    /// Whether there is room for much, in the share and in all.
    boolean isHalfOfShareLeft(AuditEvent event) {
        return share(event) < SHARE_EVENTS_MAX / 2
                && queue.remainingCapacity() > SHARE_EVENTS_MAX / 4;
    }

    private int share(AuditEvent event) {
        return shares.getOrDefault(organization(event), 0);
    }

    /// Takes some, in the order in which they came.
    ///
    /// @param waitMillis how long to wait for the first
    List<AuditEvent> take(int countMax, long waitMillis) {
        var taken = new ArrayList<AuditEvent>();
        try {
            AuditEvent first = queue.poll(waitMillis, TimeUnit.MILLISECONDS);
            if (first != null) {
                taken.add(first);
                queue.drainTo(taken, countMax - 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        taken.forEach(this::leave);
        return taken;
    }

    private void leave(AuditEvent event) {
        shares.computeIfPresent(organization(event), (_, count) -> count == 1 ? null : count - 1);
    }

    private static String organization(AuditEvent event) {
        return String.valueOf(event.organization());
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }
}
