package dev.indelible.core.delivery;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import java.util.ArrayList;
import java.util.List;

/// What a destination got before or ought to get, with the numbers it had: all but what a person
/// skipped; and before the first of these, what its present filter lets through, without numbers.
final class ReplaySource implements Source {
    private static final int PLANS_MAX = 64;
    private static final LeftOut SKIPPED = new LeftOut(1, 0, 0);
    private static final LeftOut EXPIRED = new LeftOut(0, 1, 0);

    private final Journal journal;
    private final DeliveryStore store;
    private final Destination destination;
    private final LiveSource filtered;
    private final Progress.Replay range;

    static ReplaySource of(
            Journal journal, DeliveryStore store, Destination destination, Progress.Replay range) {
        var before =
                new LiveSource(
                        journal,
                        destination.organization(),
                        Filters.of(destination).presentOnly(),
                        () -> Long.MAX_VALUE);
        return new ReplaySource(journal, store, destination, before, range);
    }

    private ReplaySource(
            Journal journal,
            DeliveryStore store,
            Destination destination,
            LiveSource filtered,
            Progress.Replay range) {
        this.journal = journal;
        this.store = store;
        this.destination = destination;
        this.filtered = filtered;
        this.range = range;
    }

    @Override
    public Draw draw(Progress progress, Cut cut) {
        long position = progress.plannedPosition();
        long stop = Math.min(cut.beforePosition(), range.toPosition());
        if (position >= stop) {
            return new Draw(List.of(), position, 0);
        }
        if (position < destination.startPosition()) {
            long before = Math.min(stop, destination.startPosition());
            Draw draw = filtered.draw(progress, new Cut(cut.count(), cut.bytes(), before));
            List<Batch.Item> unnumbered =
                    draw.items().stream().map(item -> new Batch.Item(0, item.entry())).toList();
            return new Draw(unnumbered, draw.nextPosition(), 0);
        }
        return numbered(position, stop, cut);
    }

    private Draw numbered(long from, long stop, Cut cut) {
        List<Batch.Item> wanted = new ArrayList<>();
        LeftOut leftOut = LeftOut.NOTHING;
        long position = from;
        long bytes = 0;
        List<Plan> plans = store.settled(destination.id(), from, PLANS_MAX);
        for (Plan plan : plans) {
            boolean parked = plan.state() == Plan.State.PARKED;
            // Alone, because the receiver may refuse it again.
            if (parked && !wanted.isEmpty()) {
                return new Draw(wanted, position, 0, leftOut);
            }
            if (parked && isSkipped(plan)) {
                position = plan.positions().last() + 1;
                leftOut = leftOut.plus(SKIPPED);
                continue;
            }
            long[] positions = plan.positions().toArray();
            for (int i = 0; i < positions.length; i++) {
                if (positions[i] < position) {
                    continue;
                }
                if (positions[i] >= stop) {
                    return new Draw(wanted, wanted.isEmpty() ? stop : position, 0, leftOut);
                }
                Entry entry = journal.readEach(new long[] {positions[i]}).getFirst();
                if (entry.isExpired()) {
                    if (!wanted.isEmpty()) {
                        return new Draw(wanted, position, 0, leftOut);
                    }
                    position = positions[i] + 1;
                    leftOut = leftOut.plus(EXPIRED);
                    continue;
                }
                bytes += entry.bytes();
                if (wanted.size() == cut.count() || (!wanted.isEmpty() && bytes > cut.bytes())) {
                    return new Draw(wanted, position, 0, leftOut);
                }
                wanted.add(new Batch.Item(plan.firstDestinationSequence() + i, entry));
                position = positions[i] + 1;
            }
            if (parked && !wanted.isEmpty()) {
                return new Draw(wanted, position, 0, leftOut);
            }
        }
        boolean isEnd = plans.size() < PLANS_MAX && wanted.isEmpty();
        return new Draw(wanted, isEnd ? stop : position, 0, leftOut);
    }

    private boolean isSkipped(Plan plan) {
        return store.parked(destination.id(), plan.firstDestinationSequence())
                .filter(event -> event.state() != Parked.State.SKIPPED)
                .isEmpty();
    }

    @Override
    public long end() {
        return range.toPosition();
    }
}
