package dev.indelible.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// This project's own server, as `./run` starts it.
final class Indelible implements Engine.Tenants {
    private static final String KEY = "a-key-for-benchmarks-only-000001";
    private static final String AUTHORIZATION = "Authorization: Bearer " + KEY + "\r\n";
    private static final int START_SECONDS_MAX = 120;

    // Answers are read by pattern, not as a tree: the client shares the machine with the server.
    private static final Pattern ID = Pattern.compile("\\{\"id\":\"([0-9a-f-]{36})\"");
    private static final Pattern SECRET = Pattern.compile("ind_[a-z0-9]+_[0-9a-f]{72}");
    private static final Pattern NEXT = Pattern.compile("\"next\":\"([^\"]+)\"");
    private static final Pattern DAY = Pattern.compile("\\{\"time\":\"[^\"]+\",\"count\":(\\d+)}");

    private final Path folder;
    private final String classPath;
    private final List<String> javaOptions;
    private final Map<String, String> settings;
    private int port;
    private Optional<Process> process = Optional.empty();

    /// @param classPath of the distribution
    /// @param javaOptions such as `-Xmx512m`
    Indelible(Path folder, String classPath, List<String> javaOptions) {
        this(folder, classPath, javaOptions, Map.of());
    }

    private Indelible(
            Path folder, String classPath, List<String> javaOptions, Map<String, String> settings) {
        this.settings = settings;
        this.folder = folder;
        this.classPath = classPath;
        this.javaOptions = List.copyOf(javaOptions);
    }

    @Override
    public String name() {
        return "Indelible";
    }

    @Override
    public String version() {
        return "0.1.0-SNAPSHOT";
    }

    @Override
    public String durability() {
        return "A: fdatasync of the journal before the answer, always";
    }

    @Override
    public String setup() {
        return "as `./run` starts it: %s; every field and all text searchable, ids checked, no tuning"
                .formatted(
                        javaOptions.stream()
                                .filter(option -> option.startsWith("-Xm"))
                                .collect(Collectors.joining(" ")));
    }

