package dev.indelible.core.lifecycle;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Worker;
import dev.indelible.core.search.SearchIndex;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/* One round:
 *
 *   look for what is due, from the oldest on | an event per organization says what goes
 *   | journal, file after file | index, partition after partition
 *
 * A round looks again at what it left, so it may be broken off anywhere. What was deleted in the
 * journal and is still in the index, because a crash fell between the two, is found by nobody (the
 * rows come from the journal), and the note `expiry` says which positions the index has to make
 * anew at the next start. */

/// Deletes the bodies of events whose time is over, as a follower that never blocks intake. For one
/// thread; the numbers for any.
public final class Expiry implements Worker {
    private static final System.Logger logger = System.getLogger(Expiry.class.getName());
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /// After how long a round that was held up goes on where what held it up has moved on.
    private static final Duration HELD_UP_PAUSE = Duration.ofMinutes(2);

    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    private static final String NOTE = "expiry";

    /// Events that go in one round, so that a round is bounded.
    private static final int ROUND_EVENTS_MAX = 1_000_000;

    private final Lifecycle lifecycle;
    private final Notes notes;
    private final Journal journal;
    private final SearchIndex index;
    private final List<Holdback> holdbacks;
    private final InstantSource clock;
    private final AtomicLong expired = new AtomicLong();
    private @Nullable Round round;
    private long roundDay = -1;
    private long roundChanges = -1;
    private long roundMillis;

    /// Up to where the last round came that somebody held up; -1 if nobody did.
    private volatile long heldUpAt = -1;

    /// What holds keep of what is due, by organization.
    private final Map<String, Findings> kept = new ConcurrentHashMap<>();

    private volatile boolean failing;

    /// @param notes the same as the lifecycle's
    /// @param holdbacks followers that need bodies; the index is one by itself
    public Expiry(
            Lifecycle lifecycle,
            Notes notes,
            Journal journal,
            SearchIndex index,
            List<Holdback> holdbacks,
            InstantSource clock) {
        this.lifecycle = lifecycle;
        this.notes = notes;
        this.journal = journal;
        this.index = index;
        this.holdbacks = List.copyOf(holdbacks);
        this.clock = clock;
    }

    @Override
    public Duration step() {
        try {
            Duration pause = advance();
            failing = false;
            return pause;
        } catch (RuntimeException e) {
            failing = true;
            round = null;
            heldUpAt = -1;
            roundDay = -1;
            logger.log(
                    System.Logger.Level.ERROR,
                    "nothing expires for now; trying again: reason={0}",
                    e.toString());
            return FAILURE_PAUSE;
        }
    }

    private Duration advance() {
        Round current = round;
        if (current == null) {
            long now = clock.millis();
            long day = Math.floorDiv(now, DAY_MILLIS);
            boolean again = day == roundDay && lifecycle.changes() == roundChanges;
            if (again && !mayGoOn(now)) {
                return PAUSE;
            }
            roundDay = day;
            roundChanges = lifecycle.changes();
            roundMillis = now;
            // What is due changes with the day: below there, this day's is done.
            round = new Round(now, again ? heldUpAt : 0);
            return Duration.ZERO;
        }
        if (!current.step()) {
            return Duration.ZERO;
        }
        round = null;
        current.remember();
        heldUpAt = current.isHeldUp ? current.bound : -1;
        if (current.isCutShort()) {
            roundDay = -1;
        }
        return Duration.ZERO;
    }

    private boolean mayGoOn(long nowMillis) {
        return heldUpAt >= 0
                && nowMillis - roundMillis >= HELD_UP_PAUSE.toMillis()
                && bound() > heldUpAt;
    }

    /// Below which position nobody needs bodies any more.
    private long bound() {
        long lowest = index.searchablePosition();
        for (Holdback holdback : holdbacks) {
            lowest = Math.min(lowest, holdback.position());
        }
        return Math.min(lowest, journal.end());
    }

