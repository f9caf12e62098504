package dev.indelible.server;

import dev.indelible.server.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real server in this process, on a free port, and a client of it.
public final class TestServer implements AutoCloseable {
    /// The first administrator's key.
    public static final String KEY = "bootstrap key for tests only";

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Server server;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    /// Opens a server over this data folder.
    public TestServer(Path data) throws IOException {
        this(data, Map.of());
    }

    /// Opens a server over this data folder with more settings.
    public TestServer(Path data, Map<String, String> more) throws IOException {
        this(data, more, DeliveryRoom.Seams.NONE);
    }

    TestServer(Path data, Map<String, String> more, DeliveryRoom.Seams seams) throws IOException {
        var settings = new HashMap<>(more);
        settings.putIfAbsent("port", "0");
        settings.put("data", data.toString());
        settings.put("bootstrap-key", KEY);
        settings.put("segment-size", "256KiB");
        server = Server.open(Settings.parse(settings, Map.of()), seams);
    }

    public String url() {
        return server.url();
    }

    /// Loads sample events and returns how many.
    int loadDemo() {
        return server.loadDemo();
    }

    /// An answer: its status and its body.
    public record Answer(int status, String body) {
        /// The body as JSON.
        public JsonNode json() {
            return MAPPER.readTree(body);
        }
    }

    /// Asks with the administrator's key.
    public Answer get(String path) throws IOException, InterruptedException {
        return get(path, KEY);
    }

    /// Asks with a key.
    public Answer get(String path, String key) throws IOException, InterruptedException {
        return send(request(path, key).GET().build());
    }

    /// Posts JSON with the administrator's key.
    public Answer post(String path, String body) throws IOException, InterruptedException {
        return post(path, body, KEY);
    }

    /// Posts JSON with a key.
    public Answer post(String path, String body, String key)
            throws IOException, InterruptedException {
        return send(request(path, key).POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    /// Posts JSON that is to be taken, with the administrator's key, and gives the answer.
    JsonNode posted(String path, String body) throws IOException, InterruptedException {
        Answer answer = post(path, body);
        if (answer.status() / 100 != 2) {
            throw new AssertionError(path + ": " + answer.status() + " " + answer.body());
        }
        return answer.json();
    }

    /// Returns once this holds.
    ///
    /// @param seen told where it never does
    void await(Callable<Boolean> condition, Callable<String> seen) throws Exception {
        long endNanos = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > endNanos) {
                throw new AssertionError(seen.call());
            }
            Thread.onSpinWait();
        }
    }

    /// A request to be completed.
    public HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + key);
    }

    /// Sends a request.
    public Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    private Answer health() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url() + "/health")).GET().build());
    }

    /// Returns once all that is durable is searchable.
    public void awaitIndex() throws IOException, InterruptedException {
        long endNanos = System.nanoTime() + TIMEOUT.toNanos();
        while (health().json().path("index").path("lagEntries").asLong() > 0) {
            if (System.nanoTime() > endNanos) {
                throw new AssertionError("the index does not follow: " + health().body());
            }
            Thread.onSpinWait();
        }
    }

    /// Every route, such as `GET /v1/events`.
    List<String> routes() {
        return server.routes();
    }

    /// Returns once all that the server has to tell of itself until now is searchable.
    void awaitRecorded() throws IOException, InterruptedException {
        long endNanos = System.nanoTime() + TIMEOUT.toNanos();
        while (server.waitingRecords() > 0) {
            if (System.nanoTime() > endNanos) {
                throw new AssertionError("the record is not written");
            }
            Thread.onSpinWait();
        }
        awaitIndex();
    }

    @Override
    public void close() {
        server.close();
        client.close();
    }
}
