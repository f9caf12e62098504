package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Integrations over HTTP, end to end: what is sent arrives in a file.
@NullUnmarked // JUnit fills what each test begins with
class IntegrationsTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir Path folder;
    private TestServer server;

    @BeforeEach
    void open() throws Exception {
        server = new TestServer(folder);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static String file(String name, String filter) {
        return """
        {"organization":"acme","name":"%s","type":"file","filter":"%s","file":{"name":"%s"}}\
        """
                .formatted(name, filter, name);
    }

    private JsonNode create(String body) throws Exception {
        TestServer.Answer answer = server.post("/v1/integrations", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json();
    }

    private JsonNode await(String id, Predicate<JsonNode> holds) throws Exception {
        long end = System.nanoTime() + 30_000_000_000L;
        while (true) {
            JsonNode one = server.get("/v1/integrations/" + id).json();
            if (holds.test(one)) {
                return one;
            }
            assertThat(System.nanoTime()).as(one.toString()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static boolean caughtUp(JsonNode integration) {
        return integration.path("status").path("lagEvents").asLong() == 0;
    }

    private List<JsonNode> delivered(String name) throws Exception {
        var lines = new ArrayList<JsonNode>();
        for (String line :
                Files.readAllLines(folder.resolve("delivered/acme/" + name + ".ndjson"))) {
            lines.add(MAPPER.readTree(line));
        }
        return lines;
    }

    private static List<String> actions(List<JsonNode> lines) {
        return lines.stream().map(line -> line.findValue("action").stringValue()).toList();
    }

    private void send(int from, int to) throws Exception {
        var events = new StringBuilder("[");
        for (int i = from; i < to; i++) {
            events.append(i == from ? "" : ",")
                    .append(
                            "{\"action\":\"thing.%s\",\"operation\":\"%s\",\"organization\":\"acme\"}"
                                    .formatted(i, i % 2 == 0 ? "create" : "read"));
        }
        assertThat(server.post("/v1/events", events + "]").status()).isEqualTo(200);
    }

    @Test
    void eventsArriveInOrderWithTheirFilterAndTheStatusTellsIt() throws Exception {
        send(0, 3);
        JsonNode all = create(file("all", ""));
        JsonNode some = create(file("some", "operation:read"));
        send(3, 50);
        assertThat(
                        server.post("/v1/events", "{\"action\":\"x\",\"organization\":\"other\"}")
                                .status())
                .isEqualTo(200);

        JsonNode status =
                await(all.path("id").stringValue(), IntegrationsTest::caughtUp).path("status");
        await(some.path("id").stringValue(), IntegrationsTest::caughtUp);

        var expected = new ArrayList<>(List.of("integration.create", "integration.create"));
        for (int i = 3; i < 50; i++) {
            expected.add("thing." + i);
        }
        assertThat(actions(delivered("all"))).containsExactlyElementsOf(expected);
        assertThat(actions(delivered("some")))
                .containsExactlyElementsOf(
                        expected.stream()
                                .filter(action -> action.startsWith("thing."))
                                .filter(action -> Integer.parseInt(action.substring(6)) % 2 == 1)
                                .toList());
        assertThat(status.path("state").stringValue()).isEqualTo("active");
        assertThat(status.path("healthy").booleanValue()).isTrue();
        assertThat(status.path("delivered").longValue()).isEqualTo(49);
        assertThat(status.path("confirmedTo").longValue()).isEqualTo(49);
        JsonNode history =
                server.get("/v1/integrations?lagMinutes=3")
                        .json()
                        .path("integrations")
                        .get(0)
                        .path("lagHistory");
        assertThat(history.path("stepSeconds").intValue()).isEqualTo(60);
        assertThat(history.path("from").stringValue()).endsWith(":00.000Z");
        assertThat(history.path("events").size()).isEqualTo(3);
        assertThat(history.path("seconds").get(0).isNull()).isTrue();
        assertThat(all.has("lagHistory")).isFalse();
        assertThat(server.get("/metrics").body())
                .contains("indelible_delivery_delivered_events{")
                .contains(all.path("id").stringValue());
        assertThat(server.get("/health").json().path("delivery").path("destinations").asInt())
                .isEqualTo(2);
    }

    @Test
    void pausedIntegrationWaitsAlsoThroughARestartAndItsPauseArrivesFirst() throws Exception {
        String id = create(file("calm", "")).path("id").stringValue();
        JsonNode paused =
                server.post("/v1/integrations/" + id + "/pause?reason=repairs", "").json();
        assertThat(paused.path("status").path("state").stringValue()).isEqualTo("paused");
        assertThat(paused.path("enabled").booleanValue()).isFalse();
        assertThat(actions(delivered("calm")))
                .containsExactly("integration.create", "integration.pause");
        send(0, 10);

        server.close();
        server = new TestServer(folder);
        JsonNode waiting = server.get("/v1/integrations/" + id).json().path("status");
        assertThat(waiting.path("state").stringValue()).isEqualTo("paused");
        assertThat(waiting.path("lagEvents").longValue()).isEqualTo(10);
        assertThat(waiting.path("healthy").booleanValue()).isFalse();

        assertThat(server.post("/v1/integrations/" + id + "/resume", "").status()).isEqualTo(200);
        await(id, IntegrationsTest::caughtUp);
        assertThat(delivered("calm")).hasSize(13);
    }

    @Test
    void oldSettingsGetTheChangeBeforeTheNewOnesApply() throws Exception {
        String id = create(file("before", "")).path("id").stringValue();
        send(0, 5);
        TestServer.Answer changed =
                server.send(
                        server.request("/v1/integrations/" + id, TestServer.KEY)
                                .PUT(
                                        HttpRequest.BodyPublishers.ofString(
                                                file("before", "operation:read")
                                                        .replace(
                                                                "{\"name\":\"before\"}}",
                                                                "{\"name\":\"after\"}}")))
                                .build());
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(changed.json().path("epoch").longValue()).isEqualTo(2);
        send(5, 10);
        await(id, IntegrationsTest::caughtUp);

        assertThat(actions(delivered("before"))).endsWith("thing.4", "integration.update");
        assertThat(actions(delivered("after"))).containsExactly("thing.5", "thing.7", "thing.9");
    }

    @Test
    void statementsAgreeWithWhatArrivedAndReplayBringsItAgain() throws Exception {
        String id = create(file("proof", "")).path("id").stringValue();
        send(0, 20);
        await(id, IntegrationsTest::caughtUp);
        Set<String> ids = new HashSet<>();
        delivered("proof").forEach(line -> ids.add(line.findValue("id").stringValue()));

        JsonNode complete = verify(id, ids);
        assertThat(complete.path("complete").booleanValue()).as(complete.toString()).isTrue();
        assertThat(complete.path("expected").longValue()).isEqualTo(21);
        String gone = ids.iterator().next();
        ids.remove(gone);
        ids.add("00000000-0000-0001-0000-000000000002");
        JsonNode gaps = verify(id, ids);
        assertThat(gaps.path("missing").get(0).path("id").stringValue()).isEqualTo(gone);
        assertThat(gaps.path("extra").get(0).stringValue())
                .isEqualTo("00000000-0000-0001-0000-000000000002");

        JsonNode manifest = server.get("/v1/integrations/" + id + "/manifest").json();
        assertThat(manifest.path("hours").get(0).path("first").longValue()).isEqualTo(1);
        assertThat(manifest.path("note").stringValue()).contains("indelible-delivery-manifest/v3");

        TestServer.Answer replay =
                server.post("/v1/integrations/" + id + "/replay", "{\"from\":\"sequence:5\"}");
        assertThat(replay.status()).as(replay.body()).isEqualTo(202);
        assertThat(replay.json().path("id").stringValue()).matches("r[0-9a-f]+-[0-9a-f]{16}");
        await(
                id,
                one ->
                        one.path("status")
                                .path("replays")
                                .get(0)
                                .path("state")
                                .stringValue()
                                .equals("done"));
        assertThat(actions(delivered("proof")).stream().filter("thing.10"::equals)).hasSize(2);
        assertThat(actions(delivered("proof")).stream().filter("thing.1"::equals)).hasSize(1);

        String late =
                create(file("late", "").replace("{\"org", "{\"start\":\"sequence:5\",\"org"))
                        .path("id")
                        .stringValue();
        await(late, IntegrationsTest::caughtUp);
        assertThat(actions(delivered("late"))).startsWith("thing.4", "thing.5");
    }

    private JsonNode verify(String id, Set<String> ids) throws Exception {
        TestServer.Answer answer =
                server.post(
                        "/v1/integrations/" + id + "/verify",
                        MAPPER.writeValueAsString(Map.of("ids", ids)));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void secretsAreNeverShownNorStoredInClearNorSentElsewhere() throws Exception {
        String body =
                """
                {"organization":"acme","name":"hook","type":"webhook",\
                "webhook":{"endpoint":"http://127.0.0.1:9/in","username":"me","password":"correct horse"}}\
                """;
        String id = create(body).path("id").stringValue();

        assertThat(server.get("/v1/integrations").body())
                .contains("\"password\":\"******\"")
                .doesNotContain("correct horse");
        TestServer.Answer elsewhere =
                put(
                        id,
                        body.replace("127.0.0.1:9", "127.0.0.1:10")
                                .replace("correct horse", "******"));
        assertThat(elsewhere.status()).isEqualTo(400);
        assertThat(elsewhere.json().path("faults").get(0).path("member").stringValue())
                .isEqualTo("webhook.password");
        assertThat(put(id, body.replace("correct horse", "******")).status()).isEqualTo(200);
        server.close();
        for (String name : List.of("delivery.sqlite", "delivery.sqlite-wal")) {
            Path stored = folder.resolve(name);
            if (Files.exists(stored)) {
                assertThat(
                                new String(
                                        Files.readAllBytes(stored),
                                        java.nio.charset.StandardCharsets.ISO_8859_1))
                        .doesNotContain("correct horse");
            }
        }
        server = new TestServer(folder);
        assertThat(server.get("/v1/integrations/" + id).body()).contains("******");
    }

    private TestServer.Answer put(String id, String body) throws Exception {
        return server.send(
                server.request("/v1/integrations/" + id, TestServer.KEY)
                        .PUT(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    @Test
    void othersKnowNothingOfIt() throws Exception {
        String id = create(file("mine", "")).path("id").stringValue();
        server.post("/v1/organizations", "{\"id\":\"rival\"}");
        String key =
                server.post(
                                "/v1/keys",
                                "{\"organization\":\"rival\",\"name\":\"k\",\"roles\":[\"administrator\"]}")
                        .json()
                        .path("secret")
                        .stringValue();

        assertThat(server.get("/v1/integrations", key).json().path("integrations")).isEmpty();
        assertThat(server.get("/v1/integrations/" + id, key).status()).isEqualTo(404);
        assertThat(server.post("/v1/integrations/" + id + "/pause", "", key).status())
                .isEqualTo(404);
        assertThat(server.post("/v1/integrations", file("theirs", ""), key).status())
                .isEqualTo(403);
    }

    @Test
    void deletedIntegrationDrainsOrSaysWhatItNeverGot() throws Exception {
        String drained = create(file("drained", "")).path("id").stringValue();
        String abandoned =
                create(
                                """
                                {"organization":"acme","name":"dead","type":"webhook",\
                                "webhook":{"endpoint":"http://127.0.0.1:9/in"}}\
                                """)
                        .path("id")
                        .stringValue();
        send(0, 10);
        assertThat(delete(drained + "?pending=drain").status()).isEqualTo(202);
        assertThat(delete(abandoned + "?pending=abandon").status()).isEqualTo(204);
        long end = System.nanoTime() + 20_000_000_000L;
        while (server.get("/v1/integrations/" + drained).status() != 404) {
            assertThat(System.nanoTime()).isLessThan(end);
        }

        assertThat(actions(delivered("drained"))).contains("thing.9", "integration.delete");
        server.awaitIndex();
        String question = "/v1/events?service=indelible&action=integration.gap";
        TestServer.Answer gaps = server.get(question);
        while (gaps.json().path("events").isEmpty()) {
            assertThat(System.nanoTime())
                    .as(server.get("/v1/events?organization=acme").body())
                    .isLessThan(end);
            gaps = server.get(question);
        }
        JsonNode gap = gaps.json().path("events").get(0);
        assertThat(gap.path("detail").path("description").stringValue())
                .contains("ended without 13 events not confirmed after destinationSequence 0");
    }

    private TestServer.Answer delete(String rest) throws Exception {
        return server.send(
                server.request("/v1/integrations/" + rest, TestServer.KEY).DELETE().build());
    }

    @Test
    void testSendsARealEventAndShowsTheExchangeWithoutMovingTheCursor() throws Exception {
        String id = create(file("tried", "")).path("id").stringValue();
        await(id, IntegrationsTest::caughtUp);
        TestServer.Answer answer = server.post("/v1/integrations/" + id + "/test", "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("outcome").stringValue()).isEqualTo("confirmed");
        TestServer.Answer dry = server.post("/v1/integrations?test=only", file("dry", ""));
        assertThat(dry.status()).as(dry.body()).isEqualTo(200);
        assertThat(server.get("/v1/integrations").json().path("integrations")).hasSize(1);
        assertThat(await(id, IntegrationsTest::caughtUp).path("status").path("delivered").asLong())
                .isEqualTo(3);
    }

    @Test
    void integrationsFileIsReconciledAtStart() throws Exception {
        Path yaml = folder.resolve("integrations.yaml");
        String all =
                """
                integrations:
                  - name: desk
                    organization: acme
                    type: file
                    filter: "operation:read"
                    file: { name: desk }
                """;
        JsonNode first = declared(yaml, all);
        assertThat(first.path("declared").booleanValue()).isTrue();
        assertThat(delete(first.path("id").stringValue()).status()).isEqualTo(409);
        send(0, 4);
        await(first.path("id").stringValue(), IntegrationsTest::caughtUp);
        assertThat(actions(delivered("desk"))).containsExactly("thing.1", "thing.3");

        String changed = all.replace("operation:read", "");
        JsonNode second = declared(yaml, changed);
        assertThat(second.path("id")).isEqualTo(first.path("id"));
        assertThat(second.path("epoch").longValue()).isEqualTo(2);
        assertThat(declared(yaml, changed).path("epoch").longValue()).isEqualTo(2);

        // What is gone from the file drains, here never; what comes back meanwhile stays.
        declared(yaml, changed + "    enabled: false\n");
        JsonNode gone = declared(yaml, "integrations: []");
        assertThat(gone.path("status").path("leaving").booleanValue()).isTrue();
        JsonNode back = declared(yaml, changed);
        assertThat(back.path("id")).isEqualTo(first.path("id"));
        assertThat(back.path("status").path("leaving").booleanValue()).isFalse();
    }

    /// The integration of this file, after a start with it.
    private JsonNode declared(Path yaml, String text) throws Exception {
        server.close();
        Files.writeString(yaml, text);
        server = new TestServer(folder, Map.of("integrations", yaml.toString()));
        return server.get("/v1/integrations").json().path("integrations").get(0);
    }
}
