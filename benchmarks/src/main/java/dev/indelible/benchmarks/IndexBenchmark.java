package dev.indelible.benchmarks;

import dev.indelible.core.journal.Entry;
import dev.indelible.storage.lucene.LuceneIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What an event costs in the index, of an empty one that takes 50,000: documents built, added,
/// merged as the index does it meanwhile, made searchable and committed.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class IndexBenchmark {
    private static final int EVENTS = 50_000;
    private static final int BATCH = 1_000;

    private final List<List<Entry>> batches = new ArrayList<>();
    private Path folder;
    private LuceneIndex index;

    public IndexBenchmark() {
        var drafts = new Drafts(BATCH);
        for (int batch = 0; batch < EVENTS / BATCH; batch++) {
            batches.add(drafts.entries());
        }
        folder = HotPath.newFolder("index-");
        index = open(folder);
    }

    private LuceneIndex open(Path place) {
        return LuceneIndex.open(
                place, position -> batches.get((int) position / BATCH).get((int) position % BATCH));
    }

    @Setup(Level.Iteration)
    public void empty() throws IOException {
        delete();
        folder = HotPath.newFolder("index-");
        index = open(folder);
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void add() {
        batches.forEach(index::add);
        index.refresh();
        index.commit();
    }

    @TearDown
    public void delete() throws IOException {
        index.close();
        Folders.delete(folder);
    }
}
