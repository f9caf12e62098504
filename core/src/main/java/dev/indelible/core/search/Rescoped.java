package dev.indelible.core.search;

import dev.indelible.core.access.Reach;
import dev.indelible.core.access.Scope;
import dev.indelible.core.journal.Entry;
import java.util.Optional;

/* How two scopes are written says little: a new project beside a folder is in the scope of whoever reads the
 * folder, as one that is elsewhere. So it is each event that is asked for. */

/// What was read within one scope, and would be read within another now.
///
/// @param began of what is read
/// @param now what may be seen by now
public record Rescoped(Scope began, Scope now) {

    /// Whether an event of the one scope is in the other, and as clear there.
    public boolean keeps(Entry entry) {
        if (began.equals(now)) {
            return true;
        }
        if (!began.filter().equals(now.filter())) {
            return false;
        }
        if (entry.isExpired()) {
            return true; // Nothing of it is left to be seen.
        }
        Document document = Document.of(entry);
        return Matcher.matches(Scoped.of(now.reach()), document)
                && (!isIn(began.clear(), document) || isIn(now.clear(), document));
    }

    private static boolean isIn(Optional<Reach> clear, Document document) {
        return clear.isPresent() && Matcher.matches(Scoped.of(clear.get()), document);
    }
}
