package dev.indelible.server.delivery;

import dev.indelible.core.access.Caller;
import dev.indelible.core.delivery.Deliveries;
import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Horizon;
import dev.indelible.core.delivery.Intent;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.Detail;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How a change takes effect: it is written down as an [Intent], then it is an event, and durable
/// right after that. The destination gets the event by its old settings, if it takes anything at
/// all, and only then goes by the new ones. What the store does not take has failed, which is an
/// event too; what was left unfinished by the end of the process is finished at the next start. Any
/// thread.
final class Changes {
    private static final Duration OLD_SETTINGS_PATIENCE = Duration.ofSeconds(5);

    private final ChangeEvents events;
    private final Deliveries deliveries;
    private final DeliveryStore store;

    Changes(ChangeEvents events, Deliveries deliveries, DeliveryStore store) {
        this.events = events;
        this.deliveries = deliveries;
        this.store = store;
    }

    /// When the lanes of a destination go by what it is now.
    enum Effect {
        AT_ONCE,
        /// Once it has the event by its old settings, if it takes anything.
        AFTER_THE_NEWS
    }

    /// Has a destination be another from the event on that tells of it.
    ///
    /// @param other what it is then, as [Destination#from(long)] says
    /// @throws AuditException.Busy before that, if the store takes nothing
    Destination make(
            Optional<Caller> caller,
            Destination old,
            ChangeEvents.Act act,
            Destination other,
            Effect effect) {
        if (old.leaving() && !other.leaving()) {
            forgetEnd(old.id());
        }
        try (Horizon horizon = deliveries.hold(old.id())) {
            var intended = new Intended(caller, act, old.id(), new Intent.Put(other));
            Decided decided =
                    made(
                            intended,
                            event -> {
                                horizon.set(event.position() + 1);
                                return decide(event, other.from(event.position()));
                            });
            take(old, decided, effect);
            return decided.destination();
        }
    }

    /// Ends a destination with this, once it has the event that tells of it, if it takes anything.
    /// It gets nothing that comes after. Whatever keeps it from ending, it leaves from the event
    /// on, and ends later.
    void end(Optional<Caller> caller, Destination old, ChangeEvents.Act act, Runnable end) {
        try (Horizon horizon = deliveries.hold(old.id())) {
            var intended = new Intended(caller, act, old.id(), new Intent.End());
            Decided decided =
                    made(
                            intended,
                            event -> {
                                horizon.set(event.position() + 1);
                                Destination other =
                                        old.leaving() ? old : old.asLeaving(event.position() + 1);
                                return decide(event, other);
                            });
            take(old, decided, Effect.AFTER_THE_NEWS);
            end.run();
        }
    }

    /// Makes a change of this destination that is durable by itself.
    void make(
            Optional<Caller> caller,
            ChangeEvents.Act act,
            String destination,
            Intent.Task task,
            Runnable change) {
        made(
                new Intended(caller, act, destination, task),
                event -> {
                    change.run();
                    return event;
                });
    }

    /// What is durable.
    ///
    /// @param take has its lanes go by it
    private record Decided(Entry event, Destination destination, Runnable take) {}

    private Decided decide(Entry event, Destination destination) {
        return new Decided(event, destination, deliveries.decide(destination));
    }

    private void take(Destination old, Decided decided, Effect effect) {
        try {
            if (effect == Effect.AFTER_THE_NEWS) {
                awaitArrival(old, decided.event());
            }
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

    /// What somebody is about to do to a destination.
    private record Intended(
            Optional<Caller> caller, ChangeEvents.Act act, String destination, Intent.Task task) {
        Intent under(UUID event) {
            return new Intent(event, act.log(), destination, task);
        }
    }

    private <T> T made(Intended intended, Function<Entry, T> change) {
        Intent intent = intended.under(events.id());
        store.intend(intent);
        T made;
        try {
            made = change.apply(events.write(intent.event(), intended.caller(), intended.act()));
        } catch (RuntimeException e) {
            giveUp(intent, intended, e);
            throw e;
        }
        if (!(intent.task() instanceof Intent.End)) {
            forget(intent);
        }
        return made;
    }

    /// It has failed: the log says so, if it told of it. Of what may have been made nothing is
    /// said, and it is made at the next start.
    private void giveUp(Intent intent, Intended intended, RuntimeException cause) {
        if (cause instanceof AuditException.Uncertain) {
            return;
        }
        try {
            if (position(intent).isPresent()) {
                events.write(intent.failure(), intended.caller(), intended.act().failed());
            }
            store.forget(intent);
        } catch (RuntimeException again) {
            cause.addSuppressed(again);
        }
    }

    private void forget(Intent intent) {
        try {
            store.forget(intent);
        } catch (AuditException.Busy | AuditException.Uncertain e) {
            // It is made again at the next start, and is then as it is now.
        }
    }

    /// What it would have ended without is of no concern to one that stays.
    private void forgetEnd(String destination) {
        store.intents().stream()
                .filter(intent -> intent.destination().equals(destination) && isOfEnd(intent))
                .forEach(store::forget);
    }

    /// Whether it lasts until the destination has ended.
    private static boolean isOfEnd(Intent intent) {
        return intent.task() instanceof Intent.End || intent.task() instanceof Intent.Gap;
    }

    /// Tells of what a destination never gets, unless the log tells of it already.
    void tell(Optional<Caller> caller, ChangeEvents.Act act, String destination, Intent.Gap gap) {
        Optional<Intent> known =
                store.intents().stream()
                        .filter(one -> one.destination().equals(destination))
                        .filter(one -> one.task().equals(gap))
                        .findFirst();
        Intent intent = known.orElseGet(() -> new Intent(events.id(), act.log(), destination, gap));
        if (known.isEmpty()) {
            store.intend(intent);
        }
        if (position(intent).isEmpty()) {
            events.write(intent.event(), caller, act);
        }
    }

    /// Where the event is that tells of it.
    private OptionalLong position(Intent intent) {
        return events.find(intent.log(), intent.event());
    }

    /// Whether the log tells of it, and not that it failed.
    private boolean isTold(Intent intent) {
        return position(intent).isPresent()
                && events.find(intent.log(), intent.failure()).isEmpty();
    }

    /// Destinations that are to end as they are.
    Set<String> ending() {
        return store.intents().stream()
                .filter(intent -> intent.task() instanceof Intent.End && isTold(intent))
                .map(Intent::destination)
                .collect(Collectors.toSet());
    }

    /// Makes what was told of when the process ended, before any lane is opened. What cannot be
    /// made any more has failed, which is an event.
    void finish() {
        for (Intent intent : store.intents()) {
            boolean told = isTold(intent);
            if (told && intent.redo(store, position(intent).getAsLong())) {
                store.destinations().stream()
                        .filter(one -> one.id().equals(intent.destination()))
                        .forEach(one -> tellOfFailure(intent, one));
            }
            if (!told || !isOfEnd(intent)) {
                store.forget(intent);
            }
        }
    }

    /// In the words of what told of it.
    private void tellOfFailure(Intent intent, Destination destination) {
        AuditEvent told = events.at(position(intent).getAsLong());
        Detail detail = told.detail();
        String sentence = detail == null ? null : detail.description();
        ChangeEvents.Act act =
                Integrations.act(
                        told.action(),
                        told.operation(),
                        destination,
                        Objects.requireNonNullElse(sentence, "its description was erased"));
        events.write(intent.failure(), Optional.empty(), act.failed());
    }
}
