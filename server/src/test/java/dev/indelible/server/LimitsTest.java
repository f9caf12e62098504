package dev.indelible.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {
    @TempDir Path folder;
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void usedUpQuotaIsToldBeforeTheBodyIsRead() throws Exception {
        try (client;
                var server =
                        new TestServer(
                                folder,
                                Map.of(
                                        "key-requests-per-second", "1000",
                                        "organization-bytes-per-day", "1KiB"))) {
            HttpResponse<String> made =
                    post(server, "/v1/organizations", "{\"id\":\"acme\"}", TestServer.KEY);
            assertThat(made.headers().firstValue("RateLimit-Policy"))
                    .contains("\"key-requests\";q=1000;w=1;qu=\"requests\"");
            String key =
                    server.post(
                                    "/v1/keys",
                                    "{\"organization\":\"acme\",\"name\":\"x\",\"roles\":[\"writer\"]}")
                            .json()
                            .path("secret")
                            .stringValue();
            String event = "{\"action\":\"%s\"}".formatted("a".repeat(200)) + " ".repeat(387);
            assertThat(event).hasSize(600);

            HttpResponse<String> first = post(server, "/v1/events", event, key);
            HttpResponse<String> second = post(server, "/v1/events", event, key);

            assertThat(first.statusCode()).isEqualTo(200);
            assertThat(first.headers().firstValue("RateLimit").orElseThrow())
                    .matches(
                            "\"key-requests\";r=\\d+;t=1, \"organization-bytes-a-day\";r=424;t=\\d+");
            // More than what is left of the day is refused whole.
            assertThat(second.statusCode()).isEqualTo(429);
            assertThat(second.body()).contains("quota-exceeded", "600 bytes, and 424 of");
            assertThat(second.headers().firstValue("Retry-After")).isPresent();
            assertThat(second.headers().firstValue("RateLimit").orElseThrow())
                    .contains("\"organization-bytes-a-day\";r=424;t=");
            assertThat(second.headers().firstValue("Connection")).contains("close");
            assertThat(post(server, "/v1/events", event, TestServer.KEY).statusCode())
                    .isEqualTo(200);
            HttpResponse<String> never = post(server, "/v1/events", event + event, key);
            assertThat(never.statusCode()).isEqualTo(413);
            assertThat(never.body()).contains("body-too-large", "1024 are allowed in a day");
            assertThat(chunked(server, key).statusCode()).isEqualTo(411);
        }
    }

    @Test
    void whoMayNotSendUsesUpNothingOfWhatOthersSendBy() throws Exception {
        try (client;
                var server = new TestServer(folder, Map.of("organization-bytes-per-day", "1KiB"))) {
            String writer = key(server, "writer");
            String reader = key(server, "reader");
            String event = "{\"action\":\"a.b\"}" + " ".repeat(800);

            assertThat(post(server, "/v1/events", event, reader).statusCode()).isEqualTo(403);
            assertThat(post(server, "/v1/lookup-hash", event, reader).statusCode()).isEqualTo(400);
            HttpRequest looking =
                    server.request("/v1/events", reader)
                            .method("GET", BodyPublishers.ofString(event))
                            .build();
            assertThat(client.send(looking, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);

            HttpResponse<String> sent = post(server, "/v1/events", event, writer);
            assertThat(sent.statusCode()).isEqualTo(200);
            assertThat(sent.headers().firstValue("RateLimit").orElseThrow())
                    .contains("r=" + (1024 - event.length()));
        }
    }

    @Test
    void compressedBodiesPayForWhatTheyHave() throws Exception {
        try (client;
                var server =
                        new TestServer(folder, Map.of("organization-bytes-per-day", "128KiB"))) {
            String key = key(server, "writer");
            String events = "{\"action\":\"a.b\"}\n".repeat(5000);
            assertThat(events.length()).isBetween(64 << 10, 128 << 10);

            HttpResponse<String> never = packed(server, key, events + events);
            HttpResponse<String> first = packed(server, key, events);
            HttpResponse<String> second = packed(server, key, events);

            String left = "r=%d;".formatted((128 << 10) - events.length());
            assertThat(first.statusCode()).isEqualTo(200);
            assertThat(first.headers().firstValue("RateLimit").orElseThrow()).contains(left);
            assertThat(second.statusCode()).isEqualTo(429);
            assertThat(second.body()).contains("quota-exceeded");
            assertThat(second.headers().firstValue("RateLimit").orElseThrow()).contains(left);
            assertThat(never.statusCode()).isEqualTo(413);
        }
    }

    private HttpResponse<String> packed(TestServer server, String key, String events)
            throws Exception {
        HttpRequest request =
                server.request("/v1/events", key)
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(gzip(events)))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static byte[] gzip(String events) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(events.getBytes(UTF_8));
        }
        return packed.toByteArray();
    }

    /// Each is let in by the kilobyte that it declares, before the first one is unpacked.
    @Test
    void ofManyCompressedBodiesAtOnceNoMoreAreTakenThanTheDayAllows() throws Exception {
        try (client;
                var server =
                        new TestServer(folder, Map.of("organization-bytes-per-day", "2560KiB"))) {
            String key = key(server, "writer");
            String events = ("{\"action\":\"a.b\"}" + " ".repeat(1007) + "\n").repeat(1024);
            assertThat(events).hasSize(1 << 20);
            byte[] packed = gzip(events);
            URI url = URI.create(server.url());
            var sockets = new ArrayList<Socket>();
            try {
                for (int i = 0; i < 6; i++) {
                    var socket = new Socket(url.getHost(), url.getPort());
                    sockets.add(socket);
                    String head =
                            "POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n"
                                    .formatted(key, packed.length);
                    socket.getOutputStream().write(head.getBytes(UTF_8));
                    assertThat(line(socket)).startsWith("HTTP/1.1 100");
                    assertThat(line(socket)).isBlank();
                }
                var statuses = new ArrayList<String>();
                for (Socket socket : sockets) {
                    socket.getOutputStream().write(packed);
                    statuses.add(line(socket).split(" ", 3)[1]);
                }

                assertThat(statuses).containsExactly("200", "200", "429", "429", "429", "429");
            } finally {
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
            HttpResponse<String> next = post(server, "/v1/events", "{\"action\":\"a.b\"}", key);
            assertThat(next.headers().firstValue("RateLimit").orElseThrow())
                    .as("those that were refused cost nothing")
                    .contains("r=%d;".formatted((512 << 10) - 16));
        }
    }

    /// The first has as much as is left when the second comes, and turns out to be too large.
    @Test
    void aBodyThatFitsIsNotRefusedForOneThatDoesNot() throws Exception {
        try (client;
                var server = new TestServer(folder, Map.of("organization-bytes-per-day", "1MiB"))) {
            String key = key(server, "writer");
            String event = "{\"action\":\"a.b\"}" + " ".repeat(1007) + "\n";
            byte[] fits = gzip(event.repeat(600));
            byte[] large = gzip(event.repeat(700));
            URI url = URI.create(server.url());
            try (var first = new Socket(url.getHost(), url.getPort());
                    var second = new Socket(url.getHost(), url.getPort())) {
                // Members after each other are one body: 700 KiB, then as much again.
                begin(first, key, 2 * large.length);
                first.getOutputStream().write(large);
                int left = 324 << 10;
                awaitLeft(server, key, left);

                begin(second, key, fits.length);
                second.getOutputStream().write(fits);
                awaitLeft(server, key, left - fits.length);
                first.getOutputStream().write(large);

                // 413 as no day has room for it, or 429 where it was given up for the other before.
                assertThat(line(first)).containsPattern("^HTTP/1.1 (413|429)");
                assertThat(line(second)).startsWith("HTTP/1.1 200");
            }
        }
    }

    private static void begin(Socket socket, String key, int length) throws IOException {
        String head =
                "POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
                        .formatted(key, length);
        socket.getOutputStream().write(head.getBytes(UTF_8));
    }

    /// At most so much is left of the day.
    private void awaitLeft(TestServer server, String key, long bytes) throws Exception {
        long endNanos = System.nanoTime() + 60_000_000_000L;
        for (long left = Long.MAX_VALUE; left > bytes; ) {
            assertThat(System.nanoTime()).as("left: %d", left).isLessThan(endNanos);
            HttpRequest request = server.request("/v1/whoami", key).build();
            String limits =
                    client.send(request, HttpResponse.BodyHandlers.ofString())
                            .headers()
                            .firstValue("RateLimit")
                            .orElseThrow();
            left = Long.parseLong(limits.replaceFirst(".*r=([0-9]+);.*", "$1"));
        }
    }

    private static String line(Socket socket) throws IOException {
        var line = new StringBuilder();
        for (int c = socket.getInputStream().read(); c >= 0 && c != '\n'; ) {
            line.append((char) c);
            c = socket.getInputStream().read();
        }
        return line.toString();
    }

    @Test
    void aKilledServerGivesNobodyASecondDay() throws Exception {
        Map<String, String> settings =
                Map.of(
                        "DATA",
                        folder.resolve("data").toString(),
                        "BOOTSTRAP_KEY",
                        TestServer.KEY,
                        "KEY_BYTES_PER_DAY",
                        "1KiB");
        String event = "{\"action\":\"a.b\"}" + " ".repeat(584);
        long day = System.currentTimeMillis() / 86_400_000;
        try (client;
                var server = new ServerProcess(settings)) {
            HttpResponse<String> sent = post(server, event);
            assertThat(sent.statusCode()).isEqualTo(200);
            assertThat(sent.headers().firstValue("RateLimit").orElseThrow()).contains("r=424;");
            // What it remembers is there within a second or so.
            Path note = folder.resolve("data/quotas/day.note");
            long endNanos = System.nanoTime() + 30_000_000_000L;
            while (System.nanoTime() < endNanos
                    && !(Files.exists(note) && Files.readString(note).contains("600"))) {
                Thread.onSpinWait();
            }
            server.process().destroyForcibly().waitFor();
            try (var again = new ServerProcess(settings)) {
                HttpResponse<String> second = post(again, event);
                // Unless midnight was in between.
                int expected = day == System.currentTimeMillis() / 86_400_000 ? 429 : 200;
                assertThat(second.statusCode()).as(second.body()).isEqualTo(expected);
            }
        }
    }

    private HttpResponse<String> post(ServerProcess server, String event) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + "/v1/events"))
                        .header("Authorization", "Bearer " + TestServer.KEY)
                        .POST(BodyPublishers.ofString(event))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void signInsAndWhatIsNowhereCountToo() throws Exception {
        try (client;
                var server =
                        new TestServer(folder, Map.of("organization-requests-per-second", "50"))) {
            String key = key(server, "reader");

            HttpResponse<String> signedIn =
                    post(server, "/v1/session", "{\"key\":\"%s\"}".formatted(key), key);
            HttpResponse<String> nowhere = post(server, "/v1/nothing", "{}", key);

            assertThat(signedIn.statusCode()).isEqualTo(200);
            assertThat(signedIn.headers().firstValue("RateLimit").orElseThrow())
                    .startsWith("\"organization-requests\";r=49;");
            assertThat(nowhere.statusCode()).isEqualTo(404);
            assertThat(nowhere.headers().firstValue("RateLimit")).isPresent();
        }
    }

    private static String key(TestServer server, String role) throws Exception {
        server.post("/v1/organizations", "{\"id\":\"acme\"}");
        return server.post(
                        "/v1/keys",
                        "{\"organization\":\"acme\",\"name\":\"x\",\"roles\":[\"%s\"]}"
                                .formatted(role))
                .json()
                .path("secret")
                .stringValue();
    }

    @Test
    void whoIsALittleTooFastWaitsInsteadOfBeingRefused() throws Exception {
        try (client;
                var server = new TestServer(folder, Map.of("key-requests-per-second", "2"))) {
            for (int i = 0; i < 4; i++) {
                HttpResponse<String> answer =
                        post(server, "/v1/events", "{\"action\":\"a.b\"}", TestServer.KEY);
                assertThat(answer.statusCode()).as("request %d", i).isEqualTo(200);
            }
        }
    }

    private HttpResponse<String> post(TestServer server, String path, String body, String key)
            throws Exception {
        return client.send(
                server.request(path, key).POST(BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> chunked(TestServer server, String key) throws Exception {
        HttpRequest request =
                server.request("/v1/events", key)
                        .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString("{}")))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
