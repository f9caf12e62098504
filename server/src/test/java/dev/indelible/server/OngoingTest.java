package dev.indelible.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Answers that go on do not outlive what they were asked by.
@NullUnmarked // JUnit fills what each test begins with
class OngoingTest {
    private static final String SECRET = "jane@example.com";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir Path folder;
    private TestServer server;

    @BeforeEach
    void open() throws Exception {
        server = new TestServer(folder, Map.of("protected-members", "actor.email"));
        post("/v1/organizations", "{\"id\":\"acme\"}");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private JsonNode post(String path, String body) throws Exception {
        TestServer.Answer answer = server.post(path, body);
        assertThat(answer.status()).as(answer.body()).isBetween(200, 201);
        return answer.json();
    }

    private JsonNode key(String role) throws Exception {
        return post(
                "/v1/keys",
                "{\"organization\":\"acme\",\"name\":\"k\",\"roles\":[\"%s\"]}".formatted(role));
    }

    private static String text(JsonNode of, String member) {
        return of.path(member).stringValue();
    }

    private void delete(String path) throws Exception {
        assertThat(server.send(server.request(path, TestServer.KEY).DELETE().build()).status())
                .isEqualTo(204);
    }

    private void happens(String action) throws Exception {
        post(
                "/v1/events?organization=acme",
                "{\"action\":\"%s\",\"actor\":{\"id\":\"u\",\"email\":\"%s\"}}"
                        .formatted(action, SECRET));
    }

    /// A tail, byte by byte.
    private final class Tail implements AutoCloseable {
        private final Socket socket;
        private final StringBuilder read = new StringBuilder();

        Tail(String header) throws IOException {
            this("", header);
            await(": events follow");
        }

        /// @param more parameters
        Tail(String more, String header) throws IOException {
            URI url = URI.create(server.url());
            socket = new Socket(url.getHost(), url.getPort());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write(
                            "GET /v1/events/tail?organization=acme%s HTTP/1.1\r\nHost: x\r\n%s\r\n\r\n"
                                    .formatted(more, header)
                                    .getBytes(ISO_8859_1));
        }

        String await(String text) throws IOException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (read.indexOf(text) < 0) {
                int next = next(end);
                assertThat(next).as(read.toString()).isNotNegative();
                read.append((char) next);
            }
            return read.toString();
        }

        String rest() throws IOException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            int from = read.length();
            for (int next = next(end); next >= 0; next = next(end)) {
                read.append((char) next);
            }
            return read.substring(from);
        }

