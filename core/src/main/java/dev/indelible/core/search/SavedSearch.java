package dev.indelible.core.search;

import dev.indelible.core.access.Names;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import java.util.List;

/// A search that somebody keeps under a name.
///
/// @param id letters, digits and dashes
/// @param owner id of the caller who keeps it, with a name for people
/// @param asked what is kept
/// @param changedMillis milliseconds since 1970
public record SavedSearch(
        String id, String organization, Owner owner, Asked asked, long changedMillis) {
    private static final int NAME_CHARS_MAX = 100;
    private static final int RANGE_CHARS_MAX = 40;
    private static final int COLUMNS_MAX = 50;
    private static final int COLUMN_CHARS_MAX = 200;

    /// Who keeps it.
    public record Owner(String id, String name) {}

    /// What is kept.
    ///
    /// @param q in the query language; empty for everything
    /// @param from an instant, or relative such as `-24h`; empty for no bound
    /// @param to the same
    /// @param columns that are shown, in order; empty for the usual ones
    /// @param shared whether everybody who reads the organization sees it
    public record Asked(
            String name, String q, String from, String to, List<String> columns, boolean shared) {
        public Asked {
            columns = List.copyOf(columns);
        }

        /// Refuses what cannot be kept.
        ///
        /// @param nowMillis when it is kept, milliseconds since 1970
        /// @throws Rejected naming the member, its value and the limit
        void check(long nowMillis) {
            if (name.isBlank() || name.length() > NAME_CHARS_MAX) {
                throw invalid("name has 1 to %d characters".formatted(NAME_CHARS_MAX));
            }
            Names.requireSeen("saved search", name);
            if (from.length() > RANGE_CHARS_MAX || to.length() > RANGE_CHARS_MAX) {
                throw invalid("from and to have at most %d characters".formatted(RANGE_CHARS_MAX));
            }
            if (columns.size() > COLUMNS_MAX
                    || columns.stream().anyMatch(column -> column.length() > COLUMN_CHARS_MAX)) {
                throw invalid(
                        "columns are at most %d of at most %d characters"
                                .formatted(COLUMNS_MAX, COLUMN_CHARS_MAX));
            }
            KeptRange.check(from, to, nowMillis);
            if (!q.isEmpty()) {
                QueryLanguage.parse(q);
            }
        }

        private static Rejected invalid(String limit) {
            return new Rejected(Problem.PARAMETER_INVALID, "of a saved search, " + limit);
        }
    }
}
