package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.testkit.SmallDisk;
import dev.indelible.testkit.delivery.ChaosReceiver;
import dev.indelible.testkit.delivery.Oracle;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A disk that is really full under a server that delivers.
@NullUnmarked // JUnit fills what each test begins with
class FullDiskTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path folder;
    private final List<UUID> promised = new ArrayList<>();
    private SmallDisk disk;
    private ChaosReceiver receiver;
    private String path;

    @BeforeEach
    void open() throws Exception {
        disk = SmallDisk.mount(Files.createDirectory(folder.resolve("small")), 24 << 20);
        receiver = ChaosReceiver.start();
    }

    @AfterEach
    void close() throws Exception {
        receiver.close();
        disk.close();
    }

    @Test
    void deliveriesWaitForRoomAndIntakeDoesNot() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.createSymbolicLink(
                data.resolve("delivery.sqlite"), disk.folder().resolve("delivery.sqlite"));
        try (TestServer server = begin(data)) {
            disk.fill();
            JsonNode status = sendUntilHindered(server);
            assertThat(status.path("trouble").stringValue())
                    .contains("is full")
                    .contains("free space");
            assertThat(status.path("healthy").booleanValue()).isFalse();
            assertThat(status.path("lagEvents").asLong()).isPositive();
            assertThat(server.get("/metrics").body())
                    .containsPattern("indelible_delivery_healthy\\{[^}]*} 0");
            assertThat(server.post(path + "/replay", "{\"from\":\"sequence:0\"}").status())
                    .isEqualTo(507);
            for (int i = 0; i < 10; i++) {
                assertThat(send(server, 100)).isEqualTo(200);
            }
            int paused = server.post(path + "/pause", "").status();
            int second =
                    server.post("/v1/integrations", hook().replace("\"hook\"", "\"second\""))
                            .status();
            disk.free();
            expectTrueLog(server, "pause", paused == 200 ? 1 : 0);
            expectTrueLog(server, "create", second == 201 ? 2 : 1);
            assertThat(List.of(paused, second)).contains(507);
            server.post(path + "/resume", "");
            judge(server);
        }
    }

    /// What the log says to have been done, and not to have failed, is as often as it was.
    private static void expectTrueLog(TestServer server, String what, int done) throws Exception {
        server.awaitRecorded();
        List<String> outcomes =
                server.get("/v1/events?service=indelible&action=integration." + what)
                        .json()
                        .path("events")
                        .findValuesAsString("outcome");
        long failed = outcomes.stream().filter("failure"::equals).count();
        assertThat(outcomes).as(what).hasSize((int) (done + 2 * failed));
    }

    /// What was refused for want of room is not promised, and what was taken is delivered.
    @Test
    void wholeDataFolderRefusesAndGoesOn() throws Exception {
        try (TestServer server = begin(disk.folder())) {
            int status = fillJournal(server);
            assertThat(status).isEqualTo(507);
            disk.free();
            await(server, _ -> sends(server));
            judge(server);
        }
    }

    /// The journal's disk is full, that of the registry is not.
    @Test
    void noRightIsGivenThatTheLogCannotTellAndAStolenKeyIsRevoked() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.createSymbolicLink(data.resolve("journal"), disk.folder());
        String stolen;
        String grant;
        try (var server = new TestServer(data, Map.of())) {
            server.post("/v1/organizations", "{\"id\":\"acme\"}");
            JsonNode key = server.post("/v1/keys", key("stolen")).json();
            stolen = "/v1/keys/" + key.path("id").stringValue();
            grant =
                    "/v1/grants/"
                            + server.post("/v1/grants", grant("paul"))
                                    .json()
                                    .path("id")
                                    .stringValue();
            HttpResponse<String> session = signIn(server);
            assertThat(session.statusCode()).as(session.body()).isEqualTo(200);
            fillJournal(server);

            assertThat(server.post("/v1/keys", key("more")).status()).isEqualTo(507);
            assertThat(server.post(stolen + "/rotate", "").status()).isEqualTo(507);
            assertThat(server.post("/v1/grants", grant("jane")).status()).isEqualTo(507);
            assertThat(server.post("/v1/organizations", "{\"id\":\"more\"}").status())
                    .isEqualTo(507);
            assertThat(
                            server.post("/v1/folders", "{\"organization\":\"acme\",\"id\":\"f\"}")
                                    .status())
                    .isEqualTo(507);
            expectNothingNew(server);
            signsOutAndNotIn(server, session);

            assertThat(delete(server, stolen)).isEqualTo(204);
            assertThat(delete(server, grant)).isEqualTo(204);
            String secret = key.path("secret").stringValue();
            assertThat(server.get("/v1/whoami", secret).status()).isEqualTo(401);
        }
        // What it could not write before it ended, the next one does.
        disk.free();
        try (var server = new TestServer(data, Map.of())) {
            server.awaitRecorded();
            server.awaitIndex();
            expectNothingNew(server);
            assertThat(told(server, "key.revoke")).containsExactly(id(stolen));
            assertThat(told(server, "grant.delete")).containsExactly(id(grant));
            assertThat(told(server, "key.create")).containsExactly(id(stolen));
            assertThat(ofInstance(server, "session.create")).isEqualTo(1);
            assertThat(ofInstance(server, "session.delete")).isEqualTo(1);
            assertThat(told(server, "grant.create")).containsExactly(id(grant));
        }
    }

    /// Nobody comes in unseen, and nobody is kept in.
    private static void signsOutAndNotIn(TestServer server, HttpResponse<String> session)
            throws Exception {
        HttpResponse<String> refused = signIn(server);
        assertThat(refused.statusCode()).isEqualTo(507);
        assertThat(refused.headers().map()).doesNotContainKey("set-cookie");
        String cookie = session.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
        String csrf = session.body().strip().replaceAll(".*\"csrf\":\"([^\"]*)\".*", "$1");
        HttpRequest leaving =
                HttpRequest.newBuilder(URI.create(server.url() + "/v1/session"))
                        .header("Cookie", cookie)
                        .header("X-Indelible-CSRF", csrf)
                        .DELETE()
                        .build();
        assertThat(server.send(leaving).status()).isEqualTo(204);
        assertThat(server.send(leaving).status()).isEqualTo(401);
    }

    private static HttpResponse<String> signIn(TestServer server) throws Exception {
        try (HttpClient browser = HttpClient.newHttpClient()) {
            return browser.send(
                    HttpRequest.newBuilder(URI.create(server.url() + "/v1/session"))
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            "{\"key\":\"%s\"}".formatted(TestServer.KEY)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static int ofInstance(TestServer server, String action) throws Exception {
        return server.get("/v1/events?organization=indelible&category=sign-in&action=" + action)
                .json()
                .path("events")
                .size();
    }

    /// @return how it answers what it has no room for
    private int fillJournal(TestServer server) throws Exception {
        disk.fill();
        int status = 200;
        for (int i = 0; status == 200; i++) {
            assertThat(i).isLessThan(1_000);
            status = send(server, 100);
        }
        return status;
    }

    private static String key(String name) {
        return "{\"organization\":\"acme\",\"name\":\"%s\",\"roles\":[\"writer\"]}".formatted(name);
    }

    private static String grant(String person) {
        return "{\"organization\":\"acme\",\"role\":\"reader\",\"subject\":{\"kind\":\"person\",\"id\":\"%s\"}}"
                .formatted(person);
    }

    private static int delete(TestServer server, String path) throws Exception {
        return server.send(server.request(path, TestServer.KEY).DELETE().build()).status();
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static void expectNothingNew(TestServer server) throws Exception {
        for (String path : List.of("keys", "grants", "organizations", "folders")) {
            assertThat(server.get("/v1/" + path + "?organization=acme").body())
                    .doesNotContain("\"more\"", "\"jane\"", "\"f\"");
        }
        assertThat(server.get("/v1/organizations").body()).doesNotContain("\"more\"");
    }

    private static List<String> told(TestServer server, String action) throws Exception {
        var ids = new ArrayList<String>();
        for (JsonNode event :
                server.get("/v1/events?organization=acme&service=indelible&action=" + action)
                        .json()
                        .path("events")) {
            assertThat(event.path("outcome").stringValue()).isEqualTo("success");
            ids.add(event.path("targets").path(0).path("id").stringValue());
        }
        return ids;
    }

    private boolean sends(TestServer server) {
        try {
            return send(server, 1) == 200;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private TestServer begin(Path data) throws Exception {
        var server = new TestServer(data, Map.of("outgoing-allow", "127.0.0.1"));
        TestServer.Answer created = server.post("/v1/integrations", hook());
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        path = "/v1/integrations/" + created.json().path("id").stringValue();
        assertThat(send(server, 100)).isEqualTo(200);
        await(server, status -> status.path("lagEvents").asLong() == 0);
        return server;
    }

    private String hook() {
        return """
        {"organization":"acme","name":"hook","type":"webhook","filter":"action:thing",\
        "webhook":{"endpoint":"%s","batchEvents":20}}\
        """
                .formatted(receiver.url());
    }

    private JsonNode sendUntilHindered(TestServer server) throws Exception {
        return await(
                server,
                status -> {
                    boolean hindered = status.path("state").stringValue().equals("needs-attention");
                    assertThat(hindered || sends(server)).isTrue();
                    return hindered;
                });
    }

    /// @return the status of the answer; only 200 is a promise
    private int send(TestServer server, int count) throws Exception {
        var ids = new ArrayList<UUID>();
        var events = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            ids.add(UUID.randomUUID());
            events.add(
                    "{\"id\":\"%s\",\"action\":\"thing\",\"organization\":\"acme\"}"
                            .formatted(ids.getLast()));
        }
        int status = server.post("/v1/events", events.toString()).status();
        if (status == 200) {
            promised.addAll(ids);
        }
        return status;
    }

    private JsonNode await(TestServer server, Predicate<JsonNode> holds) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode status = server.get(path).json().path("status");
            if (holds.test(status)) {
                return status;
            }
            assertThat(System.nanoTime()).as(status.toString()).isLessThan(end);
        }
    }

    /// Each promised event came once, in order, and nothing is lacking between their numbers.
    private void judge(TestServer server) throws Exception {
        JsonNode status = await(server, now -> now.path("lagEvents").asLong() == 0);
        assertThat(status.path("state").stringValue()).isEqualTo("active");
        assertThat(status.path("parked").asLong()).isZero();
        List<Oracle.Line> lines =
                new SoakReceiver.Webhook(receiver)
                        .stored().stream().flatMap(batch -> batch.events().stream()).toList();
        assertThat(lines.stream().map(Oracle.Line::destinationSequence))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, lines.size()).boxed().toList());
        assertThat(lines.stream().map(Oracle.Line::id)).containsExactlyElementsOf(promised);
    }
}
