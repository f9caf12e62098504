package dev.indelible.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// Takes one engine through all that is measured, and deletes its data in the end. One thread
/// drives it; one trial runs at a time.
final class Trial {
    private static final int WARM_UP_ROUNDS = 2;
    private static final int QUESTIONS_MAX = 300;
    private static final int[] CONNECTIONS = {1, 16, 128, 512};
    private static final int SINGLE_RATE_MAX = 50_000;
    private static final int MIXED_BATCH = 100;
    private static final int MIXED_RATE = 2_000;
    private static final int KILL_BATCHES = 20;
    private static final int SEARCHABLE_SECONDS_MAX = 600;

    private final Plan plan;
    private final Workload workload;
    private final Function<Path, Engine> maker;
    private final Path folder;
    private final Results results;
    private final String run;
    private final Progress progress;
    private Engine engine;

    /// @param maker makes the engine on a folder of its own
    /// @param folder in which those folders are made
    Trial(
            Plan plan,
            Workload workload,
            Function<Path, Engine> maker,
            Path folder,
            Results results,
            String run,
            Progress progress) {
        this.plan = plan;
        this.workload = workload;
        this.maker = maker;
        this.folder = folder;
        this.results = results;
        this.run = run;
        this.progress = progress;
        this.engine = maker.apply(folder.resolve("events"));
    }

    void run() throws IOException {
        if (plan.measures(Plan.Part.SINGLE)) {
            within("single", this::singleEvents);
        }
        if (!plan.parts().equals(Set.of(Plan.Part.SINGLE))) {
            within("events", this::growing);
        }
    }

    /// What is done with a started engine.
    private interface Work {
        void run() throws IOException;
    }

