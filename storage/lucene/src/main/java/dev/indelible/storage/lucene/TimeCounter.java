package dev.indelible.storage.lucene;

import java.io.IOException;
import java.util.Collection;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/// Counts matching documents into the bars of a histogram. For one search at a time.
final class TimeCounter implements CollectorManager<SimpleCollector, Boolean> {
    private final Bars bars;
    private final long[] counts;

    TimeCounter(Bars bars, long[] counts) {
        this.bars = bars;
        this.counts = counts;
    }

    @Override
    public SimpleCollector newCollector() {
        return new SimpleCollector() {
            private NumericDocValues times = DocValues.emptyNumeric();

            @Override
            protected void doSetNextReader(LeafReaderContext context) throws IOException {
                times = DocValues.getNumeric(context.reader(), Names.TIME);
            }

            @Override
            public void collect(int document) throws IOException {
                if (times.advanceExact(document)) {
                    bars.count(counts, times.longValue());
                }
            }

            @Override
            public ScoreMode scoreMode() {
                return ScoreMode.COMPLETE_NO_SCORES;
            }
        };
    }

    @Override
    public Boolean reduce(Collection<SimpleCollector> collectors) {
        return true;
    }
}
