package dev.indelible.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;

/// One event per request, over few and many connections.
///
/// @param folder in which requests are prepared
record SingleRounds(Plan plan, Workload workload, Engine engine, Path folder, Notebook notebook) {
    private static final int FIRST_RATE_MAX = 20_000;
    private static final int WARM_UP = 5;
    private static final int WARM_UP_CONNECTIONS = 16;

    /// Sends these events and tells what came out.
    private interface Round {
        SingleEvents.Outcome send(long from, int count) throws IOException;
    }

    /// Runs them.
    ///
    /// @param first the number of the first event to be sent
    void run(long first) throws IOException {
        long from = warmedUp(first);
        for (int connections : plan.connections()) {
            notebook.step("one event per request over " + connections);
            from =
                    switch (engine.oneByOne()) {
                        case Engine.OneByOne.Http(Engine.HttpRequests http) ->
                                rounds(
                                        connections,
                                        from,
                                        (start, count) ->
                                                requests(
                                                        http, start, count, connections, millis()));
                        case Engine.OneByOne.Driver(Engine.Writers writers) -> {
                            try (var open = new SingleWrites(writers, connections)) {
                                // Each has written once before it counts.
                                open.send(workload.samples(from, connections), Integer.MAX_VALUE);
                                yield rounds(
                                        connections,
                                        from + connections,
                                        (start, count) ->
                                                open.send(
                                                        workload.samples(start, count), millis()));
                            }
                        }
                        case Engine.OneByOne.Never(String reason) ->
                                throw new IllegalStateException(reason);
                    };
        }
    }

    /// As long as several rounds, since servers in Java are slow at first. Returns the number of
    /// the next event.
    private long warmedUp(long from) throws IOException {
        notebook.step("one event per request, to warm up");
        int millis = WARM_UP * plan.warmUpRounds() * millis();
        int count = (int) ((long) FIRST_RATE_MAX * millis / 1_000);
        if (engine.oneByOne() instanceof Engine.OneByOne.Http(Engine.HttpRequests http)) {
            requests(http, from, count, WARM_UP_CONNECTIONS, millis);
            return from + count;
        }
        return from;
    }

    /// Returns the number of the next event.
    private long rounds(int connections, long from, Round sending) throws IOException {
        double[] rates = new double[plan.rounds()];
        var micros = new Histogram(3);
        double rate = FIRST_RATE_MAX;
        long next = from;
        for (int round = -plan.warmUpRounds(); round < plan.rounds(); round++) {
            // More than can be sent in that time.
            int count = connections + (int) (2 * rate * millis() / 1_000);
            SingleEvents.Outcome outcome = sending.send(next, count);
            next += count;
            rate = Math.max(rate, outcome.rate());
            if (round >= 0) {
                rates[round] = outcome.rate();
                micros.add(outcome.micros());
            }
        }
        double p99 = micros.getValueAtPercentile(99) / 1e3;
        notebook.add(Measure.single(connections), 0, rates, p99);
        return next;
    }

    private int millis() {
        return 2 * plan.roundMillis();
    }

    private SingleEvents.Outcome requests(
            Engine.HttpRequests http, long from, int count, int connections, int millis)
            throws IOException {
        try (Prepared requests =
                Prepared.make(
                        folder,
                        workload,
                        (sample, out) -> out.writeBytes(http.request(sample)),
                        from,
                        count,
                        1)) {
            return SingleEvents.send(http, requests, connections, millis);
        }
    }
}
