package dev.indelible.storage.lucene;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.search.Document;
import dev.indelible.core.search.Matcher;
import java.io.IOException;
import java.util.List;
import java.util.function.LongFunction;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;

/// Whether an event has words one after another, by looking it up in the journal: so dear that it
/// is asked last, of documents that everything else already matches.
final class PhraseCheck extends Query {
    private static final float COST = 100_000;

    private final List<String> words;
    private final LongFunction<Entry> journal;
    private final Deadline deadline;

    PhraseCheck(List<String> words, LongFunction<Entry> journal, Deadline deadline) {
        this.words = words;
        this.journal = journal;
        this.deadline = deadline;
    }

    private boolean matches(long position) {
        deadline.check();
        try {
            return Matcher.hasPhrase(Document.of(journal.apply(position)), words);
        } catch (AuditException.Corrupt e) {
            return false;
        }
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost) {
        return new ConstantScoreWeight(this, boost) {
            @Override
            public ScorerSupplier scorerSupplier(LeafReaderContext context) throws IOException {
                NumericDocValues positions = DocValues.getNumeric(context.reader(), Names.POSITION);
                DocIdSetIterator all = DocIdSetIterator.all(context.reader().maxDoc());
                var lookup =
                        new TwoPhaseIterator(all) {
                            @Override
                            public boolean matches() throws IOException {
                                return positions.advanceExact(approximation.docID())
                                        && PhraseCheck.this.matches(positions.longValue());
                            }

                            @Override
                            public float matchCost() {
                                return COST;
                            }
                        };
                return new ScorerSupplier() {
                    @Override
                    public Scorer get(long leadCost) {
                        return new ConstantScoreScorer(score(), scoreMode, lookup);
                    }

                    @Override
                    public long cost() {
                        return context.reader().maxDoc();
                    }
                };
            }

            @Override
            public boolean isCacheable(LeafReaderContext context) {
                return false;
            }
        };
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(String field) {
        return "phrase" + words;
    }

    @Override
    public boolean equals(Object other) {
        return sameClassAs(other) && words.equals(((PhraseCheck) other).words);
    }

    @Override
    public int hashCode() {
        return classHash() * 31 + words.hashCode();
    }
}
