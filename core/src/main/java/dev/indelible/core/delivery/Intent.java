package dev.indelible.core.delivery;

import java.util.List;
import java.util.UUID;

/* intend    what will be done, and the id of the event that will tell of it    before the event
 * event     what was done, for people
 * change    what is done                                                        after the event
 * forget    the intent                                                          after the change
 *
 * Whoever dies between two of these looks at the next start: where the event is in the log, the change
 * is made, as often as it takes; where it is not, nothing was done. */

/// What is about to be done to a destination, written down before the event that tells of it, so
/// that no event tells of what never came to be.
///
/// @param event the id that the event will have
/// @param log the organization in whose log it will be
public record Intent(UUID event, String log, String destination, Task task) {

    /// What is to be done.
    public sealed interface Task {
        /// One for each of a destination's subjects can be under way.
        String subject();
    }

    /// A destination is there, or other than before. Where it depends on the event's position, it
    /// is as [Destination#from(long)] says.
    public record Put(Destination destination) implements Task {
        @Override
        public String subject() {
            return "settings";
        }
    }

    /// It ends, and gets nothing of what it has not got; what that is is in the log before.
    public record End() implements Task {
        @Override
        public String subject() {
            return "end";
        }
    }

    /// The log tells of a part of what a destination that ends never gets: once, though it takes
    /// several tries to end it.
    ///
    /// @param leavingAt of the destination, which may be wanted again and end another time
    /// @param part of what is told then
    public record Gap(long leavingAt, String part) implements Task {
        @Override
        public String subject() {
            return "gap %d %s".formatted(leavingAt, part);
        }
    }

    /// A replay runs.
    public record Begin(String lane, Progress.Replay range) implements Task {
        @Override
        public String subject() {
            return lane;
        }
    }

    /// A replay is cancelled.
    public record Cancel(String lane) implements Task {
        @Override
        public String subject() {
            return lane;
        }
    }

    /// A parked event is skipped.
    public record Skip(long destinationSequence, long millis, String by, String reason)
            implements Task {
        @Override
        public String subject() {
            return Long.toString(destinationSequence);
        }
    }

    /// A parked event is sent. Its bytes are not written down before they are sent, so that it is
    /// not made after all, but told of as failed.
    public record Send(long destinationSequence) implements Task {
        @Override
        public String subject() {
            return Long.toString(destinationSequence);
        }
    }

    /// The id of the event that tells that it failed, and all is as before.
    public UUID failure() {
        return new UUID(event.getMostSignificantBits(), event.getLeastSignificantBits() ^ 1);
    }

    /// Makes the change in the store alone, if it is not made: before the lanes are opened.
    ///
    /// @param position of the event that tells of it
    /// @return whether it can no longer be made
    public boolean redo(DeliveryStore store, long position) {
        switch (task) {
            case Put(Destination other) -> store.put(other.from(position));
            case End() ->
                    store.destinations().stream()
                            .filter(one -> one.id().equals(destination) && !one.leaving())
                            .forEach(one -> store.put(one.asLeaving(position + 1)));
            case Gap(long _, String _) -> {
                // The event is all of it.
            }
            case Begin(String lane, Progress.Replay range) -> {
                if (store.progress(destination, lane).isEmpty()) {
                    store.record(DeliveryStore.Step.of(Progress.of(destination, lane, range)));
                }
            }
            case Cancel(String lane) -> store.cancel(destination, lane);
            case Skip(long number, long millis, String by, String reason) ->
                    parked(store, number)
                            .forEach(one -> store.replace(one, one.skipped(millis, by, reason)));
            case Send(long number) -> {
                return !parked(store, number).isEmpty();
            }
        }
        return false;
    }

    private List<Parked> parked(DeliveryStore store, long number) {
        return store.parked(destination, number).stream()
                .filter(one -> one.state() == Parked.State.PARKED)
                .toList();
    }
}
