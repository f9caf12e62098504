package dev.indelible.server.delivery;

import dev.indelible.core.access.Caller;
import dev.indelible.core.delivery.Deliveries;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Horizon;
import dev.indelible.core.journal.Entry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

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

    /// Has a destination be another from the event on that tells of it.
    ///
    /// @param other what it is then
    /// @throws dev.indelible.core.ops.AuditException.Busy before that, if the store takes nothing
    Destination make(
            Optional<Caller> caller,
            Destination old,
            ChangeEvents.Act act,
            Function<Entry, Destination> other) {
        try (Horizon horizon = deliveries.hold(old.id())) {
            return put(caller, act, other.apply(told(caller, old, act, horizon)));
        }
    }

    /// The same, once it has the event by its old settings, if it takes anything.
    Destination makeAfterwards(
            Optional<Caller> caller,
            Destination old,
            ChangeEvents.Act act,
            Function<Entry, Destination> other) {
        try (Horizon horizon = deliveries.hold(old.id())) {
            Entry event = told(caller, old, act, horizon);
            awaitArrival(old, event);
            return put(caller, act, other.apply(event));
        }
    }

    private Entry told(
            Optional<Caller> caller, Destination old, ChangeEvents.Act act, Horizon horizon) {
        deliveries.requireRoom(old.id());
        Entry event = events.write(caller, act);
        horizon.set(event.position() + 1);
        return event;
    }

    private void awaitArrival(Destination old, Entry event) {
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

    /// Ends a destination with this, once it has the event that tells of it, if it takes anything.
    /// It gets nothing that comes after.
    void end(Optional<Caller> caller, Destination old, ChangeEvents.Act act, Runnable end) {
        try (Horizon horizon = deliveries.hold(old.id())) {
            awaitArrival(old, told(caller, old, act, horizon));
            make(caller, act, end);
        }
    }

    private Destination put(Optional<Caller> caller, ChangeEvents.Act act, Destination other) {
        make(caller, act, () -> deliveries.put(other));
        return other;
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
