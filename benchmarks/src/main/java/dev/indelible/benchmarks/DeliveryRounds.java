package dev.indelible.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Measures how fast a backlog is delivered: to one destination of each kind, and to eight that are
/// well, alone and beside one that is dead and one that drips.
///
/// A round loads events while its destinations are halted, lets them go, and ends when the last
/// event is confirmed, durably.
final class DeliveryRounds {
    private static final int GOOD = 8;
    private static final long EACH_OF_EIGHT_MIN = 10_000;
    private static final int LOOK_MILLIS = 5;
    private static final long ROUND_NANOS_MAX = 600_000_000_000L;

    private final Plan plan;
    private final Workload workload;
    private final Engine engine;
    private final Engine.Delivers delivers;
    private final Path folder;
    private final Notebook notebook;
    private long next;

    /// @param session where it works and what it tells
    DeliveryRounds(
            Plan plan,
            Workload workload,
            Engine engine,
            Engine.Delivers delivers,
            Session session) {
        this.plan = plan;
        this.workload = workload;
        this.engine = engine;
        this.delivers = delivers;
        this.folder = session.folder();
        this.notebook = session.notebook();
    }

    /// Where it works and what it tells.
    record Session(Path folder, Notebook notebook) {}

    void run() throws IOException {
        one(Receiver.Kind.WEBHOOK, Measure.DELIVERED_WEBHOOK, url -> delivers.webhook("one", url));
        one(
                Receiver.Kind.COLLECTOR,
                Measure.DELIVERED_HEC,
                url -> delivers.collector("hec", url, Engine.Acknowledgement.ACCEPTED));
        one(
                Receiver.Kind.COLLECTOR,
                Measure.DELIVERED_HEC_INDEXED,
                url -> delivers.collector("indexed", url, Engine.Acknowledgement.INDEXED));
        isolation();
    }

    private interface Adding {
        String add(String url) throws IOException;
    }

    private void one(Receiver.Kind kind, Measure measure, Adding adding) throws IOException {
        long count = plan.deliveredEvents();
        double[] rates = new double[plan.fewRounds()];
        double[] serverMicros = new double[rates.length];
        double[] driverMicros = new double[rates.length];
        try (Receiver receiver = Receiver.start(kind)) {
            var well = List.of(new Good(adding.add(receiver.url()), receiver));
            for (int round = -plan.warmUpRounds(); round < rates.length; round++) {
                notebook.step(measure.title());
                Spent spent = round(well, List.of(), count);
                if (round >= 0) {
                    rates[round] = count * 1e9 / spent.nanos();
                    serverMicros[round] = spent.serverNanos() / 1e3 / count;
                    driverMicros[round] = spent.driverNanos() / 1e3 / count;
                }
            }
            delivers.halt(well.getFirst().destination());
        }
        notebook.add(measure, count, rates, 0);
        if (measure == Measure.DELIVERED_WEBHOOK) {
            notebook.add(Measure.DELIVERY_CPU, count, serverMicros, 0);
            notebook.add(Measure.RECEIVER_CPU, count, driverMicros, 0);
        }
    }

    /// In turn with and without the two that fail, so that both meet the same machine.
    private void isolation() throws IOException {
        long count = Math.max(EACH_OF_EIGHT_MIN, plan.deliveredEvents() / 4);
        double[] alone = new double[plan.fewRounds()];
        double[] beside = new double[alone.length];
        double[] kept = new double[alone.length];
        var receivers = new ArrayList<Receiver>();
        try (Receiver dripping = Receiver.start(Receiver.Kind.DRIPPING)) {
            var good = new ArrayList<Good>();
            for (int i = 0; i < GOOD; i++) {
                receivers.add(Receiver.start(Receiver.Kind.WEBHOOK));
                good.add(
                        new Good(
                                delivers.webhook("good-" + i, receivers.get(i).url()),
                                receivers.get(i)));
            }
            var failing =
                    List.of(
                            delivers.webhook("dead", "http://127.0.0.1:1/"),
                            delivers.webhook("dripping", dripping.url()));
            for (int round = -plan.warmUpRounds(); round < alone.length; round++) {
                notebook.step(Measure.DELIVERED_EIGHT.title());
                Spent without = round(good, List.of(), count);
                notebook.step(Measure.DELIVERED_BESIDE.title());
                Spent with = round(good, failing, count);
                if (round >= 0) {
                    alone[round] = GOOD * count * 1e9 / without.nanos();
                    beside[round] = GOOD * count * 1e9 / with.nanos();
                    kept[round] = 100 * beside[round] / alone[round];
                }
            }
        } finally {
            for (Receiver receiver : receivers) {
                receiver.close();
            }
        }
        notebook.add(Measure.DELIVERED_EIGHT, count, alone, 0);
        notebook.add(Measure.DELIVERED_BESIDE, count, beside, 0);
        notebook.add(Measure.KEPT_BESIDE, count, kept, 0);
    }

    /// A destination that is well, and who receives for it.
    private record Good(String destination, Receiver receiver) {}

    private record Spent(long nanos, long serverNanos, long driverNanos) {}

    private Spent round(List<Good> good, List<String> failing, long count) throws IOException {
        for (Good one : good) {
            delivers.halt(one.destination());
        }
        load(count);
        var goals = new ArrayList<Long>();
        for (Good one : good) {
            goals.add(one.receiver().events() + count);
        }
        for (String one : failing) {
            delivers.go(one);
        }
        long serverNanos = EngineProcess.cpuNanos(engine.process());
        long driverNanos = EngineProcess.driverCpuNanos();
        long start = System.nanoTime();
        for (Good one : good) {
            delivers.go(one.destination());
        }
        for (int i = 0; i < good.size(); i++) {
            await(good.get(i), goals.get(i), start);
        }
        var spent =
                new Spent(
                        System.nanoTime() - start,
                        EngineProcess.cpuNanos(engine.process()) - serverNanos,
                        EngineProcess.driverCpuNanos() - driverNanos);
        for (String one : failing) {
            delivers.halt(one);
        }
        return spent;
    }

    private void load(long count) throws IOException {
        int batches = Math.toIntExact(count / Plan.BATCH);
        try (Prepared events =
                Prepared.make(folder, workload, engine::encode, next, batches, Plan.BATCH)) {
            // A search that finds them is the sign that nothing else is under way.
            Load.run(engine, events, engine.searchable(), notebook);
        }
        next += count;
        var seals = engine.seals();
        while (seals.isPresent() && seals.get().unpublished() > 0) {
            Pause.millis(LOOK_MILLIS);
        }
    }

    /// Until it is received, and then until the engine says that it is confirmed: to ask costs it
    /// something.
    private void await(Good one, long goal, long start) throws IOException {
        while (one.receiver().events() < goal || delivers.unconfirmed(one.destination()) > 0) {
            if (System.nanoTime() - start > ROUND_NANOS_MAX) {
                throw new IOException(
                        "%d of %d events were delivered, and no more come"
                                .formatted(one.receiver().events(), goal));
            }
            Pause.millis(LOOK_MILLIS);
        }
    }
}
