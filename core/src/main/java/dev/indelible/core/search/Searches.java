package dev.indelible.core.search;

import dev.indelible.core.access.Reach;
import dev.indelible.core.access.Scope;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.AuditException.Corrupt;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.protection.Masking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Answers questions within a scope: finds in the index, reads from the journal. Any thread.
public final class Searches {
    private static final System.Logger logger = System.getLogger(Searches.class.getName());
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration REBUILD_RETRY_AFTER = Duration.ofSeconds(10);

    /// Better a short wait than an error, better an error than a crowd.
    private static final Duration WAIT = Duration.ofSeconds(2);

    /// Rows read from the journal at once, so that a page of large events stays bounded.
    private static final int READ_ROWS = 16;

    /// Events looked at for some that are counted by a value, not only found by it.
    private static final int FIRST_LOOKS_MAX = 8;

    /// The same for one that is as it is wanted; for each of many without a name, at each overview.
    private static final int NEWEST_LOOKS_MAX = 20;

    private final SearchIndex index;
    private final Journal journal;
    private final Freshness freshness;
    private final Sight sight;
    private final Cursors cursors;
    private final Semaphore permits = new Semaphore(Limits.SEARCHES_CONCURRENT_MAX);

    /// Searches over this index of this journal.
    ///
    /// @param cursorKey 32 random bytes, the same after a restart, that seal cursors
    public Searches(SearchIndex index, Journal journal, byte[] cursorKey) {
        this(index, journal, journal::end, cursorKey, Masking.none());
    }

    /// The same that shows protected members only to those who may see them.
    ///
    /// @param awaited the position up to which events are waited for, if the index is nearly there
    public Searches(
            SearchIndex index,
            Journal journal,
            LongSupplier awaited,
            byte[] cursorKey,
            Masking masking) {
        this.freshness = new Freshness(index::searchablePosition, awaited);
        this.sight = new Sight(masking);
        this.index = index;
        this.journal = journal;
        this.cursors = new Cursors(cursorKey);
    }

    /// One page. The first page fixes the window: what is received later is on no page of it,
    /// unless the order is [Order#RECEIVED], where the window moves on and `next` is always given.
    ///
    /// A page may have fewer rows than asked for although there are more: large events fill it
    /// earlier.
    ///
    /// @param limit 1 to [Limits#PAGE_ROWS_MAX]
    /// @param cursor `next` of the page before
    /// @throws Rejected if the criteria or the cursor are not understood
    /// @throws Busy if too many searches run
    public Page page(
            Scope scope, Criteria criteria, Order order, int limit, Optional<String> cursor) {
        return page(scope, criteria, order, limit, cursor, OptionalLong.empty());
    }

