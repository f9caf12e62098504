package dev.indelible.core.delivery;

import dev.indelible.core.journal.Entry;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What became of one event at one destination, from durable state.
///
/// @param destinationSequence the number under which it goes there; 0 where it has none
/// @param millis since when; 0 where that is not kept
public record Whereabouts(State state, long destinationSequence, long millis) {

    /// What can become of an event.
    public enum State {
        /// From before the destination began, or after it was deleted.
        OUTSIDE,
        /// The filter that was in force when it came does not let it through.
        FILTERED,
        /// It goes there, and is not confirmed yet.
        WAITING,
        /// The receiver has confirmed it.
        CONFIRMED,
        /// The receiver refused it, and it waits for a person.
        PARKED,
        /// It was parked, and is being sent after all.
        SENDING,
        /// It was parked, and the receiver has it now.
        SENT,
        /// It was parked, and a person decided that the receiver does not get it.
        SKIPPED
    }

    /// Of an event of the destination's organization, or of any if it has none.
    public static Whereabouts of(DeliveryStore store, Destination destination, Entry entry) {
        long position = entry.position();
        boolean isOutside =
                position < destination.startPosition()
                        || position >= destination.leavingAt().orElse(Long.MAX_VALUE);
        if (isOutside) {
            return new Whereabouts(State.OUTSIDE, 0, 0);
        }
        // In this order: batches only go from planned to open to settled.
        long planned =
                store.progress(destination.id(), Progress.LIVE)
                        .map(Progress::plannedPosition)
                        .orElse(destination.startPosition());
        if (position >= planned) {
            boolean passes = Filters.of(destination).pass(entry);
            return new Whereabouts(passes ? State.WAITING : State.FILTERED, 0, 0);
        }
        Optional<Whereabouts> open =
                within(store.open(destination.id(), Progress.LIVE), position)
                        .map(plan ->
                                new Whereabouts(
                                        State.WAITING,
                                        number(plan, position),
                                        plan.plannedMillis()));
        return open.or(() -> settled(store, destination.id(), position))
                .orElseGet(() -> new Whereabouts(State.FILTERED, 0, 0));
    }

    private static Optional<Whereabouts> settled(
            DeliveryStore store, String destination, long position) {
        return within(store.settled(destination, position, 1), position)
                .map(plan -> {
                    long number = number(plan, position);
                    return plan.state() == Plan.State.CONFIRMED
                            ? new Whereabouts(State.CONFIRMED, number, plan.settledMillis())
                            : parked(store.parked(destination, number), plan, number);
                });
    }

    private static Whereabouts parked(Optional<Parked> parked, Plan plan, long number) {
        State state =
                switch (parked.map(Parked::state).orElse(Parked.State.PARKED)) {
                    case PARKED -> State.PARKED;
                    case SENDING -> State.SENDING;
                    case SENT -> State.SENT;
                    case SKIPPED -> State.SKIPPED;
                };
        return new Whereabouts(state, number, plan.settledMillis());
    }

    private static Optional<Plan> within(List<Plan> plans, long position) {
        return plans.stream()
                .filter(plan -> Arrays.binarySearch(plan.positions().toArray(), position) >= 0)
                .findFirst();
    }

    private static long number(Plan plan, long position) {
        return plan.firstDestinationSequence()
                + Arrays.binarySearch(plan.positions().toArray(), position);
    }
}
