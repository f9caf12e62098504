package dev.indelible.core.delivery;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The journal as one destination sees it: its organization's events that its filters let through.
final class LiveSource implements Source {
    private static final int READ_EVENTS_MAX = 2_000;
    private static final long READ_BYTES_MAX = 4L << 20;

    private final Journal journal;
    private final @Nullable String organization;
    private final Filters filters;
    private final LongSupplier horizon;

    /// @param horizon the position at which it stops, wherever the journal ends
    LiveSource(
            Journal journal,
            @Nullable String organization,
            Filters filters,
            LongSupplier horizon) {
        this.journal = journal;
        this.organization = organization;
        this.filters = filters;
        this.horizon = horizon;
    }

    @Override
    public long end() {
        // In this order: what the journal takes after a horizon was set is never planned past it.
        long end = journal.end();
        return Math.min(end, horizon.getAsLong());
    }

    @Override
    public Draw draw(Progress progress, Cut cut) {
        long number = progress.nextDestinationSequence();
        long position = progress.plannedPosition();
        long sequence = progress.plannedSequence();
        long stop = Math.min(cut.beforePosition(), end());
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
                if (isOurs(entry) && filters.pass(entry)) {
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

    private boolean isOurs(Entry entry) {
        return organization == null || organization.equals(entry.organization());
    }
}
