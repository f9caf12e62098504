package dev.indelible.core.delivery;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.search.Document;
import dev.indelible.core.search.Matcher;
import dev.indelible.core.search.Query;
import dev.indelible.core.search.QueryLanguage;
import java.util.List;

/// Which events a destination wants: each is judged by the filter that was in force when the
/// journal took it, however late it is planned.
///
/// @param earlier in order; each goes up to where the next begins
/// @param present for all after these
record Filters(List<Until> earlier, Query present) {

    /// What held for events below a position.
    record Until(Query filter, long beforePosition) {}

    static Filters of(Destination destination) {
        List<Until> earlier =
                destination.earlier().stream()
                        .map(one ->
                                new Until(QueryLanguage.kept(one.filter()), one.beforePosition()))
                        .toList();
        return new Filters(earlier, QueryLanguage.kept(destination.filter()));
    }

    /// The present one, as if it had always been in force.
    Filters presentOnly() {
        return new Filters(List.of(), present);
    }

    boolean pass(Entry entry) {
        Query filter = at(entry.position());
        return filter instanceof Query.All || Matcher.matches(filter, Document.of(entry));
    }

    private Query at(long position) {
        for (Until one : earlier) {
            if (position < one.beforePosition()) {
                return one.filter();
            }
        }
        return present;
    }
}
