package dev.indelible.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/// Writes what was measured as `benchmarks.md`, with its plots and its data in `benchmarks/`.
final class Report {
    private static final String OURS = "Indelible";
    private static final List<Measure> INTAKE =
            List.of(Measure.INTAKE, Measure.SEARCHABLE, Measure.CPU, Measure.DRIVER_CPU);
    private static final List<Measure> SINGLE =
            List.of(Measure.SINGLE_1, Measure.SINGLE_16, Measure.SINGLE_128, Measure.SINGLE_512);
    private static final List<Measure> QUESTIONS =
            List.of(
                    Measure.ACTOR,
                    Measure.NEWEST,
                    Measure.ORGANIZATION,
                    Measure.TWO_FILTERS,
                    Measure.TEXT,
                    Measure.HISTOGRAM,
                    Measure.DEEP,
                    Measure.EXPORT,
                    Measure.MIXED,
                    Measure.MIXED_INTAKE);
    private static final List<Measure> SEALING =
            List.of(Measure.SEALING_CPU, Measure.SEALING_SHARE, Measure.PROOF);
    private static final List<Measure> ISOLATION =
            List.of(
                    Measure.CALM,
                    Measure.CALM_BATCHES,
                    Measure.RAISED_BATCHES,
                    Measure.CALM_SINGLES,
                    Measure.RAISED_SINGLES,
                    Measure.CALM_PACKED,
                    Measure.RAISED_PACKED,
                    Measure.CALM_UNBOUNDED,
                    Measure.RAISED_UNBOUNDED);
    private static final List<Measure> DELIVERY =
            List.of(
                    Measure.DELIVERED_WEBHOOK,
                    Measure.DELIVERED_HEC,
                    Measure.DELIVERED_HEC_INDEXED,
                    Measure.DELIVERY_CPU,
                    Measure.RECEIVER_CPU,
                    Measure.DELIVERED_EIGHT,
                    Measure.DELIVERED_BESIDE,
                    Measure.KEPT_BESIDE);
    private static final List<Measure> OPERATION =
            List.of(Measure.BYTES, Measure.MEMORY, Measure.KILLED);

    private final Results results;
    private final List<String> runs;
    private final List<String> engines;
    private final List<String> lines = new ArrayList<>();

    private Report(Results results) {
        this.results = results;
        this.runs = List.copyOf(results.runs().keySet());
        this.engines = List.copyOf(results.engines().keySet());
    }

    /// Writes all files; what was there is replaced.
    static void write(Results results, Path folder) throws IOException {
        Path own = folder.resolve("benchmarks");
        Files.createDirectories(own);
        results.write(own.resolve("results.json"));
        List<String> plots = new Plots(results).write(own);
        var report = new Report(results);
        report.whole(plots);
        Files.writeString(folder.resolve("benchmarks.md"), String.join("\n", report.lines) + "\n");
    }

    private void whole(List<String> plots) {
        introduction();
        text(
                "",
                "## Bars",
                "",
                "What this project wants to reach, and what it reached here. What stands in the way of",
                "what is missed is [told with figures](../RATIONALE.md#speed).",
                "");
        Bars.of(results).forEach(this::text);
        section("Intake", INTAKE, plots);
        section("One event per request", SINGLE, plots);
        section("Questions", QUESTIONS, plots);
        section("Sealing", SEALING, plots);
        section("Isolation of organizations", ISOLATION, plots);
        section("Delivery", DELIVERY, plots);
        section("Operation", OPERATION, plots);
        steps();
        method();
    }

    private void introduction() {
        text(
                "# Benchmarks",
                "",
                "Indelible beside what a user would pick instead, with the same events, one engine",
                "after another on the same machine, which the load generator shares. Written by",
                "`./bench` from [its data](benchmarks/results.json); `./bench --help` says how to",
                "repeat all of it or a part.",
                "",
                "| run | began | command | sources | machine | events |",
                "|---:|---|---|---|---|---|");
        for (Results.Run run : results.runs().values()) {
            text(
                    "| %d | %s | `%s` | %s | %s | %s |"
                            .formatted(
                                    number(run.began()),
                                    run.began(),
                                    run.command(),
                                    run.commit(),
                                    run.machine(),
                                    run.workload()));
        }
        text("", "| engine | version | durability: when a write is answered | set up |");
        text("|---|---|---|---|");
        results.engines()
                .forEach((engine, about) ->
                        text(
                                "| %s | %s | %s | %s |"
                                        .formatted(
                                                engine,
                                                about.version(),
                                                about.durability(),
                                                about.setup())));
        text(
                "",
                "Durability classes: A, an fsync before the answer; B, one now and then; C, none.",
                "Compare A with A: an engine of class C answers before it keeps.");
    }

    /// The place of a run in the table of runs.
    private int number(String run) {
        return runs.indexOf(run) + 1;
    }

    private void section(String title, List<Measure> measures, List<String> plots) {
        if (measures.stream().allMatch(measure -> results.sizes(measure).isEmpty())) {
            return;
        }
        text("", "## " + title, "");
        for (Measure measure : measures) {
            String plot = measure.name().toLowerCase(Locale.ROOT) + ".svg";
            if (plots.contains(plot)) {
                text("![%s](benchmarks/%s)".formatted(Plots.description(measure), plot), "");
            }
        }
        var head = new StringBuilder("| | events |");
        results.engines()
                .forEach((engine, about) ->
                        head.append(" %s (%c) |".formatted(engine, about.durability().charAt(0))));
        text(head + " run |");
        text("|---|---:|" + "---:|".repeat(engines.size()) + "---:|");
        for (Measure measure : measures) {
            for (long size : results.sizes(measure)) {
                text(row(measure, size));
            }
        }
    }

