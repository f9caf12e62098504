package dev.indelible.server.delivery;

import dev.indelible.core.access.Caller;
import dev.indelible.core.delivery.Deliveries;
import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Lane;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.ops.Worker;
import dev.indelible.event.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How integrations end: at once, or once they have what was accepted before. What one never gets
/// is in the log before it is forgotten, with its numbers. Any thread; one thread steps.
public final class Departures implements Worker {
    private static final Duration TICK = Duration.ofSeconds(1);

    /// Numbers that one event names; more are in more events.
    private static final int NUMBERS_MAX = 1_000;

    private final Hands hands;
    private final Deliveries deliveries;
    private final DeliveryStore store;
    private final Changes changes;
    private final Turns turns;

    Departures(
            Hands hands, Deliveries deliveries, DeliveryStore store, Changes changes, Turns turns) {
        this.hands = hands;
        this.deliveries = deliveries;
        this.store = store;
        this.changes = changes;
        this.turns = turns;
    }

    /// Lets it have what was accepted before; one that is paused, once it is resumed.
    void drain(Optional<Caller> caller, Destination old) {
        ChangeEvents.Act act =
                Integrations.act(
                        "integration.delete",
                        Operation.DELETE,
                        old,
                        "deleted '%s', which gets what was accepted before%s"
                                .formatted(
                                        old.name(),
                                        old.pause().isPresent() ? ", once it is resumed" : ""));
        changes.make(caller, old, act, _ -> old.asLeaving());
    }

    /// Ends it as it is.
    void abandon(Optional<Caller> caller, Destination old) {
        ChangeEvents.Act act =
                Integrations.act(
                        "integration.delete",
                        Operation.DELETE,
                        old,
                        "deleted '%s' and abandoned what it has not got".formatted(old.name()));
        changes.end(caller, old, act, () -> forget(caller, old));
    }

    /// Ends those that leave and have all they should get.
    @Override
    public Duration step() {
        for (Destination drained : deliveries.drained()) {
            turns.ifFree(
                    drained.organization(),
                    () -> {
                        if (deliveries.drained().contains(drained)) {
                            forget(Optional.empty(), drained);
                        }
                    });
        }
        return TICK;
    }

    private void forget(Optional<Caller> caller, Destination destination) {
        deliveries.requireRoom(destination.id());
        unconfirmed(destination).ifPresent(gap -> write(caller, destination, gap));
        List<Long> parked = parked(destination.id());
        for (int from = 0; from < parked.size(); from += NUMBERS_MAX) {
            List<Long> some = parked.subList(from, Math.min(parked.size(), from + NUMBERS_MAX));
            write(
                    caller,
                    destination,
                    "%d parked events, destinationSequence %s"
                            .formatted(some.size(), ranges(some)));
        }
        deliveries.remove(destination.id());
    }

    private Optional<String> unconfirmed(Destination destination) {
        if (destination.leaving() && deliveries.drained().contains(destination)) {
            return Optional.empty(); // What came later was never meant for it.
        }
        Lane.View view = deliveries.live(destination);
        long events = Behind.of(hands.journal(), view).events();
        return events == 0
                ? Optional.empty()
                : Optional.of(
                        "%d events not confirmed after destinationSequence %d"
                                .formatted(events, view.confirmedTo()));
    }

    private List<Long> parked(String id) {
        return Stream.of(Parked.State.PARKED, Parked.State.SENDING)
                .flatMap(state -> parked(id, state).stream())
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    private List<Long> parked(String id, Parked.State state) {
        var numbers = new ArrayList<Long>();
        List<Parked> page = store.parked(id, state, 0, NUMBERS_MAX);
        while (!page.isEmpty()) {
            page.forEach(one -> numbers.add(one.destinationSequence()));
            page = store.parked(id, state, numbers.getLast(), NUMBERS_MAX);
        }
        return numbers;
    }

    /// Such as `3, 7-9`.
    static String ranges(List<Long> numbers) {
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

    private void write(Optional<Caller> caller, Destination destination, String gap) {
        hands.events()
                .write(
                        caller,
                        Integrations.act(
                                "integration.gap",
                                Operation.OTHER,
                                destination,
                                "'%s' will never get: %s".formatted(destination.name(), gap)));
    }
}