    private void within(String name, Work work) throws IOException {
        Path own = folder.resolve(name);
        engine = maker.apply(own);
        try {
            progress.step(engine.name() + ": start");
            engine.start();
            results.add(
                    engine.name(),
                    new Results.About(engine.version(), engine.durability(), engine.setup()));
            work.run();
            engine.close();
        } catch (IOException | RuntimeException e) {
            engine.kill();
            throw e;
        } finally {
            delete(own);
        }
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private void growing() throws IOException {
        long from = 0;
        for (long to : plan.stages()) {
            load(from, to);
            if (plan.measures(Plan.Part.QUERIES)) {
                engine.prepare();
                questions(to);
                export(to);
                double memory = EngineProcess.residentBytes(engine.process()) / 1048576.0;
                add(Measure.MEMORY, to, memory, memory, memory, 0);
            }
            from = to;
        }
        if (plan.measures(Plan.Part.BYTES)) {
            progress.step(engine.name() + ": bring to rest");
            engine.settle();
            double bytes = (double) engine.diskBytes() / engine.searchable();
            add(Measure.BYTES, plan.events(), bytes, bytes, bytes, 0);
        }
        long next = plan.events();
        if (plan.measures(Plan.Part.MIXED)) {
            next = mixed(next);
        }
        if (plan.measures(Plan.Part.KILL)) {
            killed(next);
        }
    }

    private void load(long from, long to) throws IOException {
        progress.start("%s: %,d events".formatted(engine.name(), to), to - from);
        Load.Outcome outcome = Load.run(engine, workload, from, to, progress::at);
        progress.end();
        if (plan.measures(Plan.Part.INTAKE)) {
            windows(Measure.INTAKE, to, outcome.kept(), outcome.keptRate());
            windows(Measure.SEARCHABLE, to, outcome.found(), outcome.foundRate());
            double cpu = outcome.cpuMicros();
            add(Measure.CPU, to, cpu, cpu, cpu, 0);
        }
    }

    /// The first window warms up, unless the engine was warm.
    private void windows(Measure measure, long events, List<Double> windows, double overall) {
        List<Double> counted = windows.subList(1, windows.size());
        double min = counted.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double max = counted.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        double median = Figure.median(counted.stream().mapToDouble(Double::doubleValue).toArray());
        // What is to be sustained is what all of it took, with its pauses.
        add(measure, events, measure == Measure.SEARCHABLE ? overall : median, min, max, 0);
    }

    private void questions(long events) throws IOException {
        try (Engine.Reader reader = engine.reader()) {
            for (Question question : Question.all(workload)) {
                progress.step(
                        "%s: %s among %,d"
                                .formatted(engine.name(), question.measure().title(), events));
                for (Filter filter : question.filters()) {
                    results.answer(
                            "%s, %s, among %d".formatted(question.measure(), filter, events),
                            engine.name(),
                            question.ask().put(reader, filter).text());
                }
                ask(question, reader, events);
            }
        }
    }

    private void ask(Question question, Engine.Reader reader, long events) throws IOException {
        var nanos = new Histogram(3);
        double[] medians = new double[plan.rounds()];
        for (int round = -WARM_UP_ROUNDS; round < plan.rounds(); round++) {
            Histogram own = round(question, reader);
            if (round >= 0) {
                medians[round] = own.getValueAtPercentile(50) / 1e6;
                nanos.add(own);
            }
        }
        rounds(question.measure(), events, medians, nanos.getValueAtPercentile(99) / 1e6);
    }

    /// Each variant as often as the others, and at least once.
    private Histogram round(Question question, Engine.Reader reader) throws IOException {
        var nanos = new Histogram(3);
        long end = System.nanoTime() + plan.roundMillis() * 1_000_000L;
        do {
            for (Filter filter : question.filters()) {
                nanos.recordValue(question.ask().put(reader, filter).nanos());
            }
        } while (System.nanoTime() < end && nanos.getTotalCount() < QUESTIONS_MAX);
        return nanos;
    }

    private void export(long events) throws IOException {
        progress.step("%s: export of %,d".formatted(engine.name(), events));
        Filter filter = Question.exported(events);
        double[] rates = new double[Math.min(3, plan.rounds())];
        try (Engine.Reader reader = engine.reader()) {
            long rows = reader.export(filter);
            results.answer("EXPORT among " + events, engine.name(), rows + " rows");
            for (int round = 0; round < rates.length; round++) {
                long start = System.nanoTime();
                rates[round] = reader.export(filter) * 1e9 / (System.nanoTime() - start);
            }
        }
        rounds(Measure.EXPORT, events, rates, 0);
    }

    private void singleEvents() throws IOException {
        long from = 0;
        for (int connections : CONNECTIONS) {
            progress.step("%s: %d connections".formatted(engine.name(), connections));
            double[] rates = new double[plan.rounds()];
            var micros = new Histogram(3);
            for (int round = -WARM_UP_ROUNDS; round < plan.rounds(); round++) {
                SingleEvents.Outcome outcome = sendSingly(from, connections);
                from += outcome.kept();
                if (round >= 0) {
                    rates[round] = outcome.kept() / outcome.seconds();
                    micros.add(outcome.micros());
                }
            }
            double p99 = micros.getValueAtPercentile(99) / 1e3;
            rounds(Measure.single(connections), 0, rates, p99);
        }
    }

    private SingleEvents.Outcome sendSingly(long from, int connections) throws IOException {
        int millis = 2 * plan.roundMillis();
        if (engine.http().isEmpty()) {
            return SingleWrites.send(engine, workload, from, connections, millis);
        }
        Engine.HttpRequests http = engine.http().get();
        // More than can be sent in that time; made before, to leave the machine to the server.
        List<byte[]> requests =
                workload.samples(from, SINGLE_RATE_MAX * millis / 1_000).stream()
                        .map(http::request)
                        .toList();
        return SingleEvents.send(http, requests, connections, millis);
    }

    /// Batches come in at a fixed rate, whether or not the last one is answered soon.
    ///
    /// @return the next number of the workload
    private long mixed(long from) throws IOException {
        progress.step(engine.name() + ": questions while events come in");
        Question question = Question.all(workload).getFirst();
        var stopped = new AtomicBoolean();
        var intake = new ConcurrentHistogram(3);
        long next;
        try (ExecutorService other = Executors.newSingleThreadExecutor();
                Engine.Reader reader = engine.reader()) {
            Future<Long> sending = other.submit(() -> sendAtRate(from, stopped, intake));
            try {
                askMeanwhile(question, reader);
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
        add(Measure.MIXED_INTAKE, plan.events(), p50, p50, p50, p99);
        return next;
    }

    private void askMeanwhile(Question question, Engine.Reader reader) throws IOException {
        // Longer than a question alone: several refreshes and merges are to fall into it.
        var nanos = new Histogram(3);
        double[] medians = new double[plan.rounds()];
        for (int i = -1; i < medians.length; i++) {
            long end = System.nanoTime() + 4_000_000L * plan.roundMillis();
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
        rounds(Measure.MIXED, plan.events(), medians, nanos.getValueAtPercentile(99) / 1e6);
    }

    private long sendAtRate(long from, AtomicBoolean stopped, Histogram intake) throws IOException {
        long next = from;
        long start = System.nanoTime();
        try (Engine.Sender sender = engine.sender()) {
            for (int batch = 0; !stopped.get(); batch++) {
                long due = start + batch * 1_000_000_000L * MIXED_BATCH / MIXED_RATE;
                while (System.nanoTime() < due) {
                    Pause.millis(1);
                }
                sender.send(workload.samples(next, MIXED_BATCH));
                intake.recordValue(System.nanoTime() - due);
                next += MIXED_BATCH;
            }
        }
        return next;
    }

    private void killed(long from) throws IOException {
        progress.step(engine.name() + ": kill -9");
        double[] seconds = new double[Math.min(3, plan.rounds())];
        long lost = 0;
        long next = from;
        for (int round = 0; round < seconds.length; round++) {
            try (Engine.Sender sender = engine.sender()) {
                for (int batch = 0; batch < KILL_BATCHES; batch++) {
                    sender.send(workload.samples(next, Plan.BATCH));
                    next += Plan.BATCH;
                }
            }
            engine.kill();
            long start = System.nanoTime();
            engine.start();
            try (Engine.Sender sender = engine.sender()) {
                sender.send(workload.samples(next, 1));
            }
            seconds[round] = (System.nanoTime() - start) / 1e9;
            next++;
            lost += missing(next);
        }
        rounds(Measure.KILLED, plan.events(), seconds, 0);
        results.note(
                engine.name() + ", kill -9 " + seconds.length + " times: ",
                "of the events answered before, " + lost + " were not found afterwards");
    }

    private long missing(long wanted) throws IOException {
        long deadline = System.nanoTime() + SEARCHABLE_SECONDS_MAX * 1_000_000_000L;
        long found = engine.searchable();
        long last = -1;
        // Not more than are there by now will come when nothing comes for a while.
        for (int still = 0; found < wanted && still < 200; still = found == last ? still + 1 : 0) {
            if (System.nanoTime() > deadline) {
                break;
            }
            Pause.millis(50);
            last = found;
            found = engine.searchable();
        }
        return wanted - found;
    }

    private void rounds(Measure measure, long events, double[] rounds, double p99) {
        double min = Arrays.stream(rounds).min().orElseThrow();
        double max = Arrays.stream(rounds).max().orElseThrow();
        add(measure, events, Figure.median(rounds), min, max, p99);
    }

    private void add(
            Measure measure, long events, double median, double min, double max, double p99) {
        var figure = new Figure(measure, events, engine.name(), median, min, max, p99, run);
        results.add(figure);
        progress.figure(figure);
    }
}
