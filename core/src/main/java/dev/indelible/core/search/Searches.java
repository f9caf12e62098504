package dev.indelible.core.search;

import dev.indelible.core.access.Scope;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.AuditException.Corrupt;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import dev.indelible.event.InvalidEventException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Answers questions within a scope: finds in the index, reads from the journal. Any thread.
public final class Searches {
    private static final System.Logger logger = System.getLogger(Searches.class.getName());
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int SMALL_LAG_ENTRIES_MAX = 1000;
    private static final int FRESH_LOOKS_MAX = 100;
    private static final long FRESH_LOOK_EVERY_NANOS = 4_000_000;

    private final SearchIndex index;
    private final Journal journal;
    private final Cursors cursors;
    private final Semaphore permits = new Semaphore(Limits.SEARCHES_CONCURRENT_MAX);

    /// Searches over this index of this journal.
    ///
    /// @param cursorKey 32 random bytes, the same after a restart, that seal cursors
    public Searches(SearchIndex index, Journal journal, byte[] cursorKey) {
        this.index = index;
        this.journal = journal;
        this.cursors = new Cursors(cursorKey);
    }

    /// One page. The first page fixes the window: what is received later is on no page of it,
    /// unless the order is [Order#RECEIVED], where the window moves on and `next` is always given.
    ///
    /// @param limit 1 to [Limits#PAGE_ROWS_MAX]
    /// @param cursor `next` of the page before
    /// @throws Rejected if the criteria or the cursor are not understood
    /// @throws Busy if too many searches run
    public Page page(
            Scope scope, Criteria criteria, Order order, int limit, Optional<String> cursor) {
        Query query = within(scope, criteria);
        String question = scope + " " + criteria;
        if (cursor.isEmpty()) {
            awaitWhatIsDurable();
        }
        return permitted(() -> {
            Optional<Cursors.Cursor> from = cursor.map(text -> cursors.read(text, order, question));
            return page(query, order, limit, from, question);
        });
    }

    /// Who has just sent an event and asks for it finds it: a small lag is waited for, a little
    /// while. Behind a large one nobody waits.
    private void awaitWhatIsDurable() {
        long end = journal.end();
        int looks = end - index.searchablePosition() > SMALL_LAG_ENTRIES_MAX ? 0 : FRESH_LOOKS_MAX;
        for (int i = 0; i < looks && index.searchablePosition() < end; i++) {
            LockSupport.parkNanos(FRESH_LOOK_EVERY_NANOS);
        }
    }

    private Page page(
            Query query, Order order, int limit, Optional<Cursors.Cursor> from, String question) {
        long end =
                order == Order.RECEIVED || from.isEmpty()
                        ? index.searchablePosition()
                        : from.get().endPosition();
        Optional<SearchIndex.Hit> after = from.map(Cursors.Cursor::last);
        List<SearchIndex.Hit> hits =
                index.search(new SearchRequest(query, order, after, end, limit));
        Optional<SearchIndex.Hit> last;
        if (order == Order.RECEIVED) {
            long seen = hits.size() < limit ? end - 1 : hits.getLast().position();
            last = Optional.of(new SearchIndex.Hit(seen, 0));
        } else {
            last = hits.size() < limit ? Optional.empty() : Optional.of(hits.getLast());
        }
        return new Page(
                entries(hits),
                last.map(hit -> cursors.write(new Cursors.Cursor(end, hit), order, question)),
                hits.size() == limit);
    }

    /// Entries of hits; one that cannot be read any more is passed over, loudly.
    private List<Entry> entries(List<SearchIndex.Hit> hits) {
        long[] positions = hits.stream().mapToLong(SearchIndex.Hit::position).toArray();
        try {
            return journal.readEach(positions);
        } catch (Corrupt e) {
            var entries = new ArrayList<Entry>();
            for (long position : positions) {
                try {
                    entries.addAll(journal.readEach(new long[] {position}));
                } catch (Corrupt damaged) {
                    logger.log(System.Logger.Level.ERROR, "left out of an answer", damaged);
                }
            }
            return entries;
        }
    }

