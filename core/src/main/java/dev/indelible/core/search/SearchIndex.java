package dev.indelible.core.search;

import dev.indelible.core.journal.Entry;
import java.util.List;
import java.util.function.LongFunction;

/// What finds events. It follows the journal and can be thrown away and made anew.
///
/// Law for implementers: one thread adds, refreshes and commits; any thread asks, also meanwhile.
/// An answer is about all entries below [#searchablePosition()] as it was at one moment, and agrees
/// with [Matcher]. After a restart everything below the last commit is there. Every implementation
/// passes `SearchIndexContract`.
public interface SearchIndex extends AutoCloseable {

    /// The position from which entries are to be added next.
    long nextPosition();

    /// All entries below this position are found.
    long searchablePosition();

    /// Adds entries, in the order of their positions, the first at or after [#nextPosition()].
    void add(List<Entry> entries);

    /// The same by as many threads as are of use, for when nobody else needs the cores.
    default void addInParts(List<Entry> entries) {
        add(entries);
    }

    /// Makes what was added searchable. Throws also where the index has met damage in itself.
    void refresh();

    /// Makes what was added survive a restart.
    void commit();

    /// Told again and again while nothing is added: a time to take less room, or to do nothing.
    /// Must not keep long who calls, who is the one that adds.
    default void rest() {}

    /// Makes what is known of entries anew, because something of them was deleted in the journal:
    /// forgets those whose body has expired. On return nothing that was deleted is in the index's
    /// files any more. Any one thread, while another one adds.
    ///
    /// @param positions in ascending order, below [#searchablePosition()]
    /// @param journal what is left of an entry
    void renew(long[] positions, LongFunction<Entry> journal);

    /// Gives up what was added since the last commit and what is damaged, after a failure of the
    /// three above; [#nextPosition()] then tells from where to add again.
    void revert();

    /// The first hits of a query in an order.
    ///
    /// @param request with a limit of 1 or more
    List<Hit> search(SearchRequest request);

    /// How many events match, by time.
    ///
    /// @param fromNanos where the first bucket begins
    /// @param widthNanos of each bucket, 1 or more
    /// @param buckets how many, 1 or more
    long[] histogram(Query query, long fromNanos, long widthNanos, int buckets);

    /// The times of the first and the last event that match; empty if none does.
    List<Long> timeRange(Query query);

    /// How many events match.
    long count(Query query);

    /// The most frequent values of a field among the events that match, most frequent first, then
    /// by value.
    ///
    /// @param field one that [Field#isFacet()]
    /// @param prefix only values that begin so, in any case
    List<ValueCount> topValues(Query query, Field field, String prefix, int limit);

    @Override
    void close();

    /// One found event.
    record Hit(long position, long timeNanos) {}

    /// A value and how many events have it.
    record ValueCount(String value, long count) {}
}