    @Override
    public void start() throws IOException {
        Files.createDirectories(folder);
        Path log = folder.resolve("server.log");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        classPath,
                        "dev.indelible.cli.Main",
                        "server"));
        var builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("INDELIBLE_DATA", folder.resolve("data").toString());
        builder.environment().put("INDELIBLE_PORT", "0");
        builder.environment().put("INDELIBLE_BOOTSTRAP_KEY", KEY);
        builder.environment().putAll(settings);
        builder.environment().put("INDELIBLE_OUTGOING_ALLOW", "127.0.0.1");
        process = Optional.of(EngineProcess.start(builder));
        port = awaitPort(log);
    }

    /// Ready is when the log says where: it answers from then on.
    private int awaitPort(Path log) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
        while (System.nanoTime() < deadline && running().isAlive()) {
            for (String line : Files.readAllLines(log)) {
                int at = line.indexOf("started: url=http://127.0.0.1:");
                int end = line.indexOf(" data=");
                if (at >= 0 && end > at) {
                    return Integer.parseInt(line.substring(at + 30, end));
                }
            }
            Pause.millis(5);
        }
        throw new IOException("Indelible does not start:\n" + Files.readString(log));
    }

    private Process running() {
        return process.orElseThrow(() -> new IllegalStateException("Indelible is not started"));
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

    /// As lines.
    @Override
    public void encode(Sample sample, ByteArrayOutputStream batch) {
        batch.writeBytes(sample.json());
        batch.write('\n');
    }

    @Override
    public OneByOne oneByOne() {
        return new OneByOne.Http(new Single(port));
    }

    @Override
    public long searchable() throws IOException {
        String metrics = metrics();
        return (long) (IndelibleMetrics.events(metrics) - IndelibleMetrics.lag(metrics));
    }

    /// Its records of who proved and read what are events, too, thousands of them.
    @Override
    public boolean isUpToDate() throws IOException {
        return IndelibleMetrics.lag(metrics()) == 0;
    }

    private String metrics() throws IOException {
        try (var connection = new HttpConnection(port)) {
            return connection.send(get("/metrics")).text();
        }
    }

    @Override
    public long kept() throws IOException {
        try (var connection = new HttpConnection(port)) {
            String stats = new Questions(connection).ask("/v1/events/stats?q=-service:indelible");
            return Long.parseLong(stats.replaceAll("(?s).*\"total\":([0-9]+).*", "$1"));
        }
    }

    @Override
    public Optional<Seals> seals() {
        return Optional.of(new IndelibleSeals(running().toHandle(), port, AUTHORIZATION));
    }

    @Override
    public Optional<Tenants> tenants(Flood flood) {
        return Optional.of(new Indelible(folder, classPath, javaOptions, flood.settings()));
    }

    @Override
    public Tenant tenant(String organization) throws IOException {
        try (var connection = new HttpConnection(port)) {
            String made = "{\"id\":\"%s\",\"name\":\"%s\"}".formatted(organization, organization);
            connection.send(post("/v1/organizations", made));
            String wanted =
                    "{\"organization\":\"%s\",\"name\":\"sender\",\"roles\":[\"writer\"]}"
                            .formatted(organization);
            String answer = connection.send(post("/v1/keys", wanted)).text();
            Matcher secret = SECRET.matcher(answer);
            if (!secret.find()) {
                throw new IOException("no key of " + organization + ": " + answer);
            }
            return new Owner(port, "Authorization: Bearer " + secret.group() + "\r\n");
        }
    }

    private static byte[] post(String path, String json) {
        return HttpConnection.request(
                "POST",
                path,
                AUTHORIZATION + "Content-Type: application/json\r\n",
                json.getBytes(UTF_8));
    }

    @Override
    public Optional<Delivers> deliveries() {
        return Optional.of(new IndelibleDelivers(port, AUTHORIZATION));
    }

    @Override
    public Reader reader() throws IOException {
        return new Questions(new HttpConnection(port));
    }

    @Override
    public void settle(Duration still) throws IOException {
        IndelibleRests.await(folder.resolve("data"), still);
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

    private static byte[] get(String path) {
        return HttpConnection.request("GET", path, AUTHORIZATION, new byte[0]);
    }

    private record Batches(HttpConnection connection) implements Sender {
        private static final String HEADERS =
                AUTHORIZATION + "Content-Type: application/x-ndjson\r\n";

        @Override
        public void send(Prepared.Batch batch) throws IOException {
            HttpConnection.Answer answer = connection.post("/v1/events", HEADERS, batch.bytes());
            String text = answer.text();
            if (!text.startsWith("{\"accepted\":" + batch.events() + ",")) {
                throw new IOException(
                        "Indelible answers %d: %s"
                                .formatted(
                                        answer.status(),
                                        text.substring(0, Math.min(300, text.length()))));
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
                    "POST",
                    "/v1/events",
                    AUTHORIZATION + "Content-Type: application/json\r\n",
                    sample.json());
        }

        @Override
        public boolean isKept(int status) {
            return status == 200;
        }
    }

    /// The events name no organization, because the key does, and no id, so that they are new
    /// whenever they are sent again.
    private record Owner(int port, String authorization) implements Tenant {
        @Override
        public byte[] request(List<Sample> samples) {
            var lines = new ByteArrayOutputStream();
            for (Sample sample : samples) {
                String json =
                        new String(sample.json(), UTF_8)
                                .replace("\"id\":\"%s\",".formatted(sample.id()), "")
                                .replace(
                                        ",\"organization\":\"%s\"".formatted(sample.organization()),
                                        "");
                lines.writeBytes(json.getBytes(UTF_8));
                lines.write('\n');
            }
            return HttpConnection.request(
                    "POST",
                    "/v1/events",
                    authorization + "Content-Type: application/x-ndjson\r\n",
                    lines.toByteArray());
        }
    }

    private record Questions(HttpConnection connection) implements Reader {
        @Override
        public Pages pages(Filter filter, int rows) {
            return new Cursor(this, "/v1/events?limit=" + rows + parameters(filter));
        }

        @Override
        public long[] days(Filter filter) throws IOException {
            String stats = ask("/v1/events/stats?interval=1d" + parameters(filter));
            return DAY.matcher(stats)
                    .results()
                    .mapToLong(bar -> Long.parseLong(bar.group(1)))
                    .toArray();
        }

        @Override
        public long export(Filter filter) throws IOException {
            long[] lines = new long[1];
            int status =
                    connection.send(
                            get("/v1/events/export?format=ndjson" + parameters(filter)),
                            (bytes, length) -> {
                                for (int i = 0; i < length; i++) {
                                    lines[0] += bytes[i] == '\n' ? 1 : 0;
                                }
                            });
            if (status != 200) {
                throw new IOException("Indelible answers the export with " + status);
            }
            return lines[0];
        }

        private String ask(String path) throws IOException {
            HttpConnection.Answer answer = connection.send(get(path));
            if (answer.status() != 200) {
                throw new IOException(
                        "Indelible answers %s with %d: %s"
                                .formatted(path, answer.status(), answer.text()));
            }
            return answer.text();
        }

        private static String parameters(Filter filter) {
            var parameters = new StringBuilder();
            append(parameters, "organization", filter.organization());
            append(parameters, "actor", filter.actor());
            append(parameters, "action", filter.action());
            append(parameters, "outcome", filter.outcome());
            append(parameters, "text", filter.word());
            return parameters.toString();
        }

        private static void append(StringBuilder parameters, String name, @Nullable String value) {
            if (value != null) {
                parameters.append('&').append(name).append('=');
                parameters.append(URLEncoder.encode(value, UTF_8));
            }
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    private static final class Cursor implements Pages {
        private final Questions questions;
        private final String path;
        private String next = "";
        private boolean ended;

        Cursor(Questions questions, String path) {
            this.questions = questions;
            this.path = path;
        }

        @Override
        public List<String> next() throws IOException {
            if (ended) {
                return List.of();
            }
            String page =
                    questions.ask(
                            next.isEmpty()
                                    ? path
                                    : path + "&cursor=" + URLEncoder.encode(next, UTF_8));
            Matcher cursor = NEXT.matcher(page);
            next = cursor.find() ? cursor.group(1) : "";
            ended = next.isEmpty();
            return ID.matcher(page).results().map(id -> id.group(1)).toList();
        }
    }
}
