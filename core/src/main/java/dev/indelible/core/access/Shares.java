package dev.indelible.core.access;

import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import java.util.List;
import java.util.Objects;

/// What the instance has a bounded number of, shared between its organizations: one has at most as
/// many as are left to all others, so none can take them all, and each further one gets some.
final class Shares {
    private Shares() {}

    /// Refuses one more where there is no room for it.
    ///
    /// @param what in the plural
    /// @param all the levels of those that are there
    /// @throws Rejected if so
    static void requireRoom(String what, List<Level> all, Level level) {
        String organization = level.organization();
        long left = (long) Limits.KEYS_MAX - all.size();
        if (left <= 0) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "there are at most %d %s".formatted(Limits.KEYS_MAX, what));
        }
        if (organization == null) {
            return;
        }
        long own =
                all.stream()
                        .filter(other -> Objects.equals(other.organization(), organization))
                        .count();
        if (own >= left) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "organization '%s' has %d %s, and only %d are left to all others"
                            .formatted(organization, own, what, left));
        }
    }
}
