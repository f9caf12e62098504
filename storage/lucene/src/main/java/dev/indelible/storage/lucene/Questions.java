package dev.indelible.storage.lucene;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.search.Field;
import dev.indelible.core.search.Order;
import dev.indelible.core.search.Query;
import dev.indelible.core.search.SearchIndex.Hit;
import dev.indelible.core.search.SearchIndex.ValueCount;
import dev.indelible.core.search.SearchRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongFunction;
import org.apache.lucene.index.CorruptIndexException;
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
    private static final System.Logger logger = System.getLogger(Questions.class.getName());
    private static final Duration DAMAGE_RETRY_AFTER = Duration.ofSeconds(10);
    private static final int WINDOW_GROWTH = 4;
    private static final Sort BY_POSITION =
            new Sort(
                    new SortField(Names.POSITION, SortField.Type.LONG),
                    new SortField(Names.TIME, SortField.Type.LONG));

    private final LongFunction<Entry> journal;

    /// @param journal the entry at a position, for phrases
    Questions(LongFunction<Entry> journal) {
        this.journal = journal;
    }

    List<Hit> search(List<Partition> partitions, SearchRequest request) {
        return switch (request.order()) {
            case NEWEST, OLDEST -> byTime(partitions, request);
            case RECEIVED -> byPosition(partitions, request);
        };
    }

    private List<Hit> byTime(List<Partition> partitions, SearchRequest request) {
        var deadline = new Deadline();
        Comparator<Hit> order = request.order().comparator();
        boolean newest = request.order() == Order.NEWEST;
        var query = windowed(request, deadline);
        List<Hit> best = List.of();
        // The likeliest first: then the others can often be passed over.
        for (Partition partition : newest ? partitions.reversed() : partitions) {
            List<Hit> before = best;
            List<Hit> found =
                    asked(
                            partition,
                            deadline,
                            searcher -> {
                                long[] times =
                                        Partition.times(
                                                (DirectoryReader) searcher.getIndexReader());
                                if (!canImprove(before, times, request)) {
                                    return List.of();
                                }
                                return newest
                                        ? newest(searcher, query, request)
                                        : new OldestFirst(request, deadline).of(searcher, query);
                            });
            best = merged(best, found, order, request.limit());
        }
        return best;
    }

    private org.apache.lucene.search.Query windowed(SearchRequest request, Deadline deadline) {
        var query = new Queries(journal, deadline).of(request.query());
        if (request.endPosition() != Long.MAX_VALUE) {
            query = Queries.both(query, Queries.range(Names.POSITION, 0, request.endPosition()));
        }
        if (request.after().isEmpty()) {
            return query;
        }
        // On the field that sorts the index a range is a run of documents, so a deep page costs
        // no more than the first.
        long nanos = request.after().get().timeNanos();
        return Queries.both(
                query,
                request.order() == Order.NEWEST
                        ? Queries.range(Names.TIME, Long.MIN_VALUE, nanos + 1)
                        : Queries.range(Names.TIME, nanos, Long.MAX_VALUE));
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

    private static List<Hit> newest(
            IndexSearcher searcher, org.apache.lucene.search.Query query, SearchRequest request)
            throws IOException {
        FieldDoc after =
                request.after()
                        .map(last ->
                                new FieldDoc(
                                        Integer.MAX_VALUE,
                                        0,
                                        new Object[] {last.timeNanos(), last.position()}))
                        .orElse(null);
        return hits(searcher, query, Partition.LATEST_FIRST, after, request.limit());
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
        var deadline = new Deadline();
        var query = new Queries(journal, deadline).of(request.query());
        var hits = new ArrayList<Hit>();
        long from = request.after().map(hit -> hit.position() + 1).orElse(0L);
        long window = IndexLimits.RECEIVED_WINDOW;
        for (Partition partition : partitions) {
            long end = Math.min(partition.searchable(), request.endPosition());
            from = Math.max(from, partition.first());
            while (from < end && hits.size() < request.limit()) {
                long to = Math.min(end, from + window);
                var range = Queries.both(query, Queries.range(Names.POSITION, from, to));
                int wanted = request.limit() - hits.size();
                hits.addAll(
                        asked(
                                partition,
                                deadline,
                                searcher -> hits(searcher, range, BY_POSITION, null, wanted)));
                from = to;
                window = Math.min(window * WINDOW_GROWTH, Integer.MAX_VALUE);
            }
        }
        return hits;
    }

    long[] histogram(List<Partition> partitions, Query query, Bars bars) {
        var deadline = new Deadline();
        long[] counts = new long[bars.count()];
        var asking = new Queries(journal, deadline).of(query);
        for (Partition partition : partitions) {
            asked(
                    partition,
                    deadline,
                    searcher -> searcher.search(asking, new TimeCounter(bars, counts)));
        }
        return counts;
    }

    long count(List<Partition> partitions, Query query) {
        var deadline = new Deadline();
        var asking = new Queries(journal, deadline).of(query);
        long count = 0;
        for (Partition partition : partitions) {
            count += asked(partition, deadline, searcher -> (long) searcher.count(asking));
        }
        return count;
    }

    List<ValueCount> topValues(
            List<Partition> partitions, Query query, Field field, String prefix, int limit) {
        var deadline = new Deadline();
        var asking = new Queries(journal, deadline).of(query);
        List<ValueCounter.Tally> tallies = List.of();
        var counter = new ValueCounter(Names.facet(field));
        var borrowed = new ArrayList<Partition.Borrowed>();
        try {
            for (Partition partition : partitions) {
                // Kept open until the values of all partitions are added up.
                Partition.Borrowed open = partition.borrow();
                borrowed.add(open);
                tallies =
                        asked(
                                partition,
                                open,
                                deadline,
                                searcher -> searcher.search(asking, counter));
            }
            return new TopValues(prefix, limit).of(tallies);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the index", e);
        } finally {
            borrowed.forEach(Questions::giveBack);
        }
    }

    private static void giveBack(Partition.Borrowed borrowed) {
        try {
            borrowed.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a reader of the index", e);
        }
    }

    private static <T> T asked(Partition partition, Deadline deadline, Question<T> question) {
        Partition.Borrowed borrowed = partition.borrow();
        try {
            return asked(partition, borrowed, deadline, question);
        } finally {
            giveBack(borrowed);
        }
    }

    private static <T> T asked(
            Partition partition,
            Partition.Borrowed borrowed,
            Deadline deadline,
            Question<T> question) {
        var searcher = new IndexSearcher(borrowed.reader());
        searcher.setQueryCache(null);
        searcher.setTimeout(deadline::hasPassed);
        try {
            T answer = question.ask(searcher);
            if (searcher.timedOut()) {
                deadline.check();
            }
            return answer;
        } catch (CorruptIndexException | EOFException e) {
            logger.log(
                    System.Logger.Level.ERROR,
                    "index partition is damaged and will be made anew: " + partition.folder(),
                    e);
            partition.foundDamaged();
            throw new Busy(
                    Problem.QUEUE_FULL,
                    DAMAGE_RETRY_AFTER,
                    "a part of the search index is damaged and is being made anew; ask again later");
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
