package dev.indelible.core.search;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.ops.Limits;
import java.util.List;
import java.util.function.UnaryOperator;

/// New events as they become durable. For one thread.
public final class Tail {
    private final Journal journal;
    private final Query query;
    private final UnaryOperator<Entry> shown;

    Tail(Journal journal, Query query, UnaryOperator<Entry> shown) {
        this.journal = journal;
        this.query = query;
        this.shown = shown;
    }

    /// Where events that come from now on begin.
    public long end() {
        return journal.end();
    }

    /// Looks at the next events from a position on, a bounded number of them.
    ///
    /// @return those that match, and where to go on
    public Step next(long fromPosition) {
        List<Entry> read =
                journal.read(
                        Math.min(fromPosition, journal.end()),
                        Limits.PAGE_ROWS_MAX,
                        Limits.FOLLOW_BYTES_MAX);
        List<Entry> matching =
                read.stream()
                        .filter(entry -> Matcher.matches(query, Document.of(entry)))
                        .map(shown)
                        .toList();
        return new Step(matching, read.isEmpty() ? fromPosition : read.getLast().position() + 1);
    }

    /// What one look found.
    public record Step(List<Entry> entries, long nextPosition) {}
}
