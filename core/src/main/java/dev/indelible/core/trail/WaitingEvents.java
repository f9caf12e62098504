package dev.indelible.core.trail;

import dev.indelible.core.ops.Limits;
import dev.indelible.event.AuditEvent;
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

    private final LinkedBlockingQueue<AuditEvent> queue =
            new LinkedBlockingQueue<>(Limits.TRAIL_EVENTS_MAX);
    private final ConcurrentHashMap<String, Integer> shares = new ConcurrentHashMap<>();

    /// Adds an event that somebody may still be refused for, within the share of its organization.
    ///
    /// @return whether there was room
    boolean offerWithinShare(AuditEvent event) {
        return offer(event, SHARE_EVENTS_MAX);
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

    int room() {
        return queue.remainingCapacity();
    }
}
