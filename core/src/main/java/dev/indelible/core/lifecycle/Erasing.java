package dev.indelible.core.lifecycle;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.ops.Worker;
import dev.indelible.core.search.SearchIndex;
import dev.indelible.event.Mention;
import dev.indelible.event.Part;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/* One erasure:
 *
 *   the index has all that it is about | journal, file after file | index, partition after partition
 *   | what is kept beside the events | certificate and event | the note no longer says whom
 *
 * A restart in the middle begins again: what is erased already stays so and is not counted again,
 * for the counts were made before it began. The index is told of every event of the organization
 * of which anything was ever erased, so that nothing is missed that a crash fell upon. */

/// Does erasures, one after the other. For one thread; [#failing()] and [#waitsFor] for any.
public final class Erasing implements Worker {
    private static final System.Logger logger = System.getLogger(Erasing.class.getName());
    private static final Duration IDLE_PAUSE = Duration.ofSeconds(1);
    private static final Duration INDEX_PAUSE = Duration.ofMillis(50);
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(10);

    private final Lifecycle lifecycle;
    private final Notes notes;
    private final Journal journal;
    private final SearchIndex index;
    private final Certificates certificates;
    private final InstantSource clock;
    private @Nullable Run run;
    private volatile boolean failing;
    private volatile @Nullable Wait waiting;

    /// For what one may wait.
    public enum Wait {
        /// Until the index has all that it is about.
        INDEX,
        /// Until the index has forgotten what expired meanwhile.
        RETENTION,
        /// Until another one is done.
        ERASURE,
        /// Until what fails goes well: it is tried again and again, and the log says what.
        FAILURE
    }

    /// @param notes the same as the lifecycle's
    public Erasing(
            Lifecycle lifecycle,
            Notes notes,
            Journal journal,
            SearchIndex index,
            Certificates certificates,
            InstantSource clock) {
        this.lifecycle = lifecycle;
        this.notes = notes;
        this.journal = journal;
        this.index = index;
        this.certificates = certificates;
        this.clock = clock;
    }

    @Override
    public Duration step() {
        try {
            Duration pause = lifecycle.unfinished().map(this::advance).orElse(IDLE_PAUSE);
            failing = false;
            return pause;
        } catch (RuntimeException e) {
            failing = true;
            waiting = Wait.FAILURE;
            logger.log(
                    System.Logger.Level.ERROR,
                    "an erasure cannot go on; trying again: reason={0}",
                    e.toString());
            return FAILURE_PAUSE;
        }
    }

    private Duration advance(Erasure erasure) {
        Run current = run;
        if (current == null || !current.erasure.id().equals(erasure.id())) {
            // An earlier release told it after the note, and a crash may have come between.
            lifecycle.asked(erasure);
            current = new Run(erasure, lifecycle.heldNow());
            run = current;
        }
        if (index.searchablePosition() < erasure.endPosition()) {
            // Else it could still be adding what it read before.
            waiting = Wait.INDEX;
            return INDEX_PAUSE;
        }
        if (current.position < erasure.endPosition()) {
            waiting = null;
            current.position = journal.reduce(current.position, current::left);
            return Duration.ZERO;
        }
        if (Expiry.isUnderWay(notes)) {
            // What had gone from the journal could not be told to be the person's, and the index
            // may still have it.
            waiting = Wait.RETENTION;
            return INDEX_PAUSE;
        }
        waiting = null;
        index.renew(
                current.touched.stream().mapToLong(Long::longValue).sorted().toArray(),
                position -> journal.readEach(new long[] {position}).getFirst());
        long now = clock.millis();
        Map<String, Long> remaining = lifecycle.eraseElsewhere(erasure, current.mention);
        lifecycle.finish(erasure.done(now, certificates.of(erasure, now, remaining)));
        run = null;
        return Duration.ZERO;
    }

    /// Whether the last step failed.
    public boolean failing() {
        return failing;
    }

    /// For what an erasure waits, as the last step found it; nothing where it goes on or is done.
    public Optional<Wait> waitsFor(Erasure erasure) {
        if (erasure.isDone()) {
            return Optional.empty();
        }
        boolean isLater =
                lifecycle.unfinished().filter(next -> !next.id().equals(erasure.id())).isPresent();
        return isLater ? Optional.of(Wait.ERASURE) : Optional.ofNullable(waiting);
    }

    /// How far one erasure is.
    private static final class Run {
        private final Erasure erasure;
        private final Holds holds;
        private final Mention mention;
        private final Set<Long> touched = new HashSet<>();
        private long position;

        Run(Erasure erasure, Holds holds) {
            this.erasure = erasure;
            this.holds = holds;
            Person person = erasure.person();
            if (person == null) {
                throw new IllegalStateException("erasure %s names nobody".formatted(erasure.id()));
            }
            this.mention = person.mention();
        }

        /// What is left of an entry.
        Entry left(Entry entry) {
            boolean concerned =
                    entry.position() < erasure.endPosition()
                            && entry.organization().equals(erasure.organization())
                            && !entry.isExpired();
            if (!concerned) {
                return entry;
            }
            Set<Part> parts = Person.parts(entry, mention);
            // Nothing is begun of what is held, and nothing is held meanwhile. It is looked at
            // all the same, because what is gone does not come back.
            Entry left =
                    parts.isEmpty() || !holds.of(entry).isEmpty() ? entry : entry.without(parts);
            if (left.draft().remains() != null) {
                touched.add(left.position());
            }
            return left;
        }
    }
}
