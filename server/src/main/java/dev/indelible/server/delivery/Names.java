package dev.indelible.server.delivery;

import dev.indelible.core.delivery.Deliveries;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The names of an organization's integrations, of which no two are alike, also while several are
/// made or renamed at a time; and how many there are. Any thread.
final class Names {
    private final Deliveries deliveries;
    private final int countMax;

    /// By integration: what it is to be called.
    private final Map<String, Named> underWay = new HashMap<>();

    private record Named(@Nullable String organization, String name) {
        static Named of(Draft draft) {
            return new Named(draft.organization(), draft.name());
        }
    }

    Names(Deliveries deliveries, int countMax) {
        this.deliveries = deliveries;
        this.countMax = countMax;
    }

    /// Does this while the name is kept for an integration.
    ///
    /// @throws Rejected if another has it
    <T> T keeping(String id, Draft draft, Supplier<T> act) {
        keep(id, draft);
        try {
            return act.get();
        } finally {
            release(id);
        }
    }

    private synchronized void keep(String id, Draft draft) {
        Named wanted = Named.of(draft);
        boolean taken =
                deliveries.destinations().stream()
                        .anyMatch(other ->
                                !other.id().equals(id)
                                        && new Named(other.organization(), other.name())
                                                .equals(wanted));
        if (taken || underWay.containsValue(wanted)) {
            throw new Rejected(
                    Problem.NAME_TAKEN, "an integration of this name exists in the organization");
        }
        underWay.put(id, wanted);
    }

    private synchronized void release(String id) {
        underWay.remove(id);
    }

    /// Refuses one more, with those that are being made.
    ///
    /// @throws Rejected if there are too many
    synchronized void refuseMany(@Nullable String organization) {
        long there =
                deliveries.destinations().stream()
                        .filter(one -> Objects.equals(one.organization(), organization))
                        .count();
        long coming =
                underWay.entrySet().stream()
                        .filter(one -> deliveries.destination(one.getKey()).isEmpty())
                        .map(Map.Entry::getValue)
                        .filter(one -> Objects.equals(one.organization(), organization))
                        .count();
        if (there + coming > countMax) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "there are at most %d integrations of an organization; delete one, or raise integrations-per-organization"
                            .formatted(countMax));
        }
    }
}
