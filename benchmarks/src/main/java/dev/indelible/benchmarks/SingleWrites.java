package dev.indelible.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;

/// Sends one event per write over many connections of an engine's own protocol, a thread for each.
final class SingleWrites {
    private SingleWrites() {}

    /// Sends as many as the time allows.
    ///
    /// @param from the first's number in the workload
    static SingleEvents.Outcome send(
            Engine engine, Workload workload, long from, int connections, int millis)
            throws IOException {
        var next = new AtomicLong(from);
        var micros = new ConcurrentHistogram(60_000_000L, 3);
        var senders = new ArrayList<Engine.Sender>();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            for (int i = 0; i < connections; i++) {
                senders.add(engine.sender());
            }
            long start = System.nanoTime();
            long deadline = start + millis * 1_000_000L;
            var running = new ArrayList<Future<?>>();
            for (Engine.Sender sender : senders) {
                running.add(
                        threads.submit(() -> {
                            while (System.nanoTime() < deadline) {
                                List<Sample> one = workload.samples(next.getAndIncrement(), 1);
                                long sent = System.nanoTime();
                                sender.send(one);
                                micros.recordValue((System.nanoTime() - sent) / 1000);
                            }
                            return null;
                        }));
            }
            for (Future<?> one : running) {
                one.get();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new SingleEvents.Outcome(next.get() - from, seconds, micros);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            for (Engine.Sender sender : senders) {
                sender.close();
            }
        }
    }
}
