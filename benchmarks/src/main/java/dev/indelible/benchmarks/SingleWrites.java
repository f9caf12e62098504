package dev.indelible.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/// Sends one event per write over many connections of an engine's own driver, a thread for each.
/// They stay open from round to round, because a new one is slow at first.
final class SingleWrites implements AutoCloseable {
    private final List<Engine.Writer> writers = new ArrayList<>();

    SingleWrites(Engine.Writers source, int connections) throws IOException {
        try {
            for (int i = 0; i < connections; i++) {
                writers.add(source.open());
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /// Sends as many as the time allows, in the given order.
    SingleEvents.Outcome send(List<Sample> samples, int millis) throws IOException {
        var next = new AtomicInteger();
        var kept = new LongAdder();
        var micros = new ConcurrentHistogram(60_000_000L, 3);
        try (ExecutorService threads = Executors.newFixedThreadPool(writers.size())) {
            long start = System.nanoTime();
            long deadline = start + millis * 1_000_000L;
            var running = new ArrayList<Future<?>>();
            for (Engine.Writer writer : writers) {
                running.add(
                        threads.submit(() -> {
                            int own = next.getAndIncrement();
                            while (own < samples.size() && System.nanoTime() < deadline) {
                                long sent = System.nanoTime();
                                writer.write(samples.get(own));
                                micros.recordValue((System.nanoTime() - sent) / 1000);
                                kept.increment();
                                own = next.getAndIncrement();
                            }
                            return null;
                        }));
            }
            for (Future<?> one : running) {
                one.get();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new SingleEvents.Outcome(kept.sum(), seconds, micros);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        for (Engine.Writer writer : writers) {
            writer.close();
        }
    }
}
