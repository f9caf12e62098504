package dev.indelible.core.delivery;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.search.Document;
import dev.indelible.core.search.Matcher;
import dev.indelible.core.search.Query;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The journal as one destination sees it: its organization's events that its filter lets through.
final class LiveSource implements Source {
    private static final int READ_EVENTS_MAX = 2_000;
    private static final long READ_BYTES_MAX = 4L << 20;

    private final Journal journal;
    private final @Nullable String organization;
    private final Query filter;

    LiveSource(Journal journal, @Nullable String organization, Query filter) {
        this.journal = journal;
        this.organization = organization;
        this.filter = filter;
    }

    @Override
    public Draw draw(Progress progress, Cut cut) {
        long number = progress.nextDestinationSequence();
        long position = progress.plannedPosition();
        long sequence = progress.plannedSequence();
        long stop = Math.min(cut.beforePosition(), journal.end());
        var items = new ArrayList<Batch.Item>();
        long bytes = 0;
        if (position < stop) {
            List<Entry> entries = journal.read(position, READ_EVENTS_MAX, READ_BYTES_MAX);
            if (entries.isEmpty()) {
                // All that is left was damaged; there will be no more of it.
                position = stop;
            }
            for (Entry entry : entries) {
                if (entry.position() >= stop) {
                    position = stop;
                    break;
                }
                if (takes(entry)) {
                    bytes += entry.bytes();
                    if (items.size() == cut.count() || (!items.isEmpty() && bytes > cut.bytes())) {
                        break;
                    }
                    items.add(new Batch.Item(number++, entry));
                }
                if (isOurs(entry)) {
                    sequence = entry.sequence() + 1;
                }
                position = entry.position() + 1;
            }
        }
        return new Draw(items, position, sequence);
    }

    @Override
    public boolean isOver(long position) {
        return false;
    }

    private boolean isOurs(Entry entry) {
        return organization == null || organization.equals(entry.organization());
    }

    /// Whether this destination gets the event.
    boolean takes(Entry entry) {
        return isOurs(entry)
                && (filter instanceof Query.All || Matcher.matches(filter, Document.of(entry)));
    }
}
