package dev.indelible.core.lifecycle;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.search.Document;
import dev.indelible.core.search.Matcher;
import dev.indelible.core.search.Query;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The holds of one moment, ready to be asked of many events. Immutable; any thread.
final class Holds {
    private final Map<String, Map<String, Query>> byOrganization = new HashMap<>();

    Holds(List<Hold> holds) {
        for (Hold hold : holds) {
            byOrganization
                    .computeIfAbsent(hold.organization(), _ -> new HashMap<>())
                    .put(hold.id(), hold.asked());
        }
    }

    /// Refuses one more where there are so many that expiry would take long to ask them all.
    static void requireRoom(String organization, List<Hold> own) {
        if (own.size() >= Limits.HOLDS_MAX) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "organization '%s' has %d holds, which is the most; release one"
                            .formatted(organization, Limits.HOLDS_MAX));
        }
    }

    /// The ids of the holds that cover an entry.
    Set<String> of(Entry entry) {
        Map<String, Query> own = byOrganization.getOrDefault(entry.organization(), Map.of());
        if (own.isEmpty()) {
            return Set.of();
        }
        Document document = Document.of(entry);
        var covering = new HashSet<String>();
        own.forEach((id, query) -> {
            if (Matcher.matches(query, document)) {
                covering.add(id);
            }
        });
        return covering;
    }
}