    private String row(Measure measure, long size) {
        var row = new StringBuilder("| ");
        row.append(measure.title()).append(", ").append(measure.unit()).append(" | ");
        row.append(size == 0 ? "" : "%,d".formatted(size)).append(" |");
        Optional<Figure> ours = results.find(measure, size, OURS);
        var numbers = new TreeSet<Integer>();
        for (String engine : engines) {
            Optional<Figure> figure = results.find(measure, size, engine);
            figure.ifPresent(found -> numbers.add(number(found.run())));
            row.append(' ').append(figure.map(found -> cell(found, ours)).orElse("–"));
            row.append(" |");
        }
        List<String> texts = numbers.stream().map(String::valueOf).toList();
        return row.append(' ').append(String.join(", ", texts)).append(" |").toString();
    }

    private static String cell(Figure figure, Optional<Figure> ours) {
        var cell = new StringBuilder(number(figure.median()));
        if (figure.min() < figure.max()) {
            cell.append(" (%s–%s)".formatted(number(figure.min()), number(figure.max())));
        }
        if (figure.p99() > 0) {
            cell.append("; p99 ").append(number(figure.p99()));
            cell.append(figure.measure().isHigherBetter() ? " ms" : "");
        }
        if (ours.isPresent()
                && !figure.engine().equals(OURS)
                && figure.measure() != Measure.DRIVER_CPU) {
            double ratio = ours.get().median() / figure.median();
            double better = figure.measure().isHigherBetter() ? ratio : 1 / ratio;
            cell.append("; **").append(number(better)).append(" ×**");
        }
        return cell.toString();
    }

    private void steps() {
        if (results.steps().isEmpty()) {
            return;
        }
        text(
                "",
                "## The hot path",
                "",
                "Steps of Indelible under JMH (`./bench --only jmh`), one thread, per event of the",
                "same workload; *journal* with the fsync of 1,000, *index* with its merges.",
                "",
                "| step | µs | ± | allocated, B | run |",
                "|---|---:|---:|---:|---:|");
        for (HotPath.Step step : results.steps()) {
            text(
                    "| %s | %s | %s | %s | %d |"
                            .formatted(
                                    step.name(),
                                    number(step.nanos() / 1e3),
                                    number(step.error() / 1e3),
                                    number(step.allocatedBytes()),
                                    number(step.run())));
        }
    }

    private void method() {
        text(
                "",
                "## How it was measured",
                "",
                "- Each cell: the median of the rounds (their lowest–highest); latencies also the",
                "  99th percentile of all single ones; **n ×**: how many times better Indelible's",
                "  median is than this one, and below 1 how much worse. *run* numbers the table",
                "  above.",
                "- Intake: of ten tenths of the load, the first left out as warm-up; *until a search",
                "  finds them* is over the whole load.",
                "- %,d organizations; skewed as real logs are (Zipf), 780 bytes per event in the"
                        .formatted(Plan.ORGANIZATIONS),
                "  mean, some of 256 KB. Before anything is measured, all that is sent lies in a",
                "  mapped file in the form in which the engine takes it: lines for Indelible, the",
                "  body of `_bulk` for OpenSearch, tab-separated rows for the others. To send is to",
                "  write those bytes to a socket (Indelible, OpenSearch), to the driver's COPY",
                "  (PostgreSQL) or to a pipe (ClickHouse, whose process then hands them over); what",
                "  remains is in the table as the CPU of the load generator.",
                "- Batches: each of 4 connections sends its next when its last is answered.",
                "- Single events: closed loop. Each connection sends its next event when its last is",
                "  answered, so the latencies are those at the highest rate. To PostgreSQL by JDBC,",
                "  prepared, a thread per connection, which costs more than the one thread that",
                "  sends by HTTP.",
                "- Questions: one connection, over HTTP or the engine's own protocol, warm, whole",
                "  answers read; each asks for frequent and rare values in turn. 50 rows per page.",
                "- Delivery: of a backlog. Events are loaded while destinations are paused, then these",
                "  are resumed; it ends when the last event is confirmed, durably. The receivers read",
                "  and count every event, keep nothing, and share the machine as threads of the load",
                "  generator. The dead one refuses connections, the dripping one answers a byte every",
                "  tenth of a second; rounds with and without them take turns.",
                "- Every engine's answers (ids in order, counts) are compared with the others'.",
                "- Bytes at rest: the others are told to merge or to vacuum. Indelible is told nothing;"
                        + " it is waited for until nothing has changed for 45 seconds.",
                "- Everything is warm: no figure here is one of a cold disk.");
        for (String note : results.notes()) {
            text("- " + note + ".");
        }
        for (String difference : results.differences()) {
            text("- **Answers differ**: " + difference);
        }
    }

    private void text(String... more) {
        lines.addAll(List.of(more));
    }

    /// Three digits that count, and whole numbers from 100.
    static String number(double value) {
        if (value == 0) {
            return "0";
        }
        if (Math.abs(value) >= 1_000) {
            double step = Math.pow(10, Math.floor(Math.log10(Math.abs(value))) - 2);
            return "%,d".formatted(Math.round(Math.round(value / step) * step));
        }
        int digits = (int) Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
        return ("%." + Math.min(4, digits) + "f").formatted(value);
    }
}
