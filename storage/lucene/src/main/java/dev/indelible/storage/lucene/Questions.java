package dev.indelible.storage.lucene;

import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.search.Field;
import dev.indelible.core.search.Order;
import dev.indelible.core.search.Query;
import dev.indelible.core.search.SearchIndex.Hit;
import dev.indelible.core.search.SearchIndex.ValueCount;
import dev.indelible.core.search.SearchRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.jspecify.annotations.Nullable;

/// Puts questions to partitions and joins the answers. Stateless but for settings; any thread.
final class Questions {
    private static final Sort OLDEST_FIRST =
            new Sort(
                    new SortField(Names.TIME, SortField.Type.LONG),
                    new SortField(Names.POSITION, SortField.Type.LONG));
    private static final Sort BY_POSITION =
            new Sort(
                    new SortField(Names.POSITION, SortField.Type.LONG),
                    new SortField(Names.TIME, SortField.Type.LONG));

    private final Queries queries;

    Questions(Queries queries) {
        this.queries = queries;
    }

    List<Hit> search(List<Partition> partitions, SearchRequest request) {
        return switch (request.order()) {
            case NEWEST, OLDEST -> byTime(partitions, request);
            case RECEIVED -> byPosition(partitions, request);
        };
    }

    private List<Hit> byTime(List<Partition> partitions, SearchRequest request) {
        Comparator<Hit> order = request.order().comparator();
        boolean newest = request.order() == Order.NEWEST;
        List<Hit> best = List.of();
        // The likeliest first: then the others can often be passed over unopened.
        for (Partition partition : newest ? partitions.reversed() : partitions) {
            List<Hit> before = best;
            List<Hit> found =
                    asked(
                            partition,
                            searcher -> {
                                long[] times =
                                        Partition.times(
                                                (DirectoryReader) searcher.getIndexReader());
                                return canImprove(before, times, request)
                                        ? page(searcher, request)
                                        : List.of();
                            });
            best = merged(best, found, order, request.limit());
        }
        return best;
    }

    private static boolean canImprove(List<Hit> best, long[] times, SearchRequest request) {
        if (best.size() < request.limit()) {
            return true;
        }
        long worst = best.getLast().timeNanos();
        return request.order() == Order.NEWEST ? times[1] >= worst : times[0] <= worst;
    }

    private static List<Hit> merged(
            List<Hit> one, List<Hit> other, Comparator<Hit> order, int limit) {
        var merged = new ArrayList<>(one);
        merged.addAll(other);
        merged.sort(order);
        return List.copyOf(merged.subList(0, Math.min(limit, merged.size())));
    }

    private List<Hit> page(IndexSearcher searcher, SearchRequest request) throws IOException {
        var query = queries.of(request.query());
        if (request.endPosition() != Long.MAX_VALUE) {
            query = Queries.both(query, Queries.range(Names.POSITION, 0, request.endPosition()));
        }
        boolean newest = request.order() == Order.NEWEST;
        FieldDoc after = null;
        if (request.after().isPresent()) {
            Hit last = request.after().get();
            // On the field that sorts the index a range is a run of documents, so a deep page costs
            // no more than the first.
            query =
                    Queries.both(
                            query,
                            newest
                                    ? Queries.range(
                                            Names.TIME, Long.MIN_VALUE, last.timeNanos() + 1)
                                    : Queries.range(Names.TIME, last.timeNanos(), Long.MAX_VALUE));
            after =
                    new FieldDoc(
                            Integer.MAX_VALUE, 0, new Object[] {last.timeNanos(), last.position()});
        }
        return hits(
                searcher,
                query,
                newest ? Partition.LATEST_FIRST : OLDEST_FIRST,
                after,
                request.limit());
    }

