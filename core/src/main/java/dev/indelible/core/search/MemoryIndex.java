package dev.indelible.core.search;

import dev.indelible.core.journal.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/// An index that looks at every event for every question. For tests and as the simplest correct
/// example.
public final class MemoryIndex implements SearchIndex {
    private final List<Document> added = new ArrayList<>();
    private List<Document> searchable = List.of();
    private long nextPosition;
    private long searchablePosition;

    @Override
    public synchronized long nextPosition() {
        return nextPosition;
    }

    @Override
    public synchronized long searchablePosition() {
        return searchablePosition;
    }

    @Override
    public synchronized void add(List<Entry> entries) {
        for (Entry entry : entries) {
            if (entry.position() < nextPosition) {
                throw new IllegalArgumentException(
                        "position %d was added".formatted(entry.position()));
            }
            added.add(Document.of(entry));
            nextPosition = entry.position() + 1;
        }
    }

    @Override
    public synchronized void refresh() {
        searchable = List.copyOf(added);
        searchablePosition = nextPosition;
    }

    @Override
    public synchronized void renew(long[] positions, LongFunction<Entry> journal) {
        added.removeIf(document -> Arrays.binarySearch(positions, document.position()) >= 0);
        for (long position : positions) {
            Entry left = journal.apply(position);
            if (!left.isExpired()) {
                added.add(Document.of(left));
            }
        }
        refresh();
    }

    @Override
    public void commit() {}

    @Override
    public void revert() {}

    private synchronized Stream<Document> matching(Query query) {
        return searchable.stream().filter(document -> Matcher.matches(query, document));
    }

    @Override
    public List<Hit> search(SearchRequest request) {
        Comparator<Hit> order = request.order().comparator();
        return matching(request.query())
                .filter(document -> document.position() < request.endPosition())
                .map(document -> new Hit(document.position(), document.timeNanos()))
                .filter(hit -> request.after().map(h -> order.compare(h, hit) < 0).orElse(true))
                .sorted(order)
                .limit(request.limit())
                .toList();
    }

    @Override
    public long[] histogram(Query query, long fromNanos, long widthNanos, int buckets) {
        long[] counts = new long[buckets];
        matching(query)
                .mapToLong(document -> Spacing.barOf(document.timeNanos(), fromNanos, widthNanos))
                .filter(bucket -> bucket >= 0 && bucket < buckets)
                .forEach(bucket -> counts[(int) bucket]++);
        return counts;
    }

    @Override
    public List<Long> timeRange(Query query) {
        List<Long> times = matching(query).map(Document::timeNanos).sorted().toList();
        return times.isEmpty() ? List.of() : List.of(times.getFirst(), times.getLast());
    }

    @Override
    public long count(Query query) {
        return matching(query).count();
    }

    @Override
    public List<ValueCount> topValues(Query query, Field field, String prefix, int limit) {
        var counts = new HashMap<String, Long>();
        matching(query)
                .flatMap(document -> Stream.ofNullable(document.facets().get(field)))
                .filter(value -> Field.folded(value).startsWith(Field.folded(prefix)))
                .forEach(value -> counts.merge(value, 1L, Long::sum));
        return counts.entrySet().stream()
                .map(count -> new ValueCount(count.getKey(), count.getValue()))
                .sorted(
                        Comparator.comparingLong(ValueCount::count)
                                .reversed()
                                .thenComparing(ValueCount::value))
                .limit(limit)
                .toList();
    }

    @Override
    public void close() {}
}
