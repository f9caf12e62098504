package dev.indelible.core.delivery;

import dev.indelible.core.ops.AuditException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What proves refused events where nothing comes after them: another event that the receiver took
/// before, sent once more, marked as a replay and under an id of its own. Under the old id a
/// receiver that takes nothing new would say that it has it. For the lane's thread.
final class Control {
    private static final int PLANS_MAX = 200;
    private static final String LANE = "control";

    private Control() {}

    /// One for what is refused in this window, if there is any.
    static Optional<Flight> of(Cargo cargo, long nowMillis) {
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
                .flatMap(plan -> made(cargo, plan, nowMillis).stream())
                .findFirst();
    }

    private static Optional<Flight> made(Cargo cargo, Plan plan, long nowMillis) {
        Freezer freezer = cargo.freezer(LANE);
        try {
            return Optional.of(freezer.control(freezer.items(plan).getFirst(), nowMillis))
                    .filter(control -> control.unrendered == null);
        } catch (AuditException.Corrupt e) {
            return Optional.empty(); // Another will do.
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
