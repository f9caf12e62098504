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
import java.util.function.Supplier;

/// How a change takes effect: it is an event first, and durable right after that. The destination
/// gets the event by its old settings, if it takes anything at all, and only then goes by the new
/// ones. What the store does not take has failed, which is an event too. Any thread.
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
            Decided decided = decide(caller, old, act, other, horizon);
            decided.take().run();
            return decided.destination();
        }
    }

    /// The same; it goes by it once it has the event by its old settings, if it takes anything.
    Destination makeAfterwards(
            Optional<Caller> caller,
            Destination old,
            ChangeEvents.Act act,
            Function<Entry, Destination> other) {
        try (Horizon horizon = deliveries.hold(old.id())) {
            Decided decided = decide(caller, old, act, other, horizon);
            takeAfterwards(old, decided);
            return decided.destination();
        }
    }

    /// What is durable.
    ///
    /// @param take has its lanes go by it
    private record Decided(Entry event, Destination destination, Runnable take) {}

    private Decided decide(
            Optional<Caller> caller,
            Destination old,
            ChangeEvents.Act act,
            Function<Entry, Destination> other,
            Horizon horizon) {
        Entry event = told(caller, old, act, horizon);
        return made(
                caller,
                act,
                () -> {
                    Destination destination = other.apply(event);
                    return new Decided(event, destination, deliveries.decide(destination));
                });
    }

    private Entry told(
            Optional<Caller> caller, Destination old, ChangeEvents.Act act, Horizon horizon) {
        deliveries.requireRoom(old.id());
        Entry event = events.write(caller, act);
        horizon.set(event.position() + 1);
        return event;
    }

    private void takeAfterwards(Destination old, Decided decided) {
        try {
            awaitArrival(old, decided.event());
        } finally {
            decided.take().run();
        }
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
    /// It gets nothing that comes after. Whatever keeps it from ending, it leaves from the event
    /// on.
    void end(Optional<Caller> caller, Destination old, ChangeEvents.Act act, Runnable end) {
        try (Horizon horizon = deliveries.hold(old.id())) {
            Decided decided =
                    decide(
                            caller,
                            old,
                            act,
                            event -> old.leaving() ? old : old.asLeaving(event.position() + 1),
                            horizon);
            takeAfterwards(old, decided);
            end.run();
        }
    }

    /// Makes a change that was told of; if that fails, the log says so.
    void make(Optional<Caller> caller, ChangeEvents.Act told, Runnable change) {
        made(
                caller,
                told,
                () -> {
                    change.run();
                    return told;
                });
    }

    private <T> T made(Optional<Caller> caller, ChangeEvents.Act told, Supplier<T> change) {
        try {
            return change.get();
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
