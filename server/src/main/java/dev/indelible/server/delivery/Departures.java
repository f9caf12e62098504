package dev.indelible.server.delivery;

import dev.indelible.core.access.Caller;
import dev.indelible.core.delivery.Deliveries;
import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Intent;
import dev.indelible.core.delivery.Lane;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.ParkedEvents;
import dev.indelible.core.ops.Worker;
import dev.indelible.event.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How integrations end: at once, or once they have what was accepted before. What one never gets
/// is in the log before it is forgotten, with its numbers. Any thread; one thread steps.
public final class Departures implements Worker {
    private static final System.Logger logger = System.getLogger(Departures.class.getName());
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int RESTING_STEPS = 10;

    /// Numbers that one event names; more are in more events.
    private static final int NUMBERS_MAX = 1_000;

    private final Hands hands;
    private final Deliveries deliveries;
    private final DeliveryStore store;
    private final Changes changes;
    private final ParkedEvents parkedEvents;
    private final Turns turns;

    /// Steps that those rest which could not end. For the thread that steps.
    private final Map<String, Integer> resting = new HashMap<>();

    Departures(
            Hands hands,
            Deliveries deliveries,
            DeliveryStore store,
            ParkedEvents parkedEvents,
            Changes changes,
            Turns turns) {
        this.hands = hands;
        this.parkedEvents = parkedEvents;
        this.deliveries = deliveries;
        this.store = store;
        this.changes = changes;
        this.turns = turns;
    }

    /// Lets it have what was accepted before; one that is paused, once it is resumed. Of one that
    /// leaves already, the goal stays.
    void drain(Optional<Caller> caller, Destination old) {
        if (old.leaving()) {
            return;
        }
        ChangeEvents.Act act =
                Integrations.act(
                        "integration.delete",
                        Operation.DELETE,
                        old,
                        "deleted '%s', which gets what was accepted before%s"
                                .formatted(
                                        old.name(),
                                        old.pause().isPresent() ? ", once it is resumed" : ""));
        changes.make(caller, old, act, old.asLeaving(Long.MAX_VALUE), Changes.Effect.AT_ONCE);
    }

    /// Ends it as it is.
    void abandon(Optional<Caller> caller, Destination old) {
        ChangeEvents.Act act =
                Integrations.act(
                        "integration.delete",
                        Operation.DELETE,
                        old,
                        "deleted '%s' and abandoned what it has not got".formatted(old.name()));
        changes.end(caller, old, act, () -> forget(caller, old.id()));
    }

    /// Ends a replay.
    void cancel(Optional<Caller> caller, Destination destination, String lane, String why) {
        ChangeEvents.Act act =
                Integrations.act(
                        "integration.cancel-replay",
                        Operation.EXECUTE,
                        destination,
                        "cancelled replay %s of '%s'%s".formatted(lane, destination.name(), why));
        changes.make(
                caller,
                act,
                destination.id(),
                new Intent.Cancel(lane),
                () -> deliveries.cancelReplay(destination.id(), lane));
    }

    /// Ends those that leave and have all they should get, and those that were to be abandoned when
    /// something came between.
    @Override
    public Duration step() {
        for (Destination drained : deliveries.drained()) {
            alone(
                    drained.id(),
                    () -> {
                        if (deliveries.drained().contains(drained)) {
                            forget(Optional.empty(), drained.id());
                        }
                    });
        }
        for (String abandoned : changes.ending()) {
            if (deliveries.isKnown(abandoned)) {
                alone(abandoned, () -> forget(Optional.empty(), abandoned));
            }
        }
        resting.keySet().removeIf(id -> deliveries.destination(id).isEmpty());
        return TICK;
    }

    /// One that cannot end rests, and keeps no other from ending.
    private void alone(String id, Runnable end) {
        int steps = resting.getOrDefault(id, 0);
        if (steps > 0) {
            resting.put(id, steps - 1);
            return;
        }
        try {
            turns.ifFree(id, end);
        } catch (RuntimeException e) {
            resting.put(id, RESTING_STEPS);
            logger.log(
                    System.Logger.Level.ERROR,
                    "integration cannot end; tried again in %d s: %s".formatted(RESTING_STEPS, id),
                    e);
        }
    }

    private void forget(Optional<Caller> caller, String id) {
        Optional<Destination> known = deliveries.destination(id);
        if (known.isEmpty()) {
            return;
        }
        Destination destination = known.get();
        deliveries.requireRoom(id);
        Set<Long> underWay = parkedEvents.close(id);
        try {
            unconfirmed(destination)
                    .ifPresent(gap -> write(caller, destination, "unconfirmed", "without " + gap));
            parked(caller, destination, underWay);
            for (String lane : deliveries.running(id)) {
                cancel(caller, destination, lane, ", which ended");
            }
            deliveries.remove(id);
        } finally {
            parkedEvents.reopen(id);
        }
    }

    private Optional<String> unconfirmed(Destination destination) {
        Lane.View view = deliveries.live(destination);
        Behind behind = Behind.of(hands.journal(), view);
        boolean sends = destination.pause().isEmpty() || view.unconfirmed() > 0;
        String gap =
                "%s%d events not confirmed after destinationSequence %d%s"
                        .formatted(
                                behind.exact() ? "" : "at most ",
                                behind.events(),
                                view.confirmedTo(),
                                sends ? ", of which the receiver may have some" : "");
        return behind.events() == 0 ? Optional.empty() : Optional.of(gap);
    }

    private void parked(Optional<Caller> caller, Destination destination, Set<Long> underWay) {
        var waiting = new ArrayList<Long>();
        var sending = new ArrayList<Long>();
        Parked.all(store, destination.id(), Parked.State.OPEN)
                .forEach(one -> {
                    long number = one.destinationSequence();
                    boolean sent = one.state() == Parked.State.SENDING || underWay.contains(number);
                    (sent ? sending : waiting).add(number);
                });
        write(caller, destination, "parked", "without %d parked events", waiting);
        write(
                caller,
                destination,
                "sending",
                "while %d parked events were being sent, which the receiver may have or get",
                sending);
    }

    private void write(
            Optional<Caller> caller,
            Destination destination,
            String part,
            String what,
            List<Long> numbers) {
        for (int from = 0; from < numbers.size(); from += NUMBERS_MAX) {
            List<Long> some = numbers.subList(from, Math.min(numbers.size(), from + NUMBERS_MAX));
            write(
                    caller,
                    destination,
                    "%s from %d".formatted(part, some.getFirst()),
                    what.formatted(some.size()) + ", destinationSequence " + ranges(some));
        }
    }

    /// Such as `3, 7-9`.
    public static String ranges(List<Long> numbers) {
        var text = new StringBuilder();
        for (int first = 0, last = 0; first < numbers.size(); first = ++last) {
            while (last + 1 < numbers.size() && numbers.get(last + 1) == numbers.get(last) + 1) {
                last++;
            }
            text.append(text.isEmpty() ? "" : ", ").append(numbers.get(first));
            if (last > first) {
                text.append('-').append(numbers.get(last));
            }
        }
        return text.toString();
    }

    private void write(Optional<Caller> caller, Destination destination, String part, String gap) {
        ChangeEvents.Act act =
                Integrations.act(
                        "integration.gap",
                        Operation.OTHER,
                        destination,
                        "'%s' ended %s".formatted(destination.name(), gap));
        var task = new Intent.Gap(destination.leavingAt().orElse(0), part);
        changes.tell(caller, act, destination.id(), task);
    }
}
