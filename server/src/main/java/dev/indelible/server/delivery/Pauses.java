package dev.indelible.server.delivery;

import dev.indelible.core.access.Caller;
import dev.indelible.core.delivery.Destination;
import dev.indelible.event.Detail;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Who stops an integration: a person, or the file that declares it. What a person stopped, a start
/// with a file that does not stop it leaves so; what the file stops goes on by the file only.
final class Pauses {
    private final InstantSource clock;

    Pauses(InstantSource clock) {
        this.clock = clock;
    }

    static String name(Optional<Caller> caller) {
        return caller.map(Caller::name).orElse(Declarations.BY);
    }

    Destination.Pause by(Optional<Caller> caller, String reason) {
        return new Destination.Pause(name(caller), clock.millis(), reason);
    }

    /// Of one that is changed.
    ///
    /// @param caller absent where the file changes it
    Optional<Destination.Pause> after(Optional<Caller> caller, Destination old, boolean enabled) {
        Optional<Destination.Pause> kept =
                caller.isPresent()
                        ? old.pause().filter(_ -> !enabled)
                        : old.pause().filter(pause -> Declarations.isOfFile(pause) != enabled);
        return enabled ? kept : kept.or(() -> Optional.of(by(caller, "")));
    }

    /// What of a pause a change changes.
    static List<Detail.Change> changes(Destination old, Optional<Destination.Pause> other) {
        if (old.pause().isEmpty() != other.isEmpty()) {
            return List.of(Checks.enabling(other.isEmpty()));
        }
        String before = old.pause().map(Destination.Pause::by).orElse("");
        String after = other.map(Destination.Pause::by).orElse("");
        return before.equals(after)
                ? List.of()
                : List.of(Checks.change("/paused/by", before, after));
    }

    /// Whether one is stopped as a file with this draft of it wants it.
    static boolean isAsDeclared(Destination known, boolean enabled) {
        return known.pause().filter(Declarations::isOfFile).isEmpty() == enabled;
    }
}
