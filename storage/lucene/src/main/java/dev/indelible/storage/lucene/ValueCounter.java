package dev.indelible.storage.lucene;

import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/// Counts the values of a field among matching documents: by number within a segment, by value at
/// its end. For one search at a time.
final class ValueCounter implements CollectorManager<SimpleCollector, Boolean> {
    private final String field;
    private final Map<String, Long> counts;

    ValueCounter(String field, Map<String, Long> counts) {
        this.field = field;
        this.counts = counts;
    }

    @Override
    public SimpleCollector newCollector() {
        return new SimpleCollector() {
            private SortedDocValues values = DocValues.emptySorted();
            private long[] byNumber = new long[0];

            @Override
            protected void doSetNextReader(LeafReaderContext context) throws IOException {
                values = DocValues.getSorted(context.reader(), field);
                byNumber = new long[values.getValueCount()];
            }

            @Override
            public void collect(int document) throws IOException {
                if (values.advanceExact(document)) {
                    byNumber[values.ordValue()]++;
                }
            }

            @Override
            public void finish() throws IOException {
                for (int number = 0; number < byNumber.length; number++) {
                    if (byNumber[number] > 0) {
                        counts.merge(
                                values.lookupOrd(number).utf8ToString(),
                                byNumber[number],
                                Long::sum);
                        checkCount();
                    }
                }
                byNumber = new long[0];
            }

            @Override
            public ScoreMode scoreMode() {
                return ScoreMode.COMPLETE_NO_SCORES;
            }
        };
    }

    private void checkCount() {
        if (counts.size() > IndexLimits.COUNTED_VALUES_MAX) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "there are more than %d different values; ask with more filters or for less time"
                            .formatted(IndexLimits.COUNTED_VALUES_MAX));
        }
    }

    @Override
    public Boolean reduce(Collection<SimpleCollector> collectors) {
        return true;
    }
}
