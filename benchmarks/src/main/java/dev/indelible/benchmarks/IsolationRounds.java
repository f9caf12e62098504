package dev.indelible.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.Histogram;

/// How long an organization waits that sends little, alone and while another floods: that one sends
/// new events over many connections as fast as it is let, and again soon after each refusal.
final class IsolationRounds {
    private static final int PER_SECOND = 500;
    private static final int ROUND_SECONDS_PER_MILLI = 10;
    private static final int FLOOD_CONNECTIONS = 16;

    /// As many as others have, times this: compilers work for minutes, and the slowest hundredth of
    /// few requests is soon theirs.
    private static final int WARM_UP_TIMES = 6;

    private static final int REFUSED_MILLIS = 20;
    private static final int OK = 200;
    private static final int REFUSED = 429;

    private final Plan plan;
    private final Workload workload;
    private final Notebook notebook;
    private long next;

    IsolationRounds(Plan plan, Workload workload, Notebook notebook) {
        this.plan = plan;
        this.workload = workload;
        this.notebook = notebook;
    }

    /// Runs them on a started engine.
    void run(Engine.Tenants tenants, Flood flood) throws IOException {
        Engine.Tenant calm = tenants.tenant("calm");
        Engine.Tenant flooding = tenants.tenant("flooding");
        double[] alone = new double[plan.rounds()];
        double[] beside = new double[plan.rounds()];
        double[] raised = new double[plan.rounds()];
        for (int round = -WARM_UP_TIMES * plan.warmUpRounds(); round < plan.rounds(); round++) {
            notebook.step("an organization alone");
            double p99Alone = p99(calm);
            notebook.step("beside " + flood.title());
            double p99Beside = beside(calm, flooding, flood);
            if (round >= 0) {
                alone[round] = p99Alone;
                beside[round] = p99Beside;
                raised[round] = p99Beside / p99Alone;
            }
        }
        if (flood == Flood.BATCHES) {
            notebook.add(Measure.CALM, 0, alone, 0);
        }
        notebook.add(flood.calm(), 0, beside, 0);
        notebook.add(flood.raised(), 0, raised, 0);
    }

    /// Sends one after another, at fixed times as long as the answers come in time.
    private double p99(Engine.Tenant calm) throws IOException {
        int count = Math.max(1, roundMillis() * PER_SECOND / 1_000);
        var requests = new ArrayList<byte[]>();
        for (Sample sample : workload.samples(take(count), count)) {
            requests.add(calm.request(List.of(sample)));
        }
        var micros = new Histogram(60_000_000L, 3);
        try (var connection = new HttpConnection(calm.port())) {
            long due = System.nanoTime();
            long end = due + TimeUnit.MILLISECONDS.toNanos(roundMillis());
            for (byte[] request : requests) {
                if (System.nanoTime() - end > 0) {
                    break;
                }
                due += TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
                Pause.untilNanos(due);
                long sent = System.nanoTime();
                HttpConnection.Answer answer = connection.send(request);
                if (answer.status() != OK) {
                    throw new IOException("an event was not kept: " + answer.text());
                }
                micros.recordValue((System.nanoTime() - sent) / 1_000);
                due = Math.max(due, System.nanoTime() - TimeUnit.SECONDS.toNanos(1) / PER_SECOND);
            }
        }
        return micros.getValueAtPercentile(99) / 1e3;
    }

    private int roundMillis() {
        return plan.roundMillis() * ROUND_SECONDS_PER_MILLI;
    }

    private double beside(Engine.Tenant calm, Engine.Tenant flooding, Flood flood)
            throws IOException {
        var requests = new ArrayList<FloodRequests>();
        for (int i = 0; i < FLOOD_CONNECTIONS; i++) {
            List<Sample> samples = workload.samples(take(flood.events()), flood.events());
            requests.add(new FloodRequests(flooding.request(samples), flood.isPacked()));
        }
        var isOver = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(FLOOD_CONNECTIONS)) {
            var floods = new ArrayList<Future<?>>();
            for (FloodRequests own : requests) {
                floods.add(
                        threads.submit(() -> {
                            flood(flooding.port(), own, isOver);
                            return null;
                        }));
            }
            try {
                return p99(calm);
            } finally {
                isOver.set(true);
                for (Future<?> one : floods) {
                    one.get();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static void flood(int port, FloodRequests requests, AtomicBoolean isOver)
            throws IOException {
        while (!isOver.get()) {
            try (var connection = new HttpConnection(port)) {
                int status = OK;
                while (status == OK && !isOver.get()) {
                    status = connection.send(requests.next()).status();
                }
                if (status != OK && status != REFUSED) {
                    throw new IOException("a flood was answered with " + status);
                }
            } catch (IOException e) {
                // A refused sender is cut off before it has sent all.
                if (String.valueOf(e.getMessage()).startsWith("a flood was")) {
                    throw e;
                }
            }
            Pause.millis(REFUSED_MILLIS);
        }
    }

    private long take(int count) {
        long first = next;
        next += count;
        return first;
    }
}
