package dev.indelible.benchmarks;

import dev.indelible.storage.file.FileJournal;
import dev.indelible.storage.file.FolderDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What an event costs in the journal, 1,000 per append, with the fsync.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JournalBenchmark {
    private static final int EVENTS = 1_000;
    private static final long SEGMENT_BYTES = 64 << 20;

    private final Drafts drafts = new Drafts(EVENTS);
    private final Path folder = HotPath.newFolder("journal-");
    private final FolderDisk disk = open(folder);
    private final FileJournal journal = FileJournal.open(disk, SEGMENT_BYTES, new Random(1));

    private static FolderDisk open(Path folder) {
        try {
            return FolderDisk.open(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void append() {
        journal.append(drafts.entries());
    }

    @TearDown
    public void delete() throws IOException {
        journal.close();
        disk.close();
        Folders.delete(folder);
    }
}
