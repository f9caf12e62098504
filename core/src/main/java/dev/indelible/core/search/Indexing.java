package dev.indelible.core.search;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Worker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;

/* Where events come faster than all can be done, what the index takes is missing where they are
 * taken. It falls behind anyway, and all is found sooner if it begins when they end: nothing else
 * waits for the cores then, and it has all of them. But nobody who searches should wait for the end
 * of a long flood. So it stands back for a minute at most, and then not again before it has caught
 * up. */

/// Carries the search index along the journal: adds what is new, makes it searchable within a
/// fraction of a second, and durable from time to time. For one thread; the numbers are for any.
///
/// An index that fails stops nothing but itself: it goes back to what it last made durable and
/// tries again, and its lag shows.
public final class Indexing implements Worker {
    private static final System.Logger logger = System.getLogger(Indexing.class.getName());
    private static final Duration IDLE_PAUSE = Duration.ofMillis(50);
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(5);

    /// What is sent is found within a second; and the fewer refreshes, the less each event costs.
    private static final long REFRESH_MILLIS = 250;

    /// So few entries that refreshing for them alone costs next to nothing: whoever has just sent
    /// one and waits for it is served at once.
    private static final long FEW_ENTRIES = 200;

    /// But not more often than this: few entries that come again and again are many.
    private static final long REFRESH_FEW_MILLIS = 100;

    /// Of what is to be caught up with, so many entries make the pause a millisecond longer: they
    /// take much longer to be added, and each refresh is work of one thread while others wait.
    private static final long REFRESH_ENTRIES_PER_MILLI = 50;

    private static final long REFRESH_BEHIND_MILLIS = 10_000;
    private static final long COMMIT_MILLIS = 30_000;

    /// So far behind, and events come so fast all the same: that is a flood, and the index has no
    /// part in it for so long.
    private static final long FLOOD_BEHIND_ENTRIES = 50_000;

    private static final long FLOOD_ENTRIES_PER_SECOND = 20_000;
    private static final long FLOOD_MILLIS = 60_000;

    /// Without a new entry, until the index is told that it may rest.
    private static final long REST_MILLIS = 30_000;

    private final Journal journal;
    private final SearchIndex index;
    private final InstantSource clock;
    private long refreshedMillis;
    private long committedMillis;
    private long committedPosition;
    private long restedMillis;
    private long lookedEnd;
    private long lookedMillis;
    private long arrived;
    private boolean isFast;
    private OptionalLong floodedMillis = OptionalLong.empty();
    private volatile boolean failing;

    public Indexing(Journal journal, SearchIndex index, InstantSource clock) {
        this.journal = journal;
        this.index = index;
        this.clock = clock;
        this.committedPosition = index.nextPosition();
        this.restedMillis = clock.millis();
        this.lookedMillis = restedMillis;
        this.lookedEnd = journal.end();
    }

    @Override
    public Duration step() {
        look();
        boolean standsBack = standsBack();
        List<Entry> entries;
        try {
            entries = standsBack ? List.of() : next();
        } catch (RuntimeException e) {
            failing = true;
            logger.log(
                    System.Logger.Level.ERROR, "the journal cannot be followed; trying again", e);
            return FAILURE_PAUSE;
        }
        try {
            follow(entries);
            failing = false;
        } catch (RuntimeException e) {
            failing = true;
            logger.log(System.Logger.Level.ERROR, "the index failed; trying again", e);
            revert();
            return FAILURE_PAUSE;
        }
        return entries.isEmpty() || index.nextPosition() >= journal.end()
                ? IDLE_PAUSE
                : Duration.ZERO;
    }

    /// How many entries came since this looked last, and whether they came fast.
    private void look() {
        long end = journal.end();
        long now = clock.millis();
        arrived = end - lookedEnd;
        isFast =
                arrived * 1000
                        >= FLOOD_ENTRIES_PER_SECOND * Math.max(1, Math.abs(now - lookedMillis));
        lookedEnd = end;
        lookedMillis = now;
    }

    private boolean standsBack() {
        if (lookedEnd - index.nextPosition() <= FLOOD_BEHIND_ENTRIES) {
            floodedMillis = OptionalLong.empty();
            return false;
        }
        if (isFast && floodedMillis.isEmpty()) {
            floodedMillis = OptionalLong.of(lookedMillis);
        }
        return isFast && Math.abs(lookedMillis - floodedMillis.getAsLong()) < FLOOD_MILLIS;
    }

    private List<Entry> next() {
        long position = index.nextPosition();
        return position >= journal.end()
                ? List.of()
                : journal.read(position, Limits.FOLLOW_EVENTS_MAX, Limits.FOLLOW_BYTES_MAX);
    }

    private void follow(List<Entry> entries) {
        if (!entries.isEmpty()) {
            add(entries);
        }
        long now = clock.millis();
        // Also where nothing is new: an index that met damage says so here. And not at once where
        // something is, because many small refreshes cost more than the events in them.
        long ahead = journal.end() - index.nextPosition();
        long added = index.nextPosition() - index.searchablePosition();
        boolean few = ahead == 0 && added > 0 && added <= FEW_ENTRIES;
        long behind = ahead / REFRESH_ENTRIES_PER_MILLI;
        long pause =
                few
                        ? REFRESH_FEW_MILLIS
                        : Math.clamp(behind, REFRESH_MILLIS, REFRESH_BEHIND_MILLIS);
        if (Math.abs(now - refreshedMillis) >= pause) {
            index.refresh();
            refreshedMillis = now;
        }
        if (Math.abs(now - committedMillis) >= COMMIT_MILLIS
                && committedPosition < index.nextPosition()) {
            index.commit();
            committedMillis = now;
            committedPosition = index.nextPosition();
        }
        if (!entries.isEmpty() || ahead > 0) {
            restedMillis = now;
        } else if (Math.abs(now - restedMillis) >= REST_MILLIS) {
            index.rest();
            restedMillis = now;
        }
    }

    /// While events come, taking them comes first.
    private void add(List<Entry> entries) {
        if (arrived == 0) {
            index.addInParts(entries);
        } else {
            index.add(entries);
        }
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
        long searchable = index.searchablePosition();
        if (searchable >= journal.end()) {
            return 0;
        }
        List<Entry> oldest = journal.read(searchable, 1, 1);
        return oldest.isEmpty()
                ? 0
                : Math.max(0, clock.millis() - oldest.getFirst().receivedMillis()) / 1000.0;
    }

    /// Whether the last step failed.
    public boolean failing() {
        return failing;
    }
}
