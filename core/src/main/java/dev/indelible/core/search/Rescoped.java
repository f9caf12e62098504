package dev.indelible.core.search;

import dev.indelible.core.access.Scope;
import dev.indelible.core.journal.Entry;
import java.util.Optional;
import java.util.function.Predicate;

/* How two scopes are written says little: a new project beside a folder is in the scope of whoever reads the
 * folder, as one that is elsewhere. So it is each event that is asked for. */

/// What was read within one scope, and would be read within another now.
public final class Rescoped {
    private Rescoped() {}

    /// Tells of an event of the one scope whether it is in the other, and as clear there. One that
    /// was in neither stays unseen.
    ///
    /// @param began of what is read
    /// @param now what may be seen by now
    public static Predicate<Entry> keeping(Scope began, Scope now) {
        if (began.equals(now)) {
            return _ -> true;
        }
        if (!began.filter().equals(now.filter())) {
            return _ -> false;
        }
        Query reachBefore = Scoped.of(began.reach());
        Query reachNow = Scoped.of(now.reach());
        Optional<Query> clearBefore = began.clear().map(Scoped::of);
        Optional<Query> clearNow = now.clear().map(Scoped::of);
        return entry -> {
            if (entry.isExpired()) {
                return true; // Nothing of it is left to be seen.
            }
            Document document = Document.of(entry);
            return !Matcher.matches(reachBefore, document)
                    || (Matcher.matches(reachNow, document)
                            && (!isIn(clearBefore, document) || isIn(clearNow, document)));
        };
    }

    private static boolean isIn(Optional<Query> clear, Document document) {
        return clear.isPresent() && Matcher.matches(clear.get(), document);
    }
}
