package dev.indelible.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Takes one engine through all that is measured, and deletes its data in the end. One thread
/// drives it; one trial runs at a time.
final class Trial {
    private static final Set<Plan.Part> WITHOUT_LOAD =
            EnumSet.of(Plan.Part.SINGLE, Plan.Part.ISOLATION, Plan.Part.DELIVERY, Plan.Part.JMH);
    private static final int KILL_BATCHES = 20;
    private static final long SEARCHABLE_NANOS_MAX = 600_000_000_000L;
    private static final int STILL_LOOKS_MAX = 200;
    private static final Duration STILL = Duration.ofSeconds(45);
    private static final Duration STILL_QUICK = Duration.ofSeconds(2);

    private final Plan plan;
    private final Workload workload;
    private final Function<Path, Engine> maker;
    private final Path folder;
    private final Notebook notebook;

    /// @param maker makes the engine on a folder of its own
    /// @param folder in which those folders are made
    Trial(
            Plan plan,
            Workload workload,
            Function<Path, Engine> maker,
            Path folder,
            Notebook notebook) {
        this.plan = plan;
        this.workload = workload;
        this.maker = maker;
        this.folder = folder;
        this.notebook = notebook;
    }

    void run() throws IOException {
        boolean isLoaded = !WITHOUT_LOAD.containsAll(plan.parts());
        boolean isSingle = plan.measures(Plan.Part.SINGLE) && takesSingleEvents();
        // For figures they go to an engine that holds nothing else.
        boolean isApart = plan.effort() == Plan.Effort.FULL || !isLoaded;
        if (isSingle && isApart) {
            within("single", engine -> singleEvents(engine, 0));
        }
        if (plan.measures(Plan.Part.ISOLATION)) {
            isolation();
        }
        if (plan.measures(Plan.Part.DELIVERY)
                && maker.apply(folder.resolve("delivery")).deliveries().isPresent()) {
            within("delivery", this::deliveries);
        }
        if (isLoaded) {
            within(
                    "events",
                    engine -> {
                        long next = growing(engine);
                        if (isSingle && !isApart) {
                            singleEvents(engine, next);
                        }
                    });
        }
    }

    private void isolation() throws IOException {
        var rounds = new IsolationRounds(plan, workload, notebook);
        for (Flood flood : Flood.values()) {
            Path own = folder.resolve("tenants");
            Optional<Engine.Tenants> tenants = maker.apply(own).tenants(flood);
            if (tenants.isPresent()) {
                within(own, tenants.get(), engine -> rounds.run(tenants.get(), flood));
            }
        }
    }

    private boolean takesSingleEvents() {
        return switch (maker.apply(folder.resolve("single")).oneByOne()) {
            case Engine.OneByOne.Never(String reason) -> {
                notebook.note("one event per request", "not measured: " + reason);
                yield false;
            }
            case Engine.OneByOne.Http _, Engine.OneByOne.Driver _ -> true;
        };
    }

    private void singleEvents(Engine engine, long from) throws IOException {
        new SingleRounds(plan, workload, engine, folder, notebook).run(from);
    }

    private void deliveries(Engine engine) throws IOException {
        var session = new DeliveryRounds.Session(folder, notebook);
        new DeliveryRounds(plan, workload, engine, engine.deliveries().orElseThrow(), session)
                .run();
    }

    /// What is done with a started engine.
    private interface Work {
        void run(Engine engine) throws IOException;
    }

    private void within(String name, Work work) throws IOException {
        Path own = folder.resolve(name);
        within(own, maker.apply(own), work);
    }

    private void within(Path own, Engine engine, Work work) throws IOException {
        try {
            notebook.step("start");
            engine.start();
            notebook.about(engine.version(), engine.durability(), engine.setup());
            work.run(engine);
            engine.close();
        } catch (IOException | RuntimeException e) {
            engine.kill();
            throw e;
        } finally {
            Folders.delete(own);
        }
    }

