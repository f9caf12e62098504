package dev.indelible.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Writes what was measured as `benchmarks.md`, with its plots and its data in `benchmarks/`.
final class Report {
    private static final String OURS = "Indelible";
    private static final String THEIRS = "OpenSearch";
    private static final List<Measure> INTAKE =
            List.of(Measure.INTAKE, Measure.SEARCHABLE, Measure.CPU, Measure.DRIVER_CPU);
    private static final List<Measure> SINGLE =
            List.of(Measure.SINGLE_1, Measure.SINGLE_16, Measure.SINGLE_128, Measure.SINGLE_512);
    private static final List<Measure> QUERIES =
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
    private static final List<Measure> OPERATION =
            List.of(Measure.BYTES, Measure.MEMORY, Measure.KILLED);

    private final Results results;
    private final Plan plan;
    private final List<String> lines = new ArrayList<>();

    Report(Results results, Plan plan) {
        this.results = results;
        this.plan = plan;
    }

    /// Writes all files; what was there is replaced.
    void write(Path folder) throws IOException {
        Path own = folder.resolve("benchmarks");
        Files.createDirectories(own);
        results.write(own.resolve("results.json"));
        List<String> plots = new Plots(results).write(own);
        lines.clear();
        introduction();
        bars();
        section("Intake", INTAKE, plots);
        section("One event per request", SINGLE, plots);
        section("Questions", QUERIES, plots);
        section("Operation", OPERATION, plots);
        method();
        Files.writeString(folder.resolve("benchmarks.md"), String.join("\n", lines) + "\n");
    }

    private void introduction() {
        line("# Benchmarks");
        line("");
        line("Indelible beside what a user would pick instead, with the same events, one engine");
        line("after another on the same machine, which the load generator shares. Written by");
        line("`./bench` from [its data](benchmarks/results.json); `./bench --help` says how to");
        line("repeat all of it or a part.");
        line("");
        line("| run | command | sources | machine |");
        line("|---|---|---|---|");
        for (Results.Run run : results.runs().values()) {
            line(
                    "| %s | `%s` | %s | %s |"
                            .formatted(run.began(), run.command(), run.commit(), run.machine()));
        }
        line("");
        line("| engine | version | a write is answered | set up |");
        line("|---|---|---|---|");
        results.engines()
                .forEach((engine, about) ->
                        line(
                                "| %s | %s | %s | %s |"
                                        .formatted(
                                                engine,
                                                about.version(),
                                                about.durability(),
                                                about.setup())));
        line("");
        line("Compare durability A with A only: an engine of class C answers before it keeps.");
    }

    private void bars() {
        line("");
        line("## Against our own bars");
        line("");
        line("| | floor | goal | measured | |");
        line("|---|---|---|---|---|");
        ratio("durable batch intake against OpenSearch", Measure.INTAKE, 5, 10);
        ratio("intake until searchable against OpenSearch", Measure.SEARCHABLE, 3, 5);
        figure(Measure.SINGLE_128)
                .ifPresent(figure ->
                        bar(
                                "one event per request, 128 connections",
                                "15 k/s, p99 25 ms",
                                "25 k/s, p99 15 ms",
                                "%s/s, p99 %s ms"
                                        .formatted(number(figure.median()), number(figure.p99())),
                                figure.median() >= 15_000 && figure.p99() <= 25,
                                figure.median() >= 25_000 && figure.p99() <= 15));
        atMost("first page of one actor, warm", Measure.ACTOR, 5, 1);
        atMost("bytes on disk per event", Measure.BYTES, 280, 180);
        atMost("kill -9 to accepting writes", Measure.KILLED, 3, 0.5);
    }

    private Optional<Figure> figure(Measure measure) {
        List<Long> sizes = results.sizes(measure);
        return sizes.isEmpty() ? Optional.empty() : results.find(measure, sizes.getLast(), OURS);
    }