        /// One that goes on says so every few seconds, so that no read alone takes too long.
        private int next(long endNanos) throws IOException {
            assertThat(System.nanoTime()).as("goes on: " + read).isLessThan(endNanos);
            return socket.getInputStream().read();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static String bearer(String secret) {
        return "Authorization: Bearer " + secret;
    }

    @Test
    void aTailEndsWithItsKey() throws Exception {
        JsonNode key = key("reader");
        try (var tail = new Tail(bearer(text(key, "secret")))) {
            happens("thing.before");
            tail.await("thing.before");
            assertThat(tail.await("}\n")).contains("[protected: ");

            delete("/v1/keys/" + text(key, "id"));
            happens("thing.after");

            // Without the last chunk (RFC 9112, section 7.1), which would say that this was all.
            assertThat(tail.rest()).doesNotContain("thing.after").doesNotEndWith("\r\n0\r\n\r\n");
        }
        assertThat(server.get("/v1/events/tail", text(key, "secret")).status()).isEqualTo(401);
    }

    @Test
    void aTailEndsWithARightThatIsTakenBack() throws Exception {
        JsonNode key = key("reader");
        JsonNode grant =
                post(
                        "/v1/grants",
                        "{\"organization\":\"acme\",\"subject\":{\"kind\":\"key\",\"id\":\"%s\"},\"role\":\"investigator\"}"
                                .formatted(text(key, "id")));
        try (var tail = new Tail(bearer(text(key, "secret")))) {
            happens("thing.before");
            tail.await("thing.before");
            assertThat(tail.await("}\n")).contains(SECRET);

            delete("/v1/grants/" + text(grant, "id"));
            happens("thing.after");

            assertThat(tail.rest()).doesNotContain("thing.after");
        }
        try (var tail = new Tail(bearer(text(key, "secret")))) {
            happens("thing.again");
            tail.await("thing.again");
            assertThat(tail.await("}\n")).contains("[protected: ").doesNotContain(SECRET);
        }
    }

    /// What is new beside what they read is nothing to them, and what is new within it comes along.
    @Test
    void aTailOfAFolderGoesOnWhereAProjectIsMade() throws Exception {
        post("/v1/folders", "{\"organization\":\"acme\",\"id\":\"ours\"}");
        JsonNode key =
                post(
                        "/v1/keys",
                        "{\"organization\":\"acme\",\"folder\":\"ours\",\"name\":\"k\",\"roles\":[\"reader\"]}");
        try (var tail = new Tail(bearer(text(key, "secret")))) {
            post("/v1/projects", "{\"organization\":\"acme\",\"id\":\"beside\"}");
            post(
                    "/v1/projects",
                    "{\"organization\":\"acme\",\"folder\":\"ours\",\"id\":\"within\"}");
            post(
                    "/v1/events?organization=acme",
                    "{\"action\":\"thing.beside\",\"project\":\"beside\"}");
            post(
                    "/v1/events?organization=acme",
                    "{\"action\":\"thing.within\",\"project\":\"within\"}");

            assertThat(tail.await("thing.within")).doesNotContain("thing.beside");

            post("/v1/events?organization=acme", "{\"action\":\"thing.ours\",\"folder\":\"ours\"}");
            tail.await("thing.ours");
        }
    }

    @Test
    void aTailThatEndsSoIsOneLineOfTheLog() throws Exception {
        isOneLineOfTheLog(() -> {
            JsonNode key = key("reader");
            try (var tail = new Tail(bearer(text(key, "secret")))) {
                delete("/v1/keys/" + text(key, "id"));
                tail.rest();
            }
        });
    }

    /// Also where nothing has come by then that it would have shown.
    @Test
    void aTailEndsAlikeWhereTheRightToAskByWhatItAsksIsTakenBack() throws Exception {
        isOneLineOfTheLog(() -> {
            JsonNode key = key("reader");
            JsonNode grant =
                    post(
                            "/v1/grants",
                            "{\"organization\":\"acme\",\"subject\":{\"kind\":\"key\",\"id\":\"%s\"},\"role\":\"investigator\"}"
                                    .formatted(text(key, "id")));
            try (var tail = new Tail("&actor=jane*", bearer(text(key, "secret")))) {
                tail.await(": events follow");
                delete("/v1/grants/" + text(grant, "id"));
                assertThat(tail.rest()).doesNotEndWith("\r\n0\r\n\r\n");
            }
        });
    }

    /// It would show nothing until as much has come, and nobody would notice.
    @Test
    void aTailThatBeginsAfterAllThatCameIsRefused() throws Exception {
        for (String after : List.of("zzzzzz", "3w5e11264sgse", "-1", "01")) {
            try (var tail = new Tail("&after=" + after, bearer(TestServer.KEY))) {
                assertThat(tail.await("\r\n")).as(after).startsWith("HTTP/1.1 400 ");
                tail.await(after.equals("zzzzzz") ? "after all that was received" : after + "'");
            }
        }
        String window = text(server.get("/v1/events?organization=acme").json(), "window");
        try (var tail = new Tail("&after=" + window, bearer(TestServer.KEY))) {
            tail.await(": events follow");
            happens("thing.next");
            tail.await("thing.next");
        }
    }

    private interface Course {
        void run() throws Exception;
    }

    private static void isOneLineOfTheLog(Course course) throws Exception {
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(lines);
        try {
            course.run();
        } finally {
            root.detachAppender(lines);
        }
        List<ILoggingEvent> ends =
                List.copyOf(lines.list).stream()
                        .filter(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
                        .filter(line ->
                                line.getFormattedMessage().contains("/v1/events/tail")
                                        || line.getThrowableProxy() != null)
                        .toList();
        assertThat(ends)
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.getLevel()).isEqualTo(Level.INFO);
                    assertThat(line.getThrowableProxy()).isNull();
                    assertThat(line.getFormattedMessage()).contains("may no longer see the same");
                });
    }

    /// Also while nothing comes that it would show.
    @Test
    void aTailEndsWithItsSession() throws Exception {
        JsonNode key = key("reader");
        try (var client = HttpClient.newHttpClient()) {
            HttpResponse<String> entered =
                    client.send(
                            server.request("/v1/session", "none")
                                    .POST(
                                            java.net.http.HttpRequest.BodyPublishers.ofString(
                                                    "{\"key\":\"%s\"}"
                                                            .formatted(text(key, "secret"))))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            String cookie = entered.headers().firstValue("Set-Cookie").orElseThrow();
            var csrf = Pattern.compile("\"csrf\":\"([^\"]+)\"").matcher(entered.body());
            assertThat(csrf.find()).isTrue();
            String pair = cookie.substring(0, cookie.indexOf(';'));
            try (var tail = new Tail("Cookie: " + pair)) {
                var out =
                        java.net.http.HttpRequest.newBuilder(
                                        URI.create(server.url() + "/v1/session"))
                                .header("Cookie", pair)
                                .header("X-Indelible-CSRF", csrf.group(1))
                                .DELETE()
                                .build();
                assertThat(server.send(out).status()).isBetween(200, 204);

                assertThat(tail.rest()).doesNotContain("event: event");
            }
        }
    }

    private void muchHappens() throws Exception {
        var events = new StringBuilder();
        String long8 = "x".repeat(8_000);
        for (int i = 0; i < 3_000; i++) {
            events.append("{\"action\":\"a.b\",\"detail\":{\"description\":\"")
                    .append(long8)
                    .append("\"}}\n");
        }
        post("/v1/events?organization=acme", events.toString());
        server.awaitIndex();
    }

    /// The records of reads, which it may not see then nor now, are no reason to end it.
    @Test
    void aDisclosureGoesOnWhereMoreMayBeSeen() throws Exception {
        muchHappens();
        assertThat(server.get("/v1/events?organization=acme", TestServer.KEY).status())
                .isEqualTo(200);
        JsonNode key = key("exporter");
        try (var client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> export =
                    client.send(
                            server.request(
                                            "/v1/events/export?organization=acme&format=disclosure",
                                            text(key, "secret"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = export.body()) {
                assertThat(in.readNBytes(100)).hasSize(100);
                post(
                        "/v1/grants",
                        "{\"organization\":\"acme\",\"subject\":{\"kind\":\"key\",\"id\":\"%s\"},\"role\":\"investigator\"}"
                                .formatted(text(key, "id")));

                String rest = new String(in.readAllBytes(), ISO_8859_1);
                assertThat(rest.lines().count()).isGreaterThan(3_000);
            }
        }
    }

    @Test
    void anExportBreaksOffWithItsKey() throws Exception {
        muchHappens();
        for (String format : new String[] {"ndjson", "disclosure"}) {
            JsonNode key = key("administrator");
            try (var client = HttpClient.newHttpClient()) {
                HttpResponse<InputStream> export =
                        client.send(
                                server.request(
                                                "/v1/events/export?organization=acme&format="
                                                        + format,
                                                text(key, "secret"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofInputStream());
                assertThat(export.statusCode()).isEqualTo(200);
                try (InputStream in = export.body()) {
                    assertThat(in.readNBytes(100)).hasSize(100);
                    delete("/v1/keys/" + text(key, "id"));

                    assertThatThrownBy(in::readAllBytes).as(format).isInstanceOf(IOException.class);
                }
            }
        }
    }
}