    /// The same in the window of another page, in any order.
    ///
    /// @param until where that ended
    public Page page(
            Scope scope,
            Criteria criteria,
            Order order,
            int limit,
            Optional<String> cursor,
            OptionalLong until) {
        if (until.orElse(0) > journal.end()) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID, "the window ends after all that was received");
        }
        Query query = sight.within(scope, criteria.query(), Set.of());
        String question = question(scope, criteria);
        if (cursor.isEmpty()) {
            freshness.await();
        }
        return permitted(() -> {
            Optional<Cursors.Cursor> from = cursor.map(text -> cursors.read(text, order, question));
            Page page = page(query, order, limit, from, until, question);
            List<Entry> shown = shown(scope, page.entries());
            return new Page(shown, page.next(), page.more(), page.endPosition());
        });
    }

    private List<Entry> shown(Scope scope, List<Entry> entries) {
        return entries.stream().map(entry -> sight.shown(scope, entry)).toList();
    }

    private static String question(Scope scope, Criteria criteria) {
        return scope + " " + criteria;
    }

    /// Whether any event that is durable now is within a reach, whoever asks.
    ///
    /// @throws Busy if the index is behind, and so cannot say that there is none
    public boolean any(Reach reach) {
        long end = journal.end();
        freshness.await(end);
        if (index.searchablePosition() < end) {
            throw new Busy(
                    Problem.QUEUE_FULL,
                    REBUILD_RETRY_AFTER,
                    "the search index is behind and cannot tell yet what is stored; ask again");
        }
        return permitted(() -> index.count(Scoped.of(reach)) > 0);
    }

    private Page page(
            Query query,
            Order order,
            int limit,
            Optional<Cursors.Cursor> from,
            OptionalLong until,
            String question) {
        boolean moving = order == Order.RECEIVED && until.isEmpty();
        long searchable = index.searchablePosition();
        long fixed = from.map(Cursors.Cursor::endPosition).orElse(searchable);
        long end = until.orElse(moving ? searchable : fixed);
        if (end > searchable) {
            throw new Busy(
                    Problem.QUEUE_FULL,
                    REBUILD_RETRY_AFTER,
                    "the search index is being made anew and has not come to the end of this window"
                            + " yet; ask again with the same cursor");
        }
        Optional<SearchIndex.Hit> after = from.map(Cursors.Cursor::last);
        List<SearchIndex.Hit> hits =
                index.search(new SearchRequest(query, order, after, end, limit));
        var entries = new ArrayList<Entry>(hits.size());
        int shown = read(hits, entries);
        boolean more = shown == limit || shown < hits.size();
        Optional<SearchIndex.Hit> last = more ? Optional.of(hits.get(shown - 1)) : Optional.empty();
        if (moving && !more) {
            // Nothing up to the end matches any more, and an index made anew must not lead back.
            long seen = Math.max(end - 1, after.map(SearchIndex.Hit::position).orElse(-1L));
            last = Optional.of(new SearchIndex.Hit(seen, 0));
        }
        return new Page(
                entries,
                last.map(hit -> cursors.write(new Cursors.Cursor(end, hit), order, question)),
                more,
                end);
    }

    /// Reads the entries of hits up to so many bytes; one that cannot be read any more is passed
    /// over, loudly.
    ///
    /// @return how many hits were looked at
    private int read(List<SearchIndex.Hit> hits, List<Entry> into) {
        long bytes = 0;
        int done = 0;
        while (done < hits.size() && bytes < Limits.PAGE_BYTES_MAX) {
            int to = Math.min(hits.size(), done + READ_ROWS);
            List<Entry> read =
                    read(
                            hits.subList(done, to).stream()
                                    .mapToLong(SearchIndex.Hit::position)
                                    .toArray());
            into.addAll(read);
            bytes += read.stream().mapToLong(Entry::bytes).sum();
            done = to;
        }
        return done;
    }

    private List<Entry> read(long[] positions) {
        try {
            return left(journal.readEach(positions));
        } catch (Corrupt e) {
            var entries = new ArrayList<Entry>();
            for (long position : positions) {
                try {
                    entries.addAll(left(journal.readEach(new long[] {position})));
                } catch (Corrupt damaged) {
                    logger.log(System.Logger.Level.ERROR, "left out of an answer", damaged);
                }
            }
            return entries;
        }
    }

    /// Those whose body has not expired since the index was asked.
    private static List<Entry> left(List<Entry> entries) {
        return entries.stream().filter(entry -> !entry.isExpired()).toList();
    }

    /// Counts by time and by value.
    ///
    /// @param fields whose most frequent values are counted
    /// @throws Rejected if that makes too many buckets
    public Stats stats(
            Scope scope, Criteria criteria, Spacing spacing, Set<Field> fields, int top) {
        return stats(scope, criteria, spacing, fields, top, Optional.empty());
    }

    /// Counts by time and by value, the bars also by the values of one field.
    ///
    /// @param split the field whose [Limits#SPLIT_VALUES_MAX] most frequent values get bars of
    ///   their own
    public Stats stats(
            Scope scope,
            Criteria criteria,
            Spacing spacing,
            Set<Field> fields,
            int top,
            Optional<Field> split) {
        Set<Field> told = EnumSet.noneOf(Field.class);
        told.addAll(fields);
        split.ifPresent(told::add);
        Query query = sight.within(scope, criteria.query(), told);
        return permitted(() -> Counting.stats(index, query, spacing, fields, top, split));
    }

    /// The most frequent values of a field.
    public List<SearchIndex.ValueCount> values(
            Scope scope, Criteria criteria, Field field, String prefix, int limit) {
        Query query = sight.within(scope, criteria.query(), Set.of(field));
        return permitted(() -> index.topValues(query, field, prefix, limit));
    }

    /// The first events, a few in this order, that are counted by each of these values of a field.
    ///
    /// @param order by time
    public Map<String, List<Entry>> firsts(
            Scope scope, Criteria criteria, Field field, List<String> values, Order order) {
        var firsts = new LinkedHashMap<String, List<Entry>>();
        for (String value : values) {
            Query query = counted(scope, criteria.query(), field, value);
            firsts.put(value, counted(scope, query, field, value, order, FIRST_LOOKS_MAX));
        }
        return firsts;
    }

    /// The newest event, of any time, that is counted by this value of a field and is as wanted:
    /// among the newest [#NEWEST_LOOKS_MAX], or else among the oldest few.
    public Optional<Entry> newest(Scope scope, Field field, String value, Predicate<Entry> wanted) {
        Query query = counted(scope, new Query.All(), field, value);
        return counted(scope, query, field, value, Order.NEWEST, NEWEST_LOOKS_MAX).stream()
                .filter(wanted)
                .findFirst()
                .or(() ->
                        counted(scope, query, field, value, Order.OLDEST, FIRST_LOOKS_MAX)
                                .reversed()
                                .stream()
                                .filter(wanted)
                                .findFirst());
    }

    private Query counted(Scope scope, Query query, Field field, String value) {
        Query is = new Query.Is(field, Field.folded(value));
        return sight.within(scope, new Query.And(List.of(query, is)), Set.of(field));
    }

    private List<Entry> counted(
            Scope scope, Query query, Field field, String value, Order order, int looks) {
        var request =
                new SearchRequest(
                        query, order, Optional.empty(), index.searchablePosition(), looks);
        List<Entry> found = permitted(() -> found(request));
        // Also by whom somebody acted an event is found, and not counted.
        found.removeIf(entry -> !value.equals(Document.of(entry).facets().get(field)));
        return shown(scope, found);
    }

    private List<Entry> found(SearchRequest request) {
        var entries = new ArrayList<Entry>();
        read(index.search(request), entries);
        return entries;
    }

    /// The event of this id, in the first organization of the scope that has it; perhaps one whose
    /// body has expired. As it may be shown.
    public Optional<Entry> event(Scope scope, UUID id) {
        return found(scope, id).map(entry -> sight.shown(scope, entry));
    }

    /// The id of the event that has this place in an organization's log, whoever may see it.
    public Optional<UUID> id(String organization, long sequence) {
        return journal.readOf(organization, sequence, 1, 1).stream()
                .filter(entry -> entry.sequence() == sequence)
                .map(Entry::id)
                .findFirst();
    }

    /// The same as its bytes may be disclosed, which its proof is of.
    public Optional<Entry> disclosed(Scope scope, UUID id) {
        return found(scope, id).map(entry -> sight.disclosed(scope, entry));
    }

    /// An event of the scope, as far as its bytes may be disclosed to who reads in another.
    public Optional<Entry> disclosed(Scope scope, UUID id, Scope readable) {
        return found(scope, id).map(entry -> sight.disclosed(readable, entry));
    }

    /// An entry of this scope as its bytes may be disclosed.
    public Entry disclosed(Scope scope, Entry entry) {
        return sight.disclosed(scope, entry);
    }

    /// Refuses a filter that whoever looks through it could not use, for they see protected members
    /// nowhere.
    ///
    /// @throws dev.indelible.core.ops.AuditException.Denied if it asks by what is protected
    public void requireUnprotected(Query filter) {
        sight.requireUnprotected(filter);
    }

    /// The fields that ask by protected members; where there are any such members, words do too.
    public Optional<Set<Field>> protectedFields() {
        return sight.protectedFields();
    }

    private Optional<Entry> found(Scope scope, UUID id) {
        sight.requireFilter(scope);
        Set<String> organizations =
                scope.everything()
                        ? new TreeSet<>(journal.organizations().keySet())
                        : scope.organizations();
        for (String organization : organizations) {
            OptionalLong position = journal.find(organization, id);
            if (position.isPresent()) {
                Entry entry = journal.readEach(new long[] {position.getAsLong()}).getFirst();
                if (Matcher.matches(Scoped.of(scope), Document.of(entry))) {
                    return Optional.of(entry);
                }
            }
        }
        return Optional.empty();
    }

    /// A question that can be put to each new event as it comes, straight from the journal.
    public Tail tail(Scope scope, Criteria criteria) {
        Query query = sight.within(scope, criteria.query(), Set.of());
        return new Tail(journal, query, entry -> sight.shown(scope, entry));
    }

    private <T> T permitted(Supplier<T> search) {
        if (!acquired()) {
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

    private boolean acquired() {
        try {
            return permits.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
