package dev.indelible.server.delivery;

import dev.indelible.core.delivery.Deliveries;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The names of an organization's integrations, of which no two are alike, also while several are
/// made or renamed at a time; the files to which some write, of which neither two are; and how many
/// there are. Any thread.
final class Names {
    private static final String FILE = "file";

    private final Deliveries deliveries;
    private final int countMax;

    /// By integration: what it is to be called.
    private final Map<String, Named> underWay = new HashMap<>();

    /// @param file empty where it writes to none; in one spelling, which some disks take for
    ///   another
    private record Named(@Nullable String organization, String name, String file) {
        static Named of(Draft draft) {
            String file = draft.settings().path("name").asString("");
            return new Named(draft.organization(), draft.name(), file(draft.type(), file));
        }

        static Named of(Destination destination) {
            String file = Draft.member(destination.settings(), "name").asString("");
            return new Named(
                    destination.organization(), destination.name(), file(destination.type(), file));
        }

        private static String file(String type, String name) {
            return type.equals(FILE) ? name.toLowerCase(Locale.ROOT) : "";
        }

        boolean isCalledAs(Named other) {
            return Objects.equals(organization, other.organization) && name.equals(other.name);
        }

        boolean writesWhere(Named other) {
            return Objects.equals(organization, other.organization)
                    && !file.isEmpty()
                    && file.equals(other.file);
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
        List<Named> others =
                Stream.concat(
                                deliveries.destinations().stream()
                                        .filter(other -> !other.id().equals(id))
                                        .map(Named::of),
                                underWay.values().stream())
                        .toList();
        if (others.stream().anyMatch(wanted::isCalledAs)) {
            throw new Rejected(
                    Problem.NAME_TAKEN, "an integration of this name exists in the organization");
        }
        if (others.stream().anyMatch(wanted::writesWhere)) {
            throw new Rejected(
                    Problem.NAME_TAKEN,
                    "another integration of the organization writes to the file '%s' already; name another"
                            .formatted(wanted.file()));
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
