package dev.indelible.core.delivery;

import java.util.Optional;
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
        boolean leaving) {

    /// Who stopped it, since when, and why.
    public record Pause(String by, long sinceMillis, String reason) {}

    /// The same, paused or no longer.
    public Destination withPause(Optional<Pause> other) {
        return new Destination(
                id,
                organization,
                name,
                type,
                filter,
                settings,
                secrets,
                epoch,
                startPosition,
                createdMillis,
                changedMillis,
                changedBy,
                other,
                leaving);
    }

    /// The same, with settings that are new to it although they may be equal to those it had.
    public Destination renewed() {
        return new Destination(
                id,
                organization,
                name,
                type,
                filter,
                settings,
                secrets,
                epoch + 1,
                startPosition,
                createdMillis,
                changedMillis,
                changedBy,
                pause,
                leaving);
    }

    /// The same, about to end.
    public Destination asLeaving() {
        return new Destination(
                id,
                organization,
                name,
                type,
                filter,
                settings,
                secrets,
                epoch,
                startPosition,
                createdMillis,
                changedMillis,
                changedBy,
                pause,
                true);
    }
}
