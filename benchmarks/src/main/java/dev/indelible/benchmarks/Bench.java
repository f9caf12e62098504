package dev.indelible.benchmarks;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures Indelible beside the systems that a user would pick instead, one after another with the
/// same events on the same machine, and writes the report.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "",
            "Measures Indelible beside PostgreSQL, OpenSearch and ClickHouse, with the same events,"
                    + " and writes docs/benchmarks.md with its plots and data.",
            "",
            "The whole takes more than an hour and some 30 GB of disk. Each part can be run alone"
                    + " and replaces only its own figures in the report; a peer that is absent is"
                    + " left out. Ctrl-C ends all that was started and deletes its data."
        },
        footer = {
            "",
            "Parts: intake (batches), single (one event per request), queries, mixed (queries while"
                    + " events come in), bytes (on disk), sealing, isolation (one organization"
                    + " floods), delivery (to destinations), kill (kill -9 to the next event kept),"
                    + " jmh (the hot path, step by step).",
            "",
            "Examples:",
            "  ./bench                                      all of it, with 10 million events",
            "  ./bench --quick                              shows in minutes that it works",
            "  ./bench --events 1000000 --only intake,bytes",
            "  ./bench --only single --engines indelible,postgresql",
            "  ./bench --only jmh"
        })
final class Bench implements Callable<Integer> {
    private static final long QUICK_EVENTS = 200_000;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "10000000",
            description = "How many events are loaded in the end (default: ${DEFAULT-VALUE}).")
    private long events;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            description =
                    "Measures only these parts (default: all; with --quick, all but jmh and isolation).")
    private Set<Plan.Part> only = EnumSet.noneOf(Plan.Part.class);

    @Option(
            names = "--engines",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "indelible,opensearch,opensearch-same,postgresql,clickhouse",
            description = "Which are measured (default: ${DEFAULT-VALUE}).")
    private List<String> engines = List.of();

    @Option(
            names = "--quick",
            description =
                    "200,000 events and short rounds, under 5 minutes: shows that it works. Writes"
                            + " the report into benchmarks/target/quick, not into docs.")
    private boolean quick;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Of the events (default: 1).")
    private long seed;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description = "Where the engines keep their data meanwhile (default: in /var/tmp).")
    private Path folder = Path.of("/var/tmp");

    @Option(names = "--project", hidden = true, required = true)
    private Path project = Path.of("");

    @Option(names = "--java-option", hidden = true)
    private List<String> javaOptions = List.of();

    private final PrintStream out;

    private Bench(PrintStream out) {
        this.out = out;
    }

    /// Started by the script `bench`.
    public static void main(String[] arguments) {
        // The logging of a library is not for whoever waits for figures.
        System.setProperty("java.awt.headless", "true");
        int status =
                new CommandLine(new Bench(System.out))
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setExecutionExceptionHandler((failure, line, _) -> {
                            if (!EngineProcess.isEnding()) {
                                line.getErr().println("bench: " + failure.getMessage());
                                failure.printStackTrace(line.getErr());
                            }
                            return 1;
                        })
                        .execute(arguments);
        System.exit(status);
    }

    @Override
    public Integer call() throws IOException {
        var plan = plan();
        Files.createDirectories(folder);
        Path data = Folders.make(Files.createTempDirectory(folder, "indelible-bench-"));
        var hook = new Thread(() -> end(data));
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            var comparison = new Comparison(plan, data, new Progress(out, isInteractive()));
            Map<String, Function<Path, Engine>> makers = makers();
            Path report = report();
            boolean isAgreed = comparison.run(makers, report, run());
            return isAgreed && isWhole(report, makers.keySet(), data) ? 0 : 1;
        } finally {
            Folders.delete(data);
        }
    }

    /// Whether the report of a quick run, which has all parts, lacks nothing.
    private boolean isWhole(Path report, Set<String> engines, Path data) throws IOException {
        if (!quick || !only.isEmpty()) {
            return true;
        }
        List<String> faults = ReportCheck.faults(report, engines, data);
        faults.forEach(fault -> out.println("FAULT: " + fault));
        return faults.isEmpty();
    }

    /// Whatever ends this program, nothing of it stays.
    private static void end(Path data) {
        try {
            EngineProcess.end();
            Folders.delete(data);
        } catch (IOException e) {
            System.err.println("bench: " + e.getMessage());
        }
    }

    private Path report() throws IOException {
        if (!quick) {
            return project.resolve("docs");
        }
        Path report = project.resolve("benchmarks/target/quick");
        Folders.delete(report);
        return report;
    }

    private Results.Run run() throws IOException {
        String began = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        String fingerprint = new Workload(seed, Plan.ORGANIZATIONS).fingerprint();
        return new Results.Run(
                began, command(), Machine.commit(project), Machine.describe(), fingerprint);
    }

    /// Whether a person looks at what is printed.
    private static boolean isInteractive() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    private Plan plan() {
        if (events < 100_000 || events % Plan.BATCH != 0) {
            throw new IllegalArgumentException(
                    "--events is %,d; it must be at least 100,000 and a multiple of 1,000"
                            .formatted(events));
        }
        Set<Plan.Part> parts = only;
        if (only.isEmpty()) {
            parts = EnumSet.allOf(Plan.Part.class);
            if (quick) {
                parts.remove(Plan.Part.JMH);
                // Whoever waits beside a flood waits for minutes in all.
                parts.remove(Plan.Part.ISOLATION);
            }
        }
        return quick
                ? new Plan(QUICK_EVENTS, parts, Plan.Effort.QUICK, seed)
                : new Plan(events, parts, Plan.Effort.FULL, seed);
    }

    private String command() {
        String parts =
                only.isEmpty()
                        ? ""
                        : " --only "
                                + only.stream()
                                        .map(part -> part.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(","));
        return "./bench %s%s --engines %s --seed %d"
                .formatted(
                        quick ? "--quick" : "--events " + events,
                        parts,
                        String.join(",", engines),
                        seed);
    }

    private Map<String, Function<Path, Engine>> makers() throws IOException {
        var makers = new LinkedHashMap<String, Function<Path, Engine>>();
        Path benchmarks = project.resolve("benchmarks");
        for (String engine : engines) {
            switch (engine.toLowerCase(Locale.ROOT)) {
                case "indelible" -> makers.put("Indelible", this::indelible);
                case "postgresql" -> {
                    if (isPresent(PostgreSqlServer.isPresent(), "PostgreSQL 15")) {
                        makers.put("PostgreSQL", PostgreSql::new);
                    }
                }
                case "opensearch" -> addOpenSearch(OpenSearchMapping.CHOSEN, makers);
                case "opensearch-same" -> addOpenSearch(OpenSearchMapping.SAME, makers);
                case "clickhouse" -> {
                    Path program = benchmarks.resolve("clickhouse");
                    if (isPresent(ClickHouse.isPresent(program), "ClickHouse (chdb)")) {
                        makers.put("ClickHouse", own -> new ClickHouse(own, program));
                    }
                }
                default ->
                        throw new IOException(
                                "no engine is called '"
                                        + engine
                                        + "'; there are indelible, opensearch, opensearch-same,"
                                        + " postgresql and clickhouse");
            }
        }
        return makers;
    }

    private void addOpenSearch(
            OpenSearchMapping mapping, Map<String, Function<Path, Engine>> makers) {
        Path libraries = project.resolve("benchmarks/opensearch/target/lib");
        Path node = project.resolve("benchmarks/opensearch/OpenSearchNode.java");
        if (isPresent(OpenSearch.isPresent(libraries), mapping.engine())) {
            makers.put(mapping.engine(), own -> new OpenSearch(mapping, own, libraries, node));
        }
    }

    private boolean isPresent(boolean present, String engine) {
        if (!present) {
            out.println("skipped: " + engine + " is absent");
        }
        return present;
    }

    private Engine indelible(Path own) {
        List<String> options = javaOptions.isEmpty() ? List.of("-Xmx512m") : javaOptions;
        return new Indelible(own, project.resolve("cli/target/distribution/lib") + "/*", options);
    }
}
