package dev.indelible.storage.lucene;

import dev.indelible.core.search.Order;
import dev.indelible.core.search.SearchIndex.Hit;
import dev.indelible.core.search.SearchRequest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.BulkScorer;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;

/// The first hits of a query, oldest first. Segments are sorted the other way round: so each is
/// looked into from its end, in pieces that grow, until enough is found.
final class OldestFirst {
    private static final int FIRST_PIECE = 2048;
    private static final int GROWTH = 4;
    private static final int CHECK_EVERY = 4096;
    private static final Comparator<Hit> ORDER = Order.OLDEST.comparator();

    private final SearchRequest request;
    private final Deadline deadline;
    private int collected;

    OldestFirst(SearchRequest request, Deadline deadline) {
        this.request = request;
        this.deadline = deadline;
    }

    /// @param query the request's, with its window
    List<Hit> of(IndexSearcher searcher, Query query) throws IOException {
        Weight weight =
                searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
        var hits = new ArrayList<Hit>();
        for (LeafReaderContext segment : searcher.getIndexReader().leaves()) {
            hits.addAll(of(segment, weight));
        }
        hits.sort(ORDER);
        return List.copyOf(hits.subList(0, Math.min(request.limit(), hits.size())));
    }

    private List<Hit> of(LeafReaderContext segment, Weight weight) throws IOException {
        var found = new ArrayList<Hit>();
        int end = end(segment);
        int piece = FIRST_PIECE;
        while (end > 0 && found.size() < request.limit()) {
            deadline.check();
            int from = Math.max(0, end - piece);
            BulkScorer scorer = weight.bulkScorer(segment);
            if (scorer == null) {
                break;
            }
            var last = new Last(segment, request.limit() - found.size());
            scorer.score(last, segment.reader().getLiveDocs(), from, end);
            found.addAll(last.hits.reversed());
            end = from;
            piece = (int) Math.min((long) piece * GROWTH, segment.reader().maxDoc());
        }
        return found;
    }

    /// The first document that is too old to come after the page before.
    private int end(LeafReaderContext segment) throws IOException {
        int high = segment.reader().maxDoc();
        if (request.after().isEmpty()) {
            return high;
        }
        long nanos = request.after().get().timeNanos();
        int low = 0;
        while (low < high) {
            int middle = (low + high) >>> 1;
            NumericDocValues times = DocValues.getNumeric(segment.reader(), Names.TIME);
            if (times.advanceExact(middle) && times.longValue() >= nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Keeps the last hits of a piece.
    private final class Last implements LeafCollector {
        private final ArrayDeque<Hit> hits = new ArrayDeque<>();
        private final NumericDocValues times;
        private final NumericDocValues positions;
        private final int limit;

        Last(LeafReaderContext segment, int limit) throws IOException {
            this.times = DocValues.getNumeric(segment.reader(), Names.TIME);
            this.positions = DocValues.getNumeric(segment.reader(), Names.POSITION);
            this.limit = limit;
        }

        @Override
        public void setScorer(Scorable scorer) {}

        @Override
        public void collect(int document) throws IOException {
            if (++collected % CHECK_EVERY == 0) {
                deadline.check();
            }
            if (!times.advanceExact(document) || !positions.advanceExact(document)) {
                throw new IllegalStateException("document %d has no time".formatted(document));
            }
            var hit = new Hit(positions.longValue(), times.longValue());
            if (request.after().isEmpty() || ORDER.compare(hit, request.after().get()) > 0) {
                hits.add(hit);
                if (hits.size() > limit) {
                    hits.remove();
                }
            }
        }
    }
}