    /// Events whose body was deleted since the start.
    public long expired() {
        return expired.get();
    }

    /// Whether the index may still have what is gone from the journal: from before a body is
    /// deleted until the index has forgotten it, also where a crash came between.
    static boolean isUnderWay(Notes notes) {
        return notes.all().containsKey(NOTE);
    }

    /// Whether something may be due that the index or somebody else still needs.
    public boolean heldUp() {
        return heldUpAt >= 0;
    }

    /// What of an organization is over and not gone, and why.
    public Kept kept(String organization) {
        Findings found = kept.getOrDefault(organization, Findings.NONE);
        long at = heldUpAt;
        var waits = new ArrayList<Kept.Wait>();
        if (at >= 0 && mayHaveDue(organization, at)) {
            if (index.searchablePosition() <= at) {
                waits.add(new Kept.Wait("index", List.of()));
            }
            for (Holdback holdback : holdbacks) {
                if (holdback.position() <= at) {
                    waits.add(new Kept.Wait(holdback.kind(), holdback.of(organization, at)));
                }
            }
        }
        return new Kept(found.held(), found.holds(), waits);
    }

    /// Whether anything of an organization from this position on can be due: by its shortest
    /// retention.
    private boolean mayHaveDue(String organization, long position) {
        long from = 0;
        long to = journal.nextSequence(organization);
        while (from < to) {
            long middle = (from + to) >>> 1;
            Entry next = next(organization, middle);
            if (next != null && next.position() < position) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        Entry first = next(organization, from);
        int days = lifecycle.retention(organization).daysMin();
        return first != null && Retention.dueMillis(first.receivedMillis(), days) <= clock.millis();
    }

    /// The entry at a sequence, or where it is damaged the next one; also one that has expired.
    private @Nullable Entry next(String organization, long sequence) {
        List<Entry> found =
                journal.readSealedOf(organization, sequence, 1, Limits.FOLLOW_BYTES_MAX);
        return found.isEmpty() ? null : found.getFirst();
    }

    /// Whether the last step failed.
    public boolean failing() {
        return failing;
    }

    /// One look at everything.
    private final class Round {
        private final long nowMillis;
        private final long from;
        private final long bound;
        private final Holds holds = lifecycle.heldNow();
        private final Map<String, Retention> retentions = new HashMap<>();
        private final Map<String, Findings> found = new TreeMap<>();
        private final List<Long> due = new ArrayList<>();
        private final long unindexedFrom;
        private final long unindexedTo;
        private long looked;
        private boolean lookedAtAll;
        private boolean isHeldUp;
        private boolean told;
        private int next;

        /// @param from where it begins to look
        Round(long nowMillis, long from) {
            this.nowMillis = nowMillis;
            this.from = from;
            this.looked = from;
            bound = bound();
            Map<String, String> note = notes.all().getOrDefault(NOTE, Map.of());
            unindexedFrom = Long.parseLong(note.getOrDefault("from", "0"));
            // A copy that was brought back may have a later note than journal.
            unindexedTo = Math.min(journal.end(), Long.parseLong(note.getOrDefault("to", "0")));
        }

        /// Keeps what holds are in the way; a round that goes on adds to those before it.
        void remember() {
            if (from == 0) {
                kept.clear();
            }
            found.forEach((organization, findings) -> {
                if (findings.held() > 0) {
                    kept.merge(organization, findings, Findings::withHeldOf);
                }
            });
        }

        /// Whether there may be more than one round takes.
        boolean isCutShort() {
            return due.size() >= ROUND_EVENTS_MAX;
        }

        /// @return whether it is over
        boolean step() {
            if (!lookedAtAll) {
                look();
            } else if (due.isEmpty() && unindexedTo == 0 && !isUnderWay(notes)) {
                return true;
            } else if (!told) {
                tell();
            } else if (next < due.size()) {
                // A hold that was placed meanwhile counts: the round begins anew.
                if (!lifecycle.unlessChanged(roundChanges, this::delete)) {
                    roundDay = -1;
                    renewIndex();
                    return true;
                }
            } else {
                renewIndex();
                return true;
            }
            return false;
        }

        private void look() {
            List<Entry> entries =
                    journal.read(looked, Limits.FOLLOW_EVENTS_MAX, Limits.FOLLOW_BYTES_MAX);
            for (Entry entry : entries) {
                looked = entry.position() + 1;
                if (entry.position() >= bound || isCutShort()) {
                    lookedAtAll = true;
                    isHeldUp = entry.position() >= bound && mayBeDue(entry);
                    return;
                }
                if (isDue(entry)) {
                    take(entry);
                }
            }
            lookedAtAll = entries.isEmpty() || nothingIsDueFrom(entries.getLast());
        }

        /// Whether nothing that came with or after an entry can be due. One of the future says
        /// nothing about those after it: the clock was wrong, and has been set back since.
        private boolean nothingIsDueFrom(Entry entry) {
            return entry.receivedMillis() <= nowMillis && !mayBeDue(entry);
        }

        /// Whether an entry may be due, by the shortest retention of all.
        private boolean mayBeDue(Entry entry) {
            int days =
                    journal.organizations().keySet().stream()
                            .mapToInt(name -> retention(name).daysMin())
                            .min()
                            .orElse(Retention.DEFAULT.daysMin());
            return Retention.dueMillis(entry.receivedMillis(), days) <= nowMillis;
        }

        private Retention retention(String organization) {
            return retentions.computeIfAbsent(organization, lifecycle::retention);
        }

        private boolean isDue(Entry entry) {
            Retention retention = retention(entry.organization());
            if (Retention.dueMillis(entry.receivedMillis(), retention.daysMin()) > nowMillis) {
                return false;
            }
            int days = lifecycle.days(retention, entry);
            return Retention.dueMillis(entry.receivedMillis(), days) <= nowMillis;
        }

        private void take(Entry entry) {
            Findings before = found.getOrDefault(entry.organization(), Findings.NONE);
            var by = holds.of(entry);
            if (by.isEmpty()) {
                due.add(entry.position());
                found.put(entry.organization(), before.with(entry, List.of()));
            } else {
                found.put(entry.organization(), before.withHeld(by));
            }
        }

        private void tell() {
            long day = Math.floorDiv(nowMillis, DAY_MILLIS);
            found.forEach((organization, findings) -> {
                if (findings.events() > 0) {
                    lifecycle.expires(organization, findings, day);
                }
            });
            if (!due.isEmpty()) {
                long from = unindexedTo == 0 ? due.getFirst() : unindexedFrom;
                long to = Math.max(unindexedTo, due.getLast() + 1);
                notes.put(
                        NOTE,
                        Map.of(
                                "from",
                                Long.toString(Math.min(from, due.getFirst())),
                                "to",
                                Long.toString(to)));
            }
            told = true;
        }

        private void delete() {
            long after = journal.reduce(due.get(next), this::left);
            int before = next;
            while (next < due.size() && due.get(next) < after) {
                next++;
            }
            expired.addAndGet(next - before);
        }

        private Entry left(Entry entry) {
            boolean isDue = Collections.binarySearch(due, entry.position()) >= 0;
            return isDue ? entry.expired() : entry;
        }

        /// Takes out of the index what this round deleted, and what an earlier one did that a crash
        /// fell upon.
        private void renewIndex() {
            var gone = new TreeSet<>(due.subList(0, next));
            long position = unindexedFrom;
            while (position < unindexedTo) {
                position =
                        journal.reduce(
                                position,
                                entry -> {
                                    if (entry.isExpired() && entry.position() < unindexedTo) {
                                        gone.add(entry.position());
                                    }
                                    return entry;
                                });
            }
            index.renew(
                    gone.stream().mapToLong(Long::longValue).toArray(),
                    at -> journal.readEach(new long[] {at}).getFirst());
            notes.remove(NOTE);
        }
    }
}