    private void ratio(String title, Measure measure, double floor, double goal) {
        Optional<Figure> ours = figure(measure);
        Optional<Figure> theirs =
                ours.flatMap(figure -> results.find(measure, figure.events(), THEIRS));
        if (theirs.isPresent()) {
            double ratio = ours.get().median() / theirs.get().median();
            bar(
                    title + " (%,d)".formatted(ours.get().events()),
                    number(floor) + " ×",
                    number(goal) + " ×",
                    number(ratio) + " ×",
                    ratio >= floor,
                    ratio >= goal);
        }
    }

    private void atMost(String title, Measure measure, double floor, double goal) {
        figure(measure)
                .ifPresent(figure ->
                        bar(
                                title + " (%,d)".formatted(figure.events()),
                                number(floor) + " " + measure.unit(),
                                number(goal) + " " + measure.unit(),
                                number(figure.median()) + " " + measure.unit(),
                                figure.median() <= floor,
                                figure.median() <= goal));
    }

    private void bar(
            String title,
            String floor,
            String goal,
            String measured,
            boolean isFloorMet,
            boolean isGoalMet) {
        String verdict = isGoalMet ? "goal" : isFloorMet ? "floor" : "**missed**";
        line("| %s | %s | %s | %s | %s |".formatted(title, floor, goal, measured, verdict));
    }

    private void section(String title, List<Measure> measures, List<String> plots) {
        if (measures.stream().allMatch(measure -> results.sizes(measure).isEmpty())) {
            return;
        }
        line("");
        line("## " + title);
        for (Measure measure : measures) {
            String plot = measure.name().toLowerCase(Locale.ROOT) + ".svg";
            if (plots.contains(plot)) {
                line("");
                line("![%s](benchmarks/%s)".formatted(measure.title(), plot));
            }
        }
        line("");
        List<String> engines = List.copyOf(results.engines().keySet());
        line("| | events | " + String.join(" | ", engines) + " |");
        line("|---|---:|" + "---:|".repeat(engines.size()));
        for (Measure measure : measures) {
            for (long size : results.sizes(measure)) {
                var row = new StringBuilder("| ");
                row.append(measure.title()).append(", ").append(measure.unit()).append(" | ");
                row.append(size == 0 ? "" : "%,d".formatted(size)).append(" |");
                for (String engine : engines) {
                    Optional<Figure> figure = results.find(measure, size, engine);
                    row.append(' ').append(figure.map(Report::cell).orElse("–")).append(" |");
                }
                line(row.toString());
            }
        }
    }

    private static String cell(Figure figure) {
        String range =
                figure.min() == figure.max()
                        ? ""
                        : " (%s–%s)".formatted(number(figure.min()), number(figure.max()));
        String p99 =
                figure.p99() == 0
                        ? ""
                        : "; p99 "
                                + number(figure.p99())
                                + (figure.measure().isHigherBetter() ? " ms" : "");
        return number(figure.median()) + range + p99;
    }

    private void method() {
        line("");
        line("## How it was measured");
        line("");
        line(
                "- Each cell: the median of the rounds (their lowest and highest); latencies also the");
        line("  99th percentile of all single ones. Intake: of nine tenths of the load, the first");
        line("  left out as warm-up; *until a search finds them* is over the whole load.");
        line(
                "- %,d organizations; skewed as real logs are (Zipf), 780 bytes per event in the mean,"
                        .formatted(Plan.ORGANIZATIONS));
        line(
                "  seed %d. Events are made while they are sent, at 3.5 µs each, by the process that"
                        .formatted(plan.seed()));
        line("  sends. Batches: each of 4 connections sends its next when its last is answered.");
        line("- Single events: closed loop. Each connection sends its next event when its last is");
        line("  answered, so the latencies are those at the highest rate. To PostgreSQL by JDBC.");
        line("- Questions: one connection, over HTTP or the engine's own protocol, warm, whole");
        line("  answers read; each asks for frequent and rare values in turn. 50 rows per page.");
        line("- Every engine's answers (ids in order, counts) are compared with the others'.");
        line("- Everything is warm: no figure here is one of a cold disk.");
        for (String note : results.notes()) {
            line("- " + note + ".");
        }
        for (String difference : results.differences()) {
            line("- **Answers differ**: " + difference);
        }
    }

    private void line(String text) {
        lines.add(text);
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
