package dev.indelible.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

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

    // Answers are read by pattern, not as a tree: the client shares the machine with the engine.
    private static final Pattern ROW =
            Pattern.compile("\\[\"([0-9a-f-]{36})\", ?\"([0-9-]+ [0-9:.]+)\", ?\"");
    private static final Pattern DAY = Pattern.compile("\\[\"([0-9-]{10})\", ?\"?(\\d+)\"?\\]");
    private static final Pattern COUNT = Pattern.compile("\\],\"count\":(\\d+)\\}$");
    private static final String READY = "ready version=";

    private final Path folder;
    private final Path program;
    private String version = "";
    private Optional<Connection> connection = Optional.empty();

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
                new ProcessBuilder(
                                "node",
                                program.resolve("server.mjs").toString(),
                                folder.resolve("data").toString())
                        .redirectError(log.toFile())
                        .start();
        var started = new Connection(process, log);
        connection = Optional.of(started);
        String ready = started.line();
        if (!ready.startsWith(READY)) {
            throw new IOException("ClickHouse does not start: " + ready);
        }
        version = ready.substring(READY.length());
        started.ask("run", SCHEMA);
    }

    private Connection running() {
        return connection.orElseThrow(() -> new IllegalStateException("ClickHouse is not started"));
    }

    @Override
    public void kill() throws IOException {
        EngineProcess.kill(process());
    }

    @Override
    public ProcessHandle process() {
        return running().process.toHandle();
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
        return new Questions(running());
    }

    /// Merges each day to one part. What is being merged already may be left out, so it is asked
    /// until that is so.
    @Override
    public void settle() throws IOException {
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
        if (connection.isPresent()) {
            EngineProcess.stop(process());
        }
    }

    /// The pipe to the process and back. Any thread, one after another.
    private static final class Connection {
        private static final int BUFFER_BYTES = 64 << 10;
        private static final int END_BYTES = 32 << 10;

        private final Process process;
        private final Path log;
        private final OutputStream out;
        private final InputStream in;
        private final byte[] buffer = new byte[BUFFER_BYTES];

        Connection(Process process, Path log) {
            this.process = process;
            this.log = log;
            this.out = process.getOutputStream();
            this.in = process.getInputStream();
        }

        /// @return the whole answer
        synchronized String ask(String verb, String sql) throws IOException {
            return answer(Map.of(verb, sql), new byte[0], Integer.MAX_VALUE);
        }

        /// Reads all rows of an answer of any size, and keeps none.
        ///
        /// @return how many
        synchronized long count(String sql) throws IOException {
            return rows(answer(Map.of("query", sql), new byte[0], END_BYTES));
        }

        /// @return how many rows are kept
        synchronized long insert(byte[] rows) throws IOException {
            return rows(answer(Map.of("insert", "events", "bytes", rows.length), rows, END_BYTES));
        }

        private String answer(Map<String, ?> command, byte[] rows, int keptBytes)
                throws IOException {
            out.write(JsonMapper.shared().writeValueAsBytes(command));
            out.write('\n');
            out.write(rows);
            out.flush();
            String answer = line(keptBytes);
            if (!COUNT.matcher(answer).find()) {
                throw new IOException(
                        "ClickHouse answers "
                                + answer.substring(Math.max(0, answer.length() - 2_000)));
            }
            return answer;
        }

        private static long rows(String answer) {
            Matcher count = COUNT.matcher(answer);
            return count.find() ? Long.parseLong(count.group(1)) : 0;
        }

        synchronized String line() throws IOException {
            return line(Integer.MAX_VALUE);
        }

        /// Nothing follows a line until the next command, so a line end is always the last byte. Of
        /// a line that is longer than what is to be kept, that is its end only.
        private String line(int keptBytes) throws IOException {
            var line = new ByteArrayOutputStream();
            while (true) {
                int read = in.read(buffer);
                if (read < 0) {
                    throw new IOException(
                            "the process of ClickHouse has ended:\n" + Files.readString(log));
                }
                if (line.size() + read > keptBytes) {
                    byte[] before = line.toByteArray();
                    int kept = Math.min(before.length, END_BYTES / 2);
                    line.reset();
                    line.write(before, before.length - kept, kept);
                }
                line.write(buffer, 0, read);
                if (read > 0 && buffer[read - 1] == '\n') {
                    String text = line.toString(UTF_8);
                    return text.substring(0, text.length() - 1);
                }
            }
        }
    }

    private record Batches(Connection connection) implements Sender {
        @Override
        public void send(List<Sample> samples) throws IOException {
            var rows = new ByteArrayOutputStream(samples.size() * 1_100);
            var values = new StringBuilder(256);
            for (Sample sample : samples) {
                // Tabs and \ would need to be escaped; the workload has none.
                values.setLength(0);
                values.append(sample.id()).append('\t');
                append(values, sample.timeMicros());
                for (String value :
                        new String[] {
                            sample.organization(),
                            sample.actor(),
                            sample.action(),
                            sample.operation(),
                            sample.outcome(),
                            sample.service(),
                            sample.target(),
                            sample.ip(),
                            sample.requestId(),
                            sample.description()
                        }) {
                    values.append('\t').append(value);
                }
                rows.writeBytes(values.append('\t').toString().getBytes(US_ASCII));
                rows.writeBytes(sample.json());
                rows.write('\n');
            }
            long kept = connection.insert(rows.toByteArray());
            if (kept != samples.size()) {
                throw new IOException("ClickHouse kept " + kept + " of " + samples.size());
            }
        }

        /// Seconds since 1970 with six decimals.
        private static void append(StringBuilder values, long micros) {
            values.append(Math.floorDiv(micros, 1_000_000L)).append('.');
            String decimals = Long.toString(1_000_000L + Math.floorMod(micros, 1_000_000L));
            values.append(decimals, 1, decimals.length());
        }

        @Override
        public void close() {
            // The pipe is the engine's.
        }
    }

    private record Questions(Connection connection) implements Reader {
        @Override
        public Pages pages(Filter filter, int rows) {
            return new Keyset(connection, filter, rows);
        }

        @Override
        public long[] days(Filter filter) throws IOException {
            String answer =
                    connection.ask(
                            "query",
                            "SELECT toDate(time) AS day, count() FROM events"
                                    + where(filter, "")
                                    + " GROUP BY day ORDER BY day FORMAT JSONCompactEachRow");
            var days = new ArrayList<Long>();
            long next = Long.MIN_VALUE;
            for (MatchResult row : DAY.matcher(answer).results().toList()) {
                long day = LocalDate.parse(row.group(1)).toEpochDay();
                for (; next > Long.MIN_VALUE && next < day; next++) {
                    days.add(0L);
                }
                days.add(Long.valueOf(row.group(2)));
                next = day + 1;
            }
            return days.stream().mapToLong(Long::longValue).toArray();
        }

        /// Without an order, so it is read and sent on block by block.
        @Override
        public long export(Filter filter) throws IOException {
            return connection.count(
                    "SELECT event FROM events" + where(filter, "") + " FORMAT TSVRaw");
        }

        @Override
        public void close() {
            // The pipe is the engine's.
        }
    }

    /// @param before a time that all are to be older than; empty for none
    private static String where(Filter filter, String before) {
        var conditions = new ArrayList<String>();
        add(conditions, "organization = %s", filter.organization());
        add(conditions, "actor = %s", filter.actor());
        add(conditions, "action = %s", filter.action());
        add(conditions, "outcome = %s", filter.outcome());
        add(conditions, "hasToken(description, %s)", filter.word());
        add(conditions, "time < %s", before.isEmpty() ? null : before);
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    private static void add(List<String> conditions, String condition, @Nullable String value) {
        if (value != null) {
            String quoted = "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
            conditions.add(condition.replace("%s", quoted));
        }
    }

    /// Pages by the time of the last row: no two samples share one.
    private static final class Keyset implements Pages {
        private final Connection connection;
        private final Filter filter;
        private final int rows;
        private String last = "";

        Keyset(Connection connection, Filter filter, int rows) {
            this.connection = connection;
            this.filter = filter;
            this.rows = rows;
        }

        @Override
        public List<String> next() throws IOException {
            String page =
                    connection.ask(
                            "query",
                            "SELECT id, time, event FROM events"
                                    + where(filter, last)
                                    + " ORDER BY time DESC LIMIT "
                                    + rows
                                    + " FORMAT JSONCompactEachRow");
            var ids = new ArrayList<String>();
            for (MatchResult row : ROW.matcher(page).results().toList()) {
                ids.add(row.group(1));
                last = row.group(2);
            }
            return ids;
        }
    }
}
