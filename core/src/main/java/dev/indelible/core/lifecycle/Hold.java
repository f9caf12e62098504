package dev.indelible.core.lifecycle;

import dev.indelible.core.access.Names;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.search.Query;
import dev.indelible.core.search.QueryLanguage;
import java.util.Map;

/// A query of which nothing expires or is erased until the hold is released.
///
/// @param query in the query language, of the organization's events
/// @param reason why, for example a case number
/// @param owner who answers for it
public record Hold(
        String id,
        String organization,
        String query,
        String reason,
        String owner,
        long createdMillis) {
    private static final int TEXT_CHARS_MAX = 1000;

    public Hold {
        if (query.isBlank() || reason.isBlank() || owner.isBlank()) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "a hold has a query, a reason and an owner; `*` is the query for everything");
        }
        if (reason.length() > TEXT_CHARS_MAX || owner.length() > TEXT_CHARS_MAX) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "a hold's reason and owner have at most %d characters"
                            .formatted(TEXT_CHARS_MAX));
        }
        asked(query);
    }

    /// One that is placed now. What is not seen is refused in it, and taken as it is from one that
    /// is there already.
    ///
    /// @throws Rejected if the query is none, or says who or why to nobody
    static Hold placed(
            String id,
            String organization,
            String query,
            String reason,
            String owner,
            long nowMillis) {
        Names.requireAllSeen("reason", reason);
        Names.requireAllSeen("owner", owner);
        if (!isEverything(query)) {
            QueryLanguage.parse(query);
        }
        return new Hold(id, organization, query, reason, owner, nowMillis);
    }

    private static Query asked(String query) {
        return isEverything(query) ? new Query.All() : QueryLanguage.kept(query);
    }

    private static boolean isEverything(String query) {
        return query.strip().equals("*");
    }

    /// What it covers.
    Query asked() {
        return asked(query);
    }

    Map<String, String> note() {
        return Map.of(
                "organization", organization,
                "query", query,
                "reason", reason,
                "owner", owner,
                "created", Long.toString(createdMillis));
    }

    static Hold of(String id, Map<String, String> note) {
        return new Hold(
                id,
                note.getOrDefault("organization", ""),
                note.getOrDefault("query", ""),
                note.getOrDefault("reason", ""),
                note.getOrDefault("owner", ""),
                Long.parseLong(note.getOrDefault("created", "0")));
    }
}
