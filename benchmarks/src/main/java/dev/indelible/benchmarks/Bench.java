package dev.indelible.benchmarks;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
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
            "Measures Indelible beside PostgreSQL, OpenSearch and ClickHouse, with the same events,"
                    + " and writes docs/benchmarks.md.",
            "The whole takes more than an hour and some 15 GB of disk; each part can be run alone,"
                    + " and replaces only its own figures in the report."
        })
final class Bench implements Callable<Integer> {
    private static final String INDELIBLE = "indelible";

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
            description = "Measures only these: ${COMPLETION-CANDIDATES}.")
    private Set<Plan.Part> only = EnumSet.allOf(Plan.Part.class);

    @Option(
            names = "--engines",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "indelible,opensearch,postgresql,clickhouse",
            description = "Which are measured (default: ${DEFAULT-VALUE}).")
    private List<String> engines = List.of();

    @Option(
            names = "--quick",
            description =
                    "200,000 events and short rounds, under 5 minutes: shows that it works. Writes"
                            + " the report beside its data, not into docs.")
    private boolean quick;

    @Option(names = "--seed", defaultValue = "1", description = "Of the events (default: 1).")
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
                            line.getErr().println("bench: " + failure.getMessage());
                            failure.printStackTrace(line.getErr());
                            return 1;
                        })
                        .execute(arguments);
        System.exit(status);
    }

    @Override
    public Integer call() throws IOException {
        var plan = plan();
        var workload = new Workload(seed, Plan.ORGANIZATIONS);
        Path data = Files.createTempDirectory(folder, "indelible-bench-");
        allowOthersToEnter(data);
        Path report = quick ? data : project.resolve("docs");
        Results results = Results.read(report.resolve("benchmarks/results.json"));
        String began = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        results.add(new Results.Run(began, command(), Machine.commit(project), Machine.describe()));
        var progress = new Progress(out, isInteractive());
        try {
            for (Map.Entry<String, Function<Path, Engine>> maker : makers().entrySet()) {
                Path own = data.resolve(maker.getKey());
                Files.createDirectories(own);
                allowOthersToEnter(own);
                new Trial(plan, workload, maker.getValue(), own, results, began, progress).run();
                new Report(results, plan).write(report);
            }
            int compared = results.compare();
            out.printf("%d answers compared between engines%n", compared);
            results.differences().forEach(text -> out.println("DIFFERENT: " + text));
            new Report(results, plan).write(report);
            out.println("Report: " + report.resolve("benchmarks.md"));
            return results.differences().isEmpty() ? 0 : 1;
        } finally {
            if (!quick) {
                Trial.delete(data);
            }
        }
    }

    /// Whether a person looks at what is printed.
    private static boolean isInteractive() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    /// PostgreSQL does not run as root: its user must reach its folder.
    private static void allowOthersToEnter(Path path) throws IOException {
        Files.setPosixFilePermissions(
                path, java.nio.file.attribute.PosixFilePermissions.fromString("rwx--x--x"));
    }

    private Plan plan() {
        if (events < 100_000 || events % Plan.BATCH != 0) {
            throw new IllegalArgumentException(
                    "--events is %,d; it must be at least 100,000 and a multiple of 1,000"
                            .formatted(events));
        }
        return quick
                ? new Plan(200_000, only, 2, 100, seed)
                : new Plan(events, only, 5, 1_000, seed);
    }

    private String command() {
        String parts =
                only.size() == Plan.Part.values().length
                        ? ""
                        : " --only "
                                + only.stream()
                                        .map(part -> part.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(","));
        return "./bench --events %d%s --engines %s --seed %d%s"
                .formatted(events, parts, String.join(",", engines), seed, quick ? " --quick" : "");
    }

    private Map<String, Function<Path, Engine>> makers() throws IOException {
        var makers = new LinkedHashMap<String, Function<Path, Engine>>();
        Path benchmarks = project.resolve("benchmarks");
        for (String engine : engines) {
            switch (engine.toLowerCase(Locale.ROOT)) {
                case INDELIBLE -> makers.put(INDELIBLE, this::indelible);
                case "postgresql" -> {
                    if (isPresent(PostgreSql.isPresent(), "PostgreSQL 15")) {
                        makers.put("postgresql", PostgreSql::new);
                    }
                }
                case "opensearch" -> {
                    Path libraries = benchmarks.resolve("opensearch/target/lib");
                    Path node = benchmarks.resolve("opensearch/OpenSearchNode.java");
                    if (isPresent(OpenSearch.isPresent(libraries), "OpenSearch")) {
                        makers.put("opensearch", own -> new OpenSearch(own, libraries, node));
                    }
                }
                case "clickhouse" -> {}
                default ->
                        throw new IOException(
                                "no engine is called '"
                                        + engine
                                        + "'; there are indelible, opensearch, postgresql and"
                                        + " clickhouse");
            }
        }
        return makers;
    }

    private boolean isPresent(boolean present, String engine) {
        if (!present) {
            out.println("skipped: " + engine + " is absent");
        }
        return present;
    }

    private Engine indelible(Path own) {
        var options = new ArrayList<>(javaOptions);
        if (options.isEmpty()) {
            options.addAll(Arrays.asList("-Xmx512m"));
        }
        return new Indelible(own, project.resolve("cli/target/distribution/lib"), options);
    }
}
