package dev.indelible.storage.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.util.BytesRef;

/// Counts the values of a field among matching documents, by number within each segment. For one
/// search at a time.
final class ValueCounter implements CollectorManager<SimpleCollector, List<ValueCounter.Tally>> {
    private final String field;
    private final List<Tally> tallies = new ArrayList<>();

    ValueCounter(String field) {
        this.field = field;
    }

    /// How often each value of a segment occurs. To be used while the reader is open.
    static final class Tally {
        private final SortedDocValues values;
        private final int[] counts;
        private int number = -1;
        private BytesRef value = new BytesRef();

        private Tally(SortedDocValues values, int[] counts) {
            this.values = values;
            this.counts = counts;
        }

        /// Goes to the next value that occurs, in the order of values.
        boolean next() throws IOException {
            number++;
            while (number < counts.length && counts[number] == 0) {
                number++;
            }
            if (number == counts.length) {
                return false;
            }
            value = values.lookupOrd(number);
            return true;
        }

        /// The value gone to, until the next.
        BytesRef value() {
            return value;
        }

        int count() {
            return counts[number];
        }
    }

    @Override
    public SimpleCollector newCollector() {
        return new SimpleCollector() {
            private SortedDocValues values = DocValues.emptySorted();
            private int[] counts = new int[0];

            @Override
            protected void doSetNextReader(LeafReaderContext context) throws IOException {
                values = DocValues.getSorted(context.reader(), field);
                counts = new int[values.getValueCount()];
            }

            @Override
            public void collect(int document) throws IOException {
                if (values.advanceExact(document)) {
                    counts[values.ordValue()]++;
                }
            }

            @Override
            public void finish() {
                if (counts.length > 0) {
                    tallies.add(new Tally(values, counts));
                }
            }

            @Override
            public ScoreMode scoreMode() {
                return ScoreMode.COMPLETE_NO_SCORES;
            }
        };
    }

    @Override
    public List<Tally> reduce(Collection<SimpleCollector> collectors) {
        return tallies;
    }
}
