package dev.indelible.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// A question while events come in at a fixed rate, whether or not the last batch is answered soon.
///
/// @param folder in which events are prepared
record MixedRounds(Plan plan, Workload workload, Engine engine, Path folder, Notebook notebook) {
    private static final int BATCH = 100;
    private static final int RATE = 2_000;

    /// Runs them.
    ///
    /// @param from the number of the first event to be sent
    /// @return the number of the next one
    long run(long from) throws IOException {
        notebook.step("questions while events come in");
        var stopped = new AtomicBoolean();
        var intake = new ConcurrentHistogram(3);
        long next;
        // With a third to spare, or more are made meanwhile.
        int batches = (plan.rounds() + 1) * millis() / 1_000 * RATE / BATCH * 4 / 3 + 20;
        Prepared first = prepared(from, batches);
        try (ExecutorService other = Executors.newSingleThreadExecutor();
                Engine.Reader reader = engine.reader()) {
            Future<Long> sending = other.submit(() -> send(first, from, stopped, intake));
            try {
                ask(Question.all(workload).getFirst(), reader);
            } finally {
                stopped.set(true);
            }
            next = sending.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
        double p50 = intake.getValueAtPercentile(50) / 1e6;
        double p99 = intake.getValueAtPercentile(99) / 1e6;
        notebook.add(Measure.MIXED_INTAKE, plan.events(), new double[] {p50}, p99);
        return next;
    }

    /// Longer than a question alone: several refreshes and merges are to fall into it.
    private int millis() {
        return 4 * plan.roundMillis();
    }

    private Prepared prepared(long from, int batches) throws IOException {
        return Prepared.make(folder, workload, engine::encode, from, batches, BATCH);
    }

    private void ask(Question question, Engine.Reader reader) throws IOException {
        var nanos = new Histogram(3);
        double[] medians = new double[plan.rounds()];
        for (int i = -1; i < medians.length; i++) {
            long end = System.nanoTime() + millis() * 1_000_000L;
            var own = new Histogram(3);
            while (System.nanoTime() < end) {
                for (Filter filter : question.filters()) {
                    own.recordValue(question.ask().put(reader, filter).nanos());
                }
                Pause.millis(10);
            }
            if (i >= 0) {
                medians[i] = own.getValueAtPercentile(50) / 1e6;
                nanos.add(own);
            }
        }
        notebook.add(Measure.MIXED, plan.events(), medians, nanos.getValueAtPercentile(99) / 1e6);
    }

    private long send(Prepared first, long from, AtomicBoolean stopped, Histogram intake)
            throws IOException {
        long next = from;
        long start = System.nanoTime();
        Prepared events = first;
        try (Engine.Sender sender = engine.sender()) {
            for (int batch = 0; !stopped.get(); batch++) {
                if (batch > 0 && batch % first.count() == 0) {
                    events.close();
                    events = prepared(next, first.count());
                }
                long due = start + batch * 1_000_000_000L * BATCH / RATE;
                while (System.nanoTime() < due) {
                    Pause.millis(1);
                }
                sender.send(events.batch(batch % first.count()));
                intake.recordValue(System.nanoTime() - due);
                next += BATCH;
            }
        } finally {
            events.close();
        }
        return next;
    }
}
