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
    private static final int LOOK_SHARE = 500;
    private static final long SEARCHABLE_NANOS_MAX = 600_000_000_000L;

    private final Engine engine;
    private final Prepared events;
    private final long from;
    private final int batches;
    private final long[] answeredNanos;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();

    private Load(Engine engine, Prepared events, long from) {
        this.engine = engine;
        this.events = events;
        this.from = from;
        this.batches = events.count();
        this.answeredNanos = new long[batches];
    }

    /// What came out; rates in events/s.
    ///
    /// @param kept per window of a tenth, in order of the answers
    /// @param found per tenth, as searches found them
    /// @param foundRate over all of them
    /// @param cpuMicros of the server's processes per event, until all were found
    /// @param driverCpuMicros of this program per event, in the same time
    record Outcome(
            List<Double> kept,
            List<Double> found,
            double foundRate,
            double cpuMicros,
            double driverCpuMicros) {}

    /// @param from how many the engine holds
    /// @param notebook is told how many are kept by now
    static Outcome run(Engine engine, Prepared events, long from, Notebook notebook)
            throws IOException {
        var load = new Load(engine, events, from);
        notebook.progress().start("%s: load".formatted(engine.name()), load.count());
        try {
            return load.run(notebook.progress()::at);
        } finally {
            notebook.progress().end();
        }
    }

    private long count() {
        return (long) batches * events.eventsPerBatch();
    }

    private Outcome run(LongConsumer progress) throws IOException {
        var looks = new ArrayList<long[]>();
        long cpu = EngineProcess.cpuNanos(engine.process());
        long driverCpu = EngineProcess.driverCpuNanos();
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
            watch(running, start, looks, progress);
        }
        Arrays.sort(answeredNanos);
        return new Outcome(
                keptWindows(start),
                foundWindows(looks, count()),
                count() * 1e9 / looks.getLast()[0],
                (EngineProcess.cpuNanos(engine.process()) - cpu) / 1e3 / count(),
                (EngineProcess.driverCpuNanos() - driverCpu) / 1e3 / count());
    }

    /// Looks how many are found, until all are.
    private void watch(
            List<Future<?>> senders, long start, List<long[]> looks, LongConsumer progress)
            throws IOException {
        boolean isSent = false;
        long end = Long.MAX_VALUE;
        while (!isSent || looks.getLast()[1] < count() || !engine.isUpToDate()) {
            if (!isSent && senders.stream().allMatch(Future::isDone)) {
                isSent = true;
                end = System.nanoTime() - start + SEARCHABLE_NANOS_MAX;
                for (Future<?> sender : senders) {
                    finish(sender);
                }
            }
            Pause.millis(isSent ? pauseMillis(looks.getLast()[0]) : LOOK_MILLIS);
            looks.add(new long[] {System.nanoTime() - start, engine.searchable() - from});
            progress.accept((long) answered.get() * events.eventsPerBatch());
            if (looks.getLast()[0] > end) {
                throw new IOException(
                        "%s finds %,d of %,d events, and no more come"
                                .formatted(engine.name(), looks.getLast()[1], count()));
            }
        }
    }

    /// To look costs both sides something: no more often than the figure needs.
    private static int pauseMillis(long elapsedNanos) {
        return Math.clamp(elapsedNanos / LOOK_SHARE / 1_000_000, 5, LOOK_MILLIS);
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
                sender.send(events.batch(batch));
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
            rates.add(count * 1e9 * events.eventsPerBatch() / (answeredNanos[to - 1] - last));
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
