package dev.indelible.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;

/// One event per request, over few and many connections.
///
/// @param folder in which requests are prepared
record SingleRounds(Plan plan, Workload workload, Engine engine, Path folder, Notebook notebook) {
    private static final int FIRST_RATE_MAX = 20_000;

    void run() throws IOException {
        long from = 0;
        for (int connections : plan.connections()) {
            notebook.step(connections + " connections");
            double[] rates = new double[plan.rounds()];
            var micros = new Histogram(3);
            double rate = FIRST_RATE_MAX;
            for (int round = -plan.warmUpRounds(); round < plan.rounds(); round++) {
                // More than can be sent in that time.
                int count = connections + (int) (2 * rate * millis() / 1_000);
                SingleEvents.Outcome outcome = send(from, count, connections);
                from += count;
                rate = Math.max(rate, outcome.rate());
                if (round >= 0) {
                    rates[round] = outcome.rate();
                    micros.add(outcome.micros());
                }
            }
            double p99 = micros.getValueAtPercentile(99) / 1e3;
            notebook.add(Measure.single(connections), 0, rates, p99);
        }
    }

    private int millis() {
        return 2 * plan.roundMillis();
    }

    private SingleEvents.Outcome send(long from, int count, int connections) throws IOException {
        return switch (engine.oneByOne()) {
            case Engine.OneByOne.Http(Engine.HttpRequests http) -> {
                try (Prepared requests =
                        Prepared.make(
                                folder,
                                workload,
                                (sample, out) -> out.writeBytes(http.request(sample)),
                                from,
                                count,
                                1)) {
                    yield SingleEvents.send(http, requests, connections, millis());
                }
            }
            case Engine.OneByOne.Driver(Engine.Writers writers) ->
                    SingleWrites.send(
                            writers, workload.samples(from, count), connections, millis());
            case Engine.OneByOne.Never(String reason) -> throw new IllegalStateException(reason);
        };
    }
}
