package dev.indelible.core.search;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Worker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Carries the search index along the journal: adds what is new, makes it searchable within a
/// fraction of a second, and durable from time to time. For one thread; the numbers are for any.
///
/// An index that fails stops nothing but itself: it goes back to what it last made durable and
/// tries again, and its lag shows.
public final class Indexing implements Worker {
    private static final System.Logger logger = System.getLogger(Indexing.class.getName());
    private static final Duration IDLE_PAUSE = Duration.ofMillis(50);
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(5);
    private static final long REFRESH_MILLIS = 200;
    private static final long COMMIT_MILLIS = 30_000;

    private final Journal journal;
    private final SearchIndex index;
    private final InstantSource clock;
    private long refreshedMillis;
    private long committedMillis;
    private long committedPosition;
    private volatile boolean failing;
    private volatile long oldestWaitingMillis;

    public Indexing(Journal journal, SearchIndex index, InstantSource clock) {
        this.journal = journal;
        this.index = index;
        this.clock = clock;
        this.committedPosition = index.nextPosition();
    }

    @Override
    public Duration step() {
        try {
            return follow();
        } catch (RuntimeException e) {
            failing = true;
            logger.log(System.Logger.Level.ERROR, "the index failed; trying again", e);
            revert();
            return FAILURE_PAUSE;
        }
    }

    private Duration follow() {
        long end = journal.end();
        List<Entry> entries =
                index.nextPosition() >= end
                        ? List.of()
                        : journal.read(
                                index.nextPosition(),
                                Limits.FOLLOW_EVENTS_MAX,
                                Limits.FOLLOW_BYTES_MAX);
        if (!entries.isEmpty()) {
            oldestWaitingMillis = entries.getFirst().receivedMillis();
            index.add(entries);
        }
        long now = clock.millis();
        boolean caughtUp = index.nextPosition() >= end;
        boolean waiting = index.searchablePosition() < index.nextPosition();
        if (waiting && (caughtUp || now - refreshedMillis >= REFRESH_MILLIS)) {
            index.refresh();
            refreshedMillis = now;
        }
        if (now - committedMillis >= COMMIT_MILLIS && committedPosition < index.nextPosition()) {
            index.commit();
            committedMillis = now;
            committedPosition = index.nextPosition();
        }
        failing = false;
        return caughtUp || entries.isEmpty() ? IDLE_PAUSE : Duration.ZERO;
    }

    private void revert() {
        try {
            index.revert();
            committedPosition = index.nextPosition();
        } catch (RuntimeException e) {
            logger.log(System.Logger.Level.ERROR, "the index cannot be opened again", e);
        }
    }

    /// Entries that are durable and not yet searchable.
    public long lagEntries() {
        return Math.max(0, journal.end() - index.searchablePosition());
    }

    /// Seconds since the oldest of them was received; 0 if there is none.
    public double lagSeconds() {
        return lagEntries() == 0 ? 0 : Math.max(0, clock.millis() - oldestWaitingMillis) / 1000.0;
    }

    /// Whether the last step failed.
    public boolean failing() {
        return failing;
    }
}
