package dev.indelible.core.delivery;

import java.util.List;
import java.util.OptionalLong;

/// Where in the journal the events are that a destination has under its numbers.
public final class Numbers {
    private Numbers() {}

    /// The position of the first event that is confirmed or set aside and has this
    /// destinationSequence or a later one; empty if there is none yet.
    ///
    /// Numbers grow with positions, so it is found by halves, whose reads are one batch each.
    ///
    /// @param endPosition after the last that it may be at
    public static OptionalLong position(
            DeliveryStore store,
            Destination destination,
            long destinationSequence,
            long endPosition) {
        long low = destination.startPosition();
        long high = endPosition;
        while (low < high) {
            long middle = low + (high - low) / 2;
            List<Plan> next = store.settled(destination.id(), middle, 1);
            if (next.isEmpty()
                    || next.getFirst().lastDestinationSequence() >= destinationSequence) {
                high = middle;
            } else {
                low = next.getFirst().positions().last() + 1;
            }
        }
        return store.settled(destination.id(), low, 1).stream()
                .filter(plan -> plan.lastDestinationSequence() >= destinationSequence)
                .mapToLong(plan -> {
                    long index = destinationSequence - plan.firstDestinationSequence();
                    return plan.positions().toArray()[(int) Math.max(0, index)];
                })
                .findFirst();
    }
}
