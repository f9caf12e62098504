package dev.indelible.core.delivery;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where events are delivered, as a person set it up.
///
/// @param id letters and digits
/// @param organization whose events go there; absent for those of the whole instance
/// @param name for people, unique within the organization
/// @param type the kind, as [SinkKind#type()] says
/// @param filter in the language of searches; empty lets all through
/// @param settings JSON for [SinkKind], without secrets
/// @param secrets encrypted; what opens them is not core's
/// @param epoch grows by one with each change of filter, settings, secrets or the form in which
///   events are read, and when a person has batches planned anew
/// @param startPosition the first event that may go there
/// @param changedBy who made the last change
/// @param pause present while a person has stopped it: events wait in the journal
/// @param earlier filters that were in force before, in order, as far as events of their time may
///   not be planned yet
/// @param leaving whether it ends once it has all that was accepted before it was deleted
public record Destination(
        String id,
        @Nullable String organization,
        String name,
        String type,
        String filter,
        String settings,
        String secrets,
        long epoch,
        long startPosition,
        long createdMillis,
        long changedMillis,
        String changedBy,
        Optional<Pause> pause,
        List<Earlier> earlier,
        boolean leaving) {
    /// Filters that may be waited for at a time.
    public static final int EARLIER_MAX = 50;

    public Destination {
        earlier = List.copyOf(earlier);
    }

    /// Who stopped it, since when, and why.
    public record Pause(String by, long sinceMillis, String reason) {}

    /// The filter by which events below a position are judged, as far as none before it is.
    public record Earlier(String filter, long beforePosition) {}

    /// The earlier filters once another is in force from this position on.
    public List<Earlier> earlier(String other, long position) {
        return other.equals(filter)
                ? earlier
                : Stream.concat(earlier.stream(), Stream.of(new Earlier(filter, position)))
                        .toList();
    }

    /// The same, paused or no longer.
    public Destination withPause(Optional<Pause> other) {
        return with(epoch, other, earlier, leaving);
    }

    /// The same, with settings that are new to it although they may be equal to those it had.
    public Destination renewed() {
        return with(epoch + 1, pause, earlier, leaving);
    }

    /// The same, about to end.
    public Destination asLeaving() {
        return with(epoch, pause, earlier, true);
    }

    /// The same, all events below this position planned.
    Destination planned(long position) {
        List<Earlier> left =
                earlier.stream().filter(one -> one.beforePosition() > position).toList();
        return with(epoch, pause, left, leaving);
    }

    private Destination with(
            long otherEpoch,
            Optional<Pause> otherPause,
            List<Earlier> otherEarlier,
            boolean otherLeaving) {
        return new Destination(
                id,
                organization,
                name,
                type,
                filter,
                settings,
                secrets,
                otherEpoch,
                startPosition,
                createdMillis,
                changedMillis,
                changedBy,
                otherPause,
                otherEarlier,
                otherLeaving);
    }
}