    /// Returns the number of the next event.
    private long growing(Engine engine) throws IOException {
        var questions = new QuestionRounds(plan, workload, engine, notebook);
        Optional<SealingRounds> sealing =
                plan.measures(Plan.Part.SEALING)
                        ? engine.seals()
                                .map(seals -> new SealingRounds(plan, workload, seals, notebook))
                        : Optional.empty();
        long from = 0;
        for (long to : plan.stages()) {
            if (sealing.isPresent()) {
                sealing.get().begin();
            }
            load(engine, from, to);
            if (sealing.isPresent()) {
                sealing.get().end(from, to);
            }
            if (plan.measures(Plan.Part.QUERIES)) {
                engine.prepare();
                questions.run(to);
                double bytes = EngineProcess.residentBytes(engine.process());
                notebook.add(Measure.MEMORY, to, bytes / (1 << 20));
            }
            from = to;
        }
        if (plan.measures(Plan.Part.BYTES)) {
            notebook.step("bring to rest");
            engine.settle(plan.effort() == Plan.Effort.FULL ? STILL : STILL_QUICK);
            double bytes = (double) engine.diskBytes() / engine.searchable();
            notebook.add(Measure.BYTES, plan.events(), bytes);
        }
        long next = plan.events();
        if (plan.measures(Plan.Part.MIXED)) {
            next = new MixedRounds(plan, workload, engine, folder, notebook).run(next);
        }
        if (plan.measures(Plan.Part.KILL)) {
            next = killed(engine, next);
        }
        return next;
    }

    private void load(Engine engine, long from, long to) throws IOException {
        notebook.step("make %,d events".formatted(to - from));
        int batches = Math.toIntExact((to - from) / Plan.BATCH);
        Load.Outcome outcome;
        try (Prepared events =
                Prepared.make(folder, workload, engine::encode, from, batches, Plan.BATCH)) {
            outcome = Load.run(engine, events, from, notebook);
        }
        if (plan.measures(Plan.Part.INTAKE)) {
            notebook.add(Measure.INTAKE, to, windows(outcome.kept()), 0);
            // What is to be sustained is what all of it took, with its pauses.
            Notebook.Spread found = windows(outcome.found());
            notebook.add(
                    Measure.SEARCHABLE,
                    to,
                    new Notebook.Spread(outcome.foundRate(), found.min(), found.max()),
                    0);
            notebook.add(Measure.CPU, to, outcome.cpuMicros());
            notebook.add(Measure.DRIVER_CPU, to, outcome.driverCpuMicros());
        }
    }

    /// The first window warms up.
    private static Notebook.Spread windows(List<Double> windows) {
        List<Double> counted = windows.subList(1, windows.size());
        return new Notebook.Spread(
                Figure.median(counted.stream().mapToDouble(Double::doubleValue).toArray()),
                Collections.min(counted),
                Collections.max(counted));
    }

    /// Returns the number of the next event.
    private long killed(Engine engine, long from) throws IOException {
        double[] seconds = new double[plan.fewRounds()];
        long lost = 0;
        long next = from;
        for (int round = 0; round < seconds.length; round++) {
            notebook.step("kill -9");
            try (Prepared events =
                            Prepared.make(
                                    folder,
                                    workload,
                                    engine::encode,
                                    next,
                                    KILL_BATCHES,
                                    Plan.BATCH);
                    Engine.Sender sender = engine.sender()) {
                for (int batch = 0; batch < KILL_BATCHES; batch++) {
                    sender.send(events.batch(batch));
                }
            }
            next += KILL_BATCHES * Plan.BATCH;
            try (Prepared one = Prepared.make(folder, workload, engine::encode, next, 1, 1)) {
                engine.kill();
                long start = System.nanoTime();
                engine.start();
                try (Engine.Sender sender = engine.sender()) {
                    sender.send(one.batch(0));
                }
                seconds[round] = (System.nanoTime() - start) / 1e9;
            }
            next++;
            // Those of earlier rounds stay lost.
            lost = missing(engine, next);
        }
        notebook.add(Measure.KILLED, plan.events(), seconds, 0);
        notebook.note(
                "kill -9",
                "of the events answered before, %d were not found afterwards (rounds: %d)"
                        .formatted(lost, seconds.length));
        return next;
    }

    private static long missing(Engine engine, long wanted) throws IOException {
        long deadline = System.nanoTime() + SEARCHABLE_NANOS_MAX;
        long found = engine.kept();
        long last = -1;
        // Not more than are there by now will come when nothing comes for a while.
        for (int still = 0;
                found < wanted && still < STILL_LOOKS_MAX && System.nanoTime() < deadline;
                still = found == last ? still + 1 : 0) {
            Pause.millis(50);
            last = found;
            found = engine.kept();
        }
        return wanted - found;
    }
}
