package dev.indelible.core.delivery;

import dev.indelible.core.ops.AuditException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What proves refused events where nothing comes after them: a batch of other events that the
/// receiver took before, sent once more with the same id and bytes. For the lane's thread.
final class Control {
    private static final int PLANS_MAX = 200;

    private Control() {}

    /// One for what is refused in this window, if there is any whose bytes can be made again.
    static Optional<Flight> of(Cargo cargo) {
        Set<Long> refused =
                cargo.window().flights().stream()
                        .flatMapToLong(flight -> Arrays.stream(flight.plan.positions().toArray()))
                        .boxed()
                        .collect(Collectors.toSet());
        return cargo.store().recent(cargo.destination().id(), PLANS_MAX).stream()
                .filter(plan -> plan.state() == Plan.State.CONFIRMED)
                .filter(plan ->
                        plan.lane().equals(cargo.progress().lane())
                                || plan.lane().equals(Progress.LIVE))
                .filter(plan ->
                        Arrays.stream(plan.positions().toArray()).noneMatch(refused::contains))
                .map(Flight::control)
                .filter(control -> isThawed(cargo, control))
                .findFirst();
    }

    private static boolean isThawed(Cargo cargo, Flight control) {
        try {
            return cargo.freezer(control.plan).thaw(control);
        } catch (AuditException.Corrupt e) {
            return false; // Another will do.
        }
    }

    /// How a person ends what is at its end and cannot go on.
    static String howToEnd(Cargo cargo) {
        return cargo.progress().replay().isPresent()
                ? "; cancel the replay to end it without them"
                : cargo.destination().leaving()
                        ? "; delete it with pending=abandon to end it without them"
                        : "";
    }
}
