package dev.indelible.core.delivery;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
/// @param leavingAt present once it was deleted: it ends when it has all that the journal has below
///   this position, and gets nothing from there on
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
        OptionalLong leavingAt) {
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
        return with(epoch, startPosition, other, earlier, leavingAt);
    }

    /// The same, with settings that are new to it although they may be equal to those it had.
    public Destination renewed() {
        return with(epoch + 1, startPosition, pause, earlier, leavingAt);
    }

    /// Whether it was deleted, and has yet to get something.
    public boolean leaving() {
        return leavingAt.isPresent();
    }

    /// The same, about to end with what comes before this position.
    public Destination asLeaving(long position) {
        return with(epoch, startPosition, pause, earlier, OptionalLong.of(position));
    }

    /// The same, made or changed by the event at this position: it begins there at the latest, and
    /// what ends with the greatest number ends right after it.
    public Destination from(long position) {
        List<Earlier> known =
                earlier.stream()
                        .map(one ->
                                one.beforePosition() == Long.MAX_VALUE
                                        ? new Earlier(one.filter(), position + 1)
                                        : one)
                        .toList();
        boolean leavesThen = leavingAt.orElse(0) == Long.MAX_VALUE;
        return with(
                epoch,
                Math.min(startPosition, position),
                pause,
                known,
                leavesThen ? OptionalLong.of(position + 1) : leavingAt);
    }

    /// The same, all events below this position planned.
    Destination planned(long position) {
        List<Earlier> left =
                earlier.stream().filter(one -> one.beforePosition() > position).toList();
        return with(epoch, startPosition, pause, left, leavingAt);
    }

    private Destination with(
            long otherEpoch,
            long otherStartPosition,
            Optional<Pause> otherPause,
            List<Earlier> otherEarlier,
            OptionalLong otherLeavingAt) {
        return new Destination(
                id,
                organization,
                name,
                type,
                filter,
                settings,
                secrets,
                otherEpoch,
                otherStartPosition,
                createdMillis,
                changedMillis,
                changedBy,
                otherPause,
                otherEarlier,
                otherLeavingAt);
    }
}
