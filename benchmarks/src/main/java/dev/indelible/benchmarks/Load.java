package dev.indelible.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/// Sends a stretch of the workload in batches over several connections, each of which sends its
/// next batch when its last is answered; and waits until a search finds all of it.
final class Load {
    private static final int SENDERS = 4;
    private static final int WINDOWS = 10;
    private static final int LOOK_MILLIS = 200;

    private final Engine engine;
    private final Workload workload;
    private final long from;
    private final int batches;
    private final long[] answeredNanos;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();

    private Load(Engine engine, Workload workload, long from, long to) {
        this.engine = engine;
        this.workload = workload;
        this.from = from;
        this.batches = Math.toIntExact((to - from) / Plan.BATCH);
        this.answeredNanos = new long[batches];
    }

    /// What came out; rates in events/s.
    ///
    /// @param kept per window of a tenth, in order of the answers
    /// @param found per tenth, as searches found them
    /// @param keptRate over all
    /// @param foundRate over all
    /// @param cpuMicros of the server's processes per event, until all were found
    record Outcome(
            List<Double> kept,
            List<Double> found,
            double keptRate,
            double foundRate,
            double cpuMicros) {}

    /// @param progress is told how many are kept by now
    static Outcome run(Engine engine, Workload workload, long from, long to, LongConsumer progress)
            throws IOException {
        return new Load(engine, workload, from, to).run(progress);
    }

    private Outcome run(LongConsumer progress) throws IOException {
        long events = (long) batches * Plan.BATCH;
        var looks = new ArrayList<long[]>();
        long cpu = EngineProcess.cpuNanos(engine.process());
        long start = System.nanoTime();
        looks.add(new long[] {0, 0});
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                running.add(
                        senders.submit(() -> {
                            send();
                            return null;
                        }));
            }
            boolean isDone = false;
            while (!isDone || looks.getLast()[1] < events) {
                isDone = running.stream().allMatch(Future::isDone);
                if (isDone) {
                    for (Future<?> sender : running) {
                        finish(sender);
                    }
                }
                Pause.millis(isDone ? 5 : LOOK_MILLIS);
                looks.add(new long[] {System.nanoTime() - start, engine.searchable() - from});
                progress.accept((long) answered.get() * Plan.BATCH);
            }
        }
        long end = looks.getLast()[0];
        Arrays.sort(answeredNanos);
        return new Outcome(
                keptWindows(start),
                foundWindows(looks, events),
                events * 1e9 / (answeredNanos[batches - 1] - start),
                events * 1e9 / end,
                (EngineProcess.cpuNanos(engine.process()) - cpu) / 1e3 / events);
    }

    private static void finish(Future<?> sender) throws IOException {
        try {
            sender.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private void send() throws IOException {
        try (Engine.Sender sender = engine.sender()) {
            for (int batch = taken.getAndIncrement();
                    batch < batches;
                    batch = taken.getAndIncrement()) {
                sender.send(workload.samples(from + (long) batch * Plan.BATCH, Plan.BATCH));
                answeredNanos[batch] = System.nanoTime();
                answered.incrementAndGet();
            }
        } catch (IOException | RuntimeException e) {
            taken.set(batches); // The others need not go on.
            throw e;
        }
    }

    private List<Double> keptWindows(long start) {
        var rates = new ArrayList<Double>();
        long last = start;
        for (int window = 1; window <= WINDOWS; window++) {
            int to = batches * window / WINDOWS;
            int count = to - batches * (window - 1) / WINDOWS;
            rates.add(count * 1e9 * Plan.BATCH / (answeredNanos[to - 1] - last));
            last = answeredNanos[to - 1];
        }
        return rates;
    }

    /// Between looks, they are taken to be found evenly.
    private static List<Double> foundWindows(List<long[]> looks, long events) {
        var rates = new ArrayList<Double>();
        double last = 0;
        int look = 0;
        for (int window = 1; window <= WINDOWS; window++) {
            double wanted = (double) events * window / WINDOWS;
            while (looks.get(look)[1] < wanted) {
                look++;
            }
            long[] after = looks.get(look);
            long[] before = looks.get(look - 1);
            double share = (wanted - before[1]) / (after[1] - before[1]);
            double reached = before[0] + share * (after[0] - before[0]);
            rates.add((double) events / WINDOWS * 1e9 / (reached - last));
            last = reached;
        }
        return rates;
    }
}
