package dev.indelible.server.delivery;

import dev.indelible.core.access.Caller;
import dev.indelible.core.delivery.Deliveries;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.journal.Entry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// How a change takes effect: it is an event first, which the destination gets by its old settings,
/// if it takes anything at all. What the store then does not take has failed, which is an event
/// too. Any thread.
final class Changes {
    private static final Duration OLD_SETTINGS_PATIENCE = Duration.ofSeconds(5);

    private final ChangeEvents events;
    private final Deliveries deliveries;

    Changes(ChangeEvents events, Deliveries deliveries) {
        this.events = events;
        this.deliveries = deliveries;
    }

    /// Writes the event.
    ///
    /// @throws dev.indelible.core.ops.AuditException.Busy before that, if the store takes nothing
    void tell(Optional<Caller> caller, Destination old, ChangeEvents.Act act) {
        deliveries.requireRoom(old.id());
        events.write(caller, act);
    }

    /// The same, and lets the destination have it by its old settings, if it takes anything.
    void tellFirst(Optional<Caller> caller, Destination old, ChangeEvents.Act act) {
        deliveries.requireRoom(old.id());
        Entry event = events.write(caller, act);
        try {
            // Where it is slow or fails, the event waits for the new settings.
            deliveries
                    .reached(old.id(), event.position() + 1)
                    .get(OLD_SETTINGS_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // It is slow.
        } catch (ExecutionException e) {
            throw new IllegalStateException("a lane failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Makes a change that was told of; if that fails, the log says so.
    void make(Optional<Caller> caller, ChangeEvents.Act told, Runnable change) {
        try {
            change.run();
        } catch (RuntimeException e) {
            try {
                events.write(caller, told.failed());
            } catch (RuntimeException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }
}