    private static List<Hit> hits(
            IndexSearcher searcher,
            org.apache.lucene.search.Query query,
            Sort sort,
            @Nullable FieldDoc after,
            int limit)
            throws IOException {
        int documents = Math.max(1, searcher.getIndexReader().maxDoc());
        int count = Math.min(limit, documents);
        var top = searcher.search(query, new TopFieldCollectorManager(sort, count, after, count));
        int timeAt = sort.getSort()[0].getField().equals(Names.TIME) ? 0 : 1;
        var hits = new ArrayList<Hit>(top.scoreDocs.length);
        for (ScoreDoc found : top.scoreDocs) {
            Object[] values = ((FieldDoc) found).fields;
            hits.add(new Hit((Long) values[1 - timeAt], (Long) values[timeAt]));
        }
        return hits;
    }

    /// Looks into windows of positions, each larger than the last, so that a page near the end of
    /// the log costs little and one that matches seldom still ends.
    private List<Hit> byPosition(List<Partition> partitions, SearchRequest request) {
        var hits = new ArrayList<Hit>();
        long from = request.after().map(hit -> hit.position() + 1).orElse(0L);
        long window = IndexLimits.RECEIVED_WINDOW;
        for (Partition partition : partitions) {
            long end = Math.min(partition.searchable(), request.endPosition());
            from = Math.max(from, partition.first());
            while (from < end && hits.size() < request.limit()) {
                long to = Math.min(end, from + window);
                long start = from;
                int wanted = request.limit() - hits.size();
                hits.addAll(
                        asked(
                                partition,
                                searcher ->
                                        hits(
                                                searcher,
                                                Queries.both(
                                                        queries.of(request.query()),
                                                        Queries.range(Names.POSITION, start, to)),
                                                BY_POSITION,
                                                null,
                                                wanted)));
                from = to;
                window *= 4;
            }
        }
        return hits;
    }

    long[] histogram(List<Partition> partitions, Query query, Bars bars) {
        long[] counts = new long[bars.count()];
        for (Partition partition : partitions) {
            asked(
                    partition,
                    searcher -> searcher.search(queries.of(query), new TimeCounter(bars, counts)));
        }
        return counts;
    }

    long count(List<Partition> partitions, Query query) {
        long count = 0;
        for (Partition partition : partitions) {
            count += asked(partition, searcher -> (long) searcher.count(queries.of(query)));
        }
        return count;
    }

    List<ValueCount> topValues(
            List<Partition> partitions, Query query, Field field, String prefix, int limit) {
        Map<String, Long> counts = new HashMap<>();
        for (Partition partition : partitions) {
            asked(
                    partition,
                    searcher ->
                            searcher.search(
                                    queries.of(query),
                                    new ValueCounter(Names.facet(field), counts)));
        }
        String folded = Field.folded(prefix);
        return counts.entrySet().stream()
                .filter(count -> Field.folded(count.getKey()).startsWith(folded))
                .map(count -> new ValueCount(count.getKey(), count.getValue()))
                .sorted(
                        Comparator.comparingLong(ValueCount::count)
                                .reversed()
                                .thenComparing(ValueCount::value))
                .limit(limit)
                .toList();
    }

    private static <T> T asked(Partition partition, Question<T> question) {
        try (Partition.Borrowed borrowed = partition.borrow()) {
            var searcher = new IndexSearcher(borrowed.reader());
            searcher.setQueryCache(null);
            long endNanos = System.nanoTime() + Limits.SEARCH_TIMEOUT.toNanos();
            searcher.setTimeout(() -> System.nanoTime() - endNanos > 0);
            T answer = question.ask(searcher);
            if (searcher.timedOut()) {
                throw new Busy(
                        Problem.SEARCH_TIMED_OUT,
                        Limits.SEARCH_TIMEOUT,
                        "the search took longer than %d s; ask for less time or with more filters"
                                .formatted(Limits.SEARCH_TIMEOUT.toSeconds()));
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the index", e);
        }
    }

    /// Something asked of one partition.
    @FunctionalInterface
    private interface Question<T> {
        T ask(IndexSearcher searcher) throws IOException;
    }
}