    /// Counts by time and by value.
    ///
    /// @param widthNanos of each bucket; chosen where absent
    /// @param fields whose most frequent values are counted
    /// @throws Rejected if that makes too many buckets
    public Stats stats(
            Scope scope, Criteria criteria, Optional<Long> widthNanos, Set<Field> fields, int top) {
        Query query = within(scope, criteria);
        return permitted(() -> {
            var values = new EnumMap<Field, List<SearchIndex.ValueCount>>(Field.class);
            for (Field field : fields) {
                values.put(field, index.topValues(query, field, "", top));
            }
            List<Long> range = index.timeRange(query);
            if (range.isEmpty()) {
                return new Stats(0, 0, widthNanos.orElse(1L), List.of(), values);
            }
            long width =
                    widthNanos.orElseGet(() -> Buckets.width(range.getLast() - range.getFirst()));
            long from = Math.floorDiv(range.getFirst(), width) * width;
            int buckets = Buckets.count(from, range.getLast(), width);
            long[] histogram = index.histogram(query, from, width, buckets);
            return new Stats(
                    index.count(query),
                    from,
                    width,
                    Arrays.stream(histogram).boxed().toList(),
                    values);
        });
    }

    /// The most frequent values of a field.
    public List<SearchIndex.ValueCount> values(
            Scope scope, Criteria criteria, Field field, String prefix, int limit) {
        Query query = within(scope, criteria);
        return permitted(() -> index.topValues(query, field, prefix, limit));
    }

    /// The event of this id, in the first organization of the scope that has it.
    public Optional<Entry> event(Scope scope, UUID id) {
        Set<String> organizations =
                scope.everything()
                        ? new TreeSet<>(journal.organizations().keySet())
                        : scope.organizations();
        for (String organization : organizations) {
            OptionalLong position = journal.find(organization, id);
            if (position.isPresent()) {
                return Optional.of(journal.readEach(new long[] {position.getAsLong()}).getFirst());
            }
        }
        return Optional.empty();
    }

    /// A question that can be put to each new event as it comes, straight from the journal.
    public Tail tail(Scope scope, Criteria criteria) {
        return new Tail(journal, within(scope, criteria));
    }

    private static Query within(Scope scope, Criteria criteria) {
        Query query = criteria.query();
        if (scope.everything()) {
            return query;
        }
        List<Query> organizations =
                scope.organizations().stream()
                        .<Query>map(name -> new Query.Is(Field.ORGANIZATION, Field.folded(name)))
                        .toList();
        return new Query.And(List.of(new Query.Or(organizations), query));
    }

    private <T> T permitted(Supplier<T> search) {
        if (!permits.tryAcquire()) {
            throw new Busy(
                    Problem.QUEUE_FULL,
                    RETRY_AFTER,
                    "%d searches run already; ask again in %d s"
                            .formatted(Limits.SEARCHES_CONCURRENT_MAX, RETRY_AFTER.toSeconds()));
        }
        try {
            return search.get();
        } finally {
            permits.release();
        }
    }

    /// New events as they become durable. For one thread.
    public static final class Tail {
        private final Journal journal;
        private final Query query;

        private Tail(Journal journal, Query query) {
            this.journal = journal;
            this.query = query;
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
            List<Entry> matching = read.stream().filter(this::matches).toList();
            return new Step(
                    matching, read.isEmpty() ? fromPosition : read.getLast().position() + 1);
        }

        private boolean matches(Entry entry) {
            try {
                return Matcher.matches(query, Document.of(entry));
            } catch (InvalidEventException e) {
                return false;
            }
        }
    }

    /// What one look found.
    public record Step(List<Entry> entries, long nextPosition) {}
}
