package dev.indelible.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// ClickHouse as a library (chdb) in a process of its own: its server is not to be had from the
/// registries that the benchmarks use. Asked through a pipe, one command at a time.
final class ClickHouse implements Engine {
    private static final int SETTLE_SECONDS_MAX = 1_800;
    private static final String ACTIVE_PARTS =
            " FROM system.parts WHERE database = currentDatabase() AND table = 'events' AND active";
    private static final String SCHEMA =
            """
            CREATE TABLE IF NOT EXISTS events (
              id UUID CODEC(ZSTD(1)),
              time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
              organization LowCardinality(String) CODEC(ZSTD(1)),
              actor String CODEC(ZSTD(1)),
              action LowCardinality(String) CODEC(ZSTD(1)),
              operation LowCardinality(String) CODEC(ZSTD(1)),
              outcome LowCardinality(String) CODEC(ZSTD(1)),
              service LowCardinality(String) CODEC(ZSTD(1)),
              target String CODEC(ZSTD(1)),
              ip IPv4 CODEC(ZSTD(1)),
              request_id UUID CODEC(ZSTD(1)),
              description String CODEC(ZSTD(1)),
              event String CODEC(ZSTD(3)),
              INDEX actors actor TYPE bloom_filter(0.01) GRANULARITY 1,
              INDEX targets target TYPE bloom_filter(0.01) GRANULARITY 1,
              INDEX requests request_id TYPE bloom_filter(0.01) GRANULARITY 1,
              INDEX words description TYPE text(tokenizer = splitByNonAlpha)
            ) ENGINE = MergeTree
            PARTITION BY toDate(time)
            ORDER BY time
            """;

    private static final String READY = "ready version=";

    private final Path folder;
    private final Path program;
    private String version = "";
    private Optional<ClickHousePipe> pipe = Optional.empty();

    /// @param program the folder of `server.mjs` and of the `node_modules` that `npm ci` makes
    ///   there
    ClickHouse(Path folder, Path program) {
        this.folder = folder;
        this.program = program;
    }

    /// Whether there are Node.js and the library.
    static boolean isPresent(Path program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Files.isDirectory(program.resolve("node_modules").resolve("chdb"))
                && Arrays.stream(path.split(Pattern.quote(File.pathSeparator), -1))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "node")));
    }

    @Override
    public String name() {
        return "ClickHouse";
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String durability() {
        return "C: no fsync before the answer; in-process (chdb), no server protocol";
    }

    @Override
    public String setup() {
        return "12 typed columns + the event as text, ZSTD; MergeTree, partitions by day, ordered by"
                + " time; bloom filters on actor, target and request id, a text index on the"
                + " description; one part per batch and day; asked through a pipe, one command at a"
                + " time, whatever the number of senders; ids are not checked; bytes of the parts in"
                + " use";
    }

    @Override
    public void start() throws IOException {
        Files.createDirectories(folder);
        Path log = folder.resolve("server.log");
        Process process =
                EngineProcess.start(
                        new ProcessBuilder(
                                        "node",
                                        program.resolve("server.mjs").toString(),
                                        folder.resolve("data").toString())
                                .redirectError(log.toFile()));
        var started = new ClickHousePipe(process, log);
        pipe = Optional.of(started);
        String ready = started.line();
        if (!ready.startsWith(READY)) {
            throw new IOException("ClickHouse does not start: " + ready);
        }
        version = ready.substring(READY.length());
        started.ask("run", SCHEMA);
    }

    private ClickHousePipe running() {
        return pipe.orElseThrow(() -> new IllegalStateException("ClickHouse is not started"));
    }

    @Override
    public void kill() throws IOException {
        EngineProcess.kill(process());
    }

    @Override
    public ProcessHandle process() {
        return running().process();
    }

    @Override
    public void encode(Sample sample, ByteArrayOutputStream batch) {
        Rows.encode(sample, batch);
    }

    @Override
    public OneByOne oneByOne() {
        return new OneByOne.Never("each insert makes a part, and its manual advises against it");
    }

    @Override
    public Sender sender() {
        return new Batches(running());
    }

    @Override
    public long searchable() throws IOException {
        return number("SELECT count() FROM events");
    }

    private long number(String sql) throws IOException {
        String answer = running().ask("query", sql + " FORMAT TSVRaw");
        return Long.parseLong(answer.substring(answer.indexOf('[') + 1, answer.indexOf(']')));
    }

    @Override
    public Reader reader() {
        return new ClickHouseQuestions(running());
    }

    /// Merges each day to one part. What is being merged already may be left out, so it is asked
    /// until that is so.
    @Override
    public void settle(Duration still) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS_MAX);
        do {
            if (System.nanoTime() > deadline) {
                throw new IOException("ClickHouse does not merge all parts");
            }
            running()
                    .ask(
                            "run",
                            "OPTIMIZE TABLE events FINAL"
                                    + " SETTINGS optimize_skip_merged_partitions = 1");
        } while (number("SELECT count() - uniqExact(partition)" + ACTIVE_PARTS) > 0);
    }

    /// Of the parts in use, with their indexes, as ClickHouse counts its files: those that have
    /// been merged into others stay in the folder for eight minutes and more, since it syncs
    /// nothing.
    @Override
    public long diskBytes() throws IOException {
        return number("SELECT sum(bytes_on_disk)" + ACTIVE_PARTS);
    }

    @Override
    public void close() throws IOException {
        if (pipe.isPresent()) {
            EngineProcess.stop(process());
        }
    }

    private record Batches(ClickHousePipe pipe) implements Sender {
        @Override
        public void send(Prepared.Batch batch) throws IOException {
            long kept = pipe.insert(batch.copy());
            if (kept != batch.events()) {
                throw new IOException("ClickHouse kept " + kept + " of " + batch.events());
            }
        }

        @Override
        public void close() {
            // The pipe is the engine's.
        }
    }
}
