package dev.indelible.benchmarks;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.search.Document;
import dev.indelible.event.EventReader;
import dev.indelible.event.SentEvent;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/// What an event costs on its way in and into the index, without any input or output.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(EventBenchmark.EVENTS)
public class EventBenchmark {
    static final int EVENTS = 1_000;

    private final List<byte[]> sent = Drafts.sent(EVENTS);
    private final List<SentEvent> read =
            sent.stream().map(json -> EventReader.read(json, 0, json.length)).toList();
    private final List<Entry> entries = new Drafts(EVENTS).entries();

    @Benchmark
    public void parse(Blackhole hole) {
        for (byte[] json : sent) {
            hole.consume(EventReader.read(json, 0, json.length));
        }
    }

    @Benchmark
    public void parts(Blackhole hole) {
        for (SentEvent event : read) {
            hole.consume(event.complete(event.event()));
        }
    }

    @Benchmark
    public void leaf(Blackhole hole) {
        for (Entry entry : entries) {
            hole.consume(entry.leaf());
        }
    }

    @Benchmark
    public void document(Blackhole hole) {
        for (Entry entry : entries) {
            hole.consume(Document.of(entry));
        }
    }
}
