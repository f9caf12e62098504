package dev.indelible.storage.lucene;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Collection;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.DocValuesSkipper;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.DocIdStream;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.jspecify.annotations.Nullable;

/// Counts matching documents into the bars of a histogram. For one search at a time.
///
/// A segment is sorted by time, latest first, so each bar is a run of documents. Only where the
/// runs end is looked up; the documents in them are counted without looking at them.
final class TimeCounter implements CollectorManager<TimeCounter.Runs, Boolean> {
    private final Bars bars;
    private final long[] counts;

    TimeCounter(Bars bars, long[] counts) {
        this.bars = bars;
        this.counts = counts;
    }

    @Override
    public Runs newCollector() {
        return new Runs(bars, counts);
    }

    @Override
    public Boolean reduce(Collection<Runs> collectors) {
        return true;
    }

    /// Counts along the runs of one segment after the other.
    static final class Runs extends SimpleCollector {
        private static final int NONE = -1;

        private final Bars bars;
        private final long[] counts;
        private NumericDocValues times = DocValues.emptyNumeric();
        private @Nullable DocValuesSkipper blocks;
        private final int[] following = new int[1];
        private int end;
        private int runEnd;
        private int bar;

        private Runs(Bars bars, long[] counts) {
            this.bars = bars;
            this.counts = counts;
        }

        @Override
        protected void doSetNextReader(LeafReaderContext context) throws IOException {
            times = DocValues.getNumeric(context.reader(), Names.TIME);
            blocks = context.reader().getDocValuesSkipper(Names.TIME);
            end = context.reader().maxDoc();
            runEnd = 0;
            bar = NONE;
        }

        @Override
        public void collect(int document) throws IOException {
            if (document >= runEnd) {
                moveTo(document);
            }
            count(1);
        }

        @Override
        public void collectRange(int from, int to) throws IOException {
            int at = from;
            while (at < to) {
                if (at >= runEnd) {
                    moveTo(at);
                }
                int stop = Math.min(to, runEnd);
                count(stop - at);
                at = stop;
            }
        }

        @Override
        public void collect(DocIdStream stream) throws IOException {
            while (true) {
                count(stream.count(runEnd));
                if (!stream.mayHaveRemaining() || stream.intoArray(following) == 0) {
                    return;
                }
                collect(following[0]);
            }
        }

        private void count(int documents) {
            if (bar != NONE) {
                counts[bar] += documents;
            }
        }

        /// Finds the bar of this document and where its run ends.
        private void moveTo(int document) throws IOException {
            long index = bars.indexOf(time(document));
            bar = index >= 0 && index < bars.count() ? (int) index : NONE;
            runEnd =
                    index < 0
                            ? end
                            : firstBefore(
                                    document + 1, bars.firstNanos(Math.min(index, bars.count())));
        }

        private int firstBefore(int document, long nanos) throws IOException {
            DocValuesSkipper skipper = requireNonNull(blocks, "no skip index");
            int at = document;
            while (at < end) {
                if (skipper.maxDocID(0) < at) {
                    skipper.advance(at);
                }
                if (skipper.minValue(0) >= nanos) {
                    int level = 0;
                    while (level + 1 < skipper.numLevels()
                            && skipper.minValue(level + 1) >= nanos) {
                        level++;
                    }
                    at = skipper.maxDocID(level) + 1;
                } else if (time(at) < nanos) {
                    return at;
                } else {
                    at++;
                }
            }
            return end;
        }

        private long time(int document) throws IOException {
            if (!times.advanceExact(document)) {
                throw new IllegalStateException("document %d has no time".formatted(document));
            }
            return times.longValue();
        }

        @Override
        public ScoreMode scoreMode() {
            return ScoreMode.COMPLETE_NO_SCORES;
        }
    }
}
