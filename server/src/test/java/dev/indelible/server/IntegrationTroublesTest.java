package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.testkit.delivery.ChaosReceiver;
import dev.indelible.testkit.delivery.Fault;
import dev.indelible.testkit.delivery.Received;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Integrations whose settings change, or are too many, while their receivers take nothing.
@NullUnmarked // JUnit fills what each test begins with
class IntegrationTroublesTest {
    private static final String MAIL = "jane.doe@example.com";

    @TempDir Path folder;
    private ChaosReceiver receiver;
    private TestServer server;

    @BeforeEach
    void open() throws Exception {
        receiver = ChaosReceiver.start();
        busy();
        start(Map.of());
    }

    private void busy() {
        receiver.otherwise(_ -> new Fault.Status(503, List.of(), "busy"));
    }

    private void start(Map<String, String> more) throws Exception {
        var settings = new HashMap<>(more);
        settings.put("outgoing-allow", "127.0.0.1");
        server = new TestServer(folder, settings);
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        receiver.close();
    }

    private String webhook(String name) {
        return """
        {"organization":"acme","name":"%s","type":"webhook","webhook":{"endpoint":"%s"}}\
        """
                .formatted(name, receiver.url());
    }

    private String create(String body) throws Exception {
        TestServer.Answer created = server.post("/v1/integrations", body);
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        return "/v1/integrations/" + created.json().path("id").stringValue();
    }

    private void send() throws Exception {
        String event =
                "{\"action\":\"door.open\",\"organization\":\"acme\",\"actor\":{\"email\":\"%s\"}}"
                        .formatted(MAIL);
        assertThat(server.post("/v1/events", event).status()).isEqualTo(200);
    }

    private JsonNode await(String path, Predicate<JsonNode> holds) throws Exception {
        long end = System.nanoTime() + 60_000_000_000L;
        while (true) {
            JsonNode one = server.get(path).json();
            if (holds.test(one.path("status"))) {
                return one;
            }
            assertThat(System.nanoTime()).as(one.toString()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private JsonNode awaitDelivered(String path) throws Exception {
        return await(path, status -> status.path("lagEvents").asLong() == 0);
    }

    /// Frozen batches that were sent and not confirmed, each with the event.
    private void freeze(String... paths) throws Exception {
        send();
        for (String path : paths) {
            await(
                    path,
                    status ->
                            status.path("attempts").asLong() > 0
                                    && status.path("waiting").isNumber());
        }
        send();
    }

    /// The receiver asked for an hour.
    @Test
    void whoMendedTheCauseHasItTriedAtOnceAndTheLogTellsSo() throws Exception {
        var later = new Fault.Status(503, List.of("Retry-After: 3600"), "busy");
        receiver.otherwise(_ -> later);
        String path = create(webhook("hook"));
        send();
        await(path, status -> status.path("nextTry").isString());
        receiver.otherwise(_ -> Fault.none());

        TestServer.Answer tried = server.post(path + "/retry", "");

        assertThat(tried.status()).as(tried.body()).isEqualTo(200);
        awaitDelivered(path);
        assertThat(server.get("/v1/events?service=indelible&action=integration.retry").body())
                .contains("tried 'hook' at once");
    }

    @Test
    void pausedOneIsNotTried() throws Exception {
        String path = create(webhook("hook"));
        assertThat(server.post(path + "/pause", "").status()).isEqualTo(200);

        TestServer.Answer refused = server.post(path + "/retry", "");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("code").stringValue()).isEqualTo("destination-paused");
        assertThat(server.get("/v1/events?service=indelible&action=integration.retry").body())
                .doesNotContain("at once");
    }

    @Test
    void idsThatAreNoneAreNotCompared() throws Exception {
        String path = create(webhook("hook")) + "/verify";
        var wrong =
                Map.of(
                        "{}", "'ids' is an array",
                        "{\"ids\":\"a\"}", "'ids' is an array",
                        "{\"ids\":[\"1-1-1-1-1\"]}", "'1-1-1-1-1' is none",
                        "{\"ids\":[7]}", "'7' is none",
                        "{\"ids\":[],\"first\":0}", "'first' is a destinationSequence",
                        "{\"ids\":[],\"last\":\"9\"}", "'last' is a destinationSequence",
                        "{\"ids\":[],\"form\":1}", "unknown member 'form'");
        for (Map.Entry<String, String> one : wrong.entrySet()) {
            TestServer.Answer answer = server.post(path, one.getKey());
            assertThat(answer.status()).as(one.getKey()).isEqualTo(400);
            assertThat(answer.json().path("detail").asString("")).contains(one.getValue());
        }
    }

    @Test
    void changeThatDoesNotSayWhetherItIsEnabledLeavesThePause() throws Exception {
        String path = create(webhook("hook"));
        assertThat(server.post(path + "/pause", "{}").status()).isEqualTo(200);
        assertThat(server.get("/v1/events?service=indelible&action=integration.pause").body())
                .contains("{\"path\":\"/enabled\",\"old\":true,\"new\":false}");
        String kept = put(path, webhook("hook")).body();
        String resumed =
                put(path, webhook("hook").replace("{\"org", "{\"enabled\":true,\"org")).body();

        assertThat(kept).contains("\"enabled\":false");
        assertThat(resumed).contains("\"enabled\":true");
    }

    /// The filter keeps it from the live stream, and still the receiver has it from us.
    @Test
    void whatATestSentIsNoStranger() throws Exception {
        String path =
                create(
                        webhook("hook")
                                .replace("{\"org", "{\"filter\":\"-service:indelible\",\"org"));
        String id = server.post(path + "/test", "").json().path("event").stringValue();
        String ids = "{\"ids\":[\"%s\",\"01920000-0000-7000-8000-000000000000\"]}".formatted(id);

        assertThat(server.post(path + "/verify", ids).json().path("extra").toString())
                .isEqualTo("[\"01920000-0000-7000-8000-000000000000\"]");
    }

    @Test
    void membersThatAreProtectedFromNowOnAreMaskedInWhatWaits() throws Exception {
        String path = create(webhook("hook"));
        freeze(path);
        JsonNode sent = server.get(path + "/deliveries").json().path("deliveries");
        assertThat(sent.valueStream()).anyMatch(one -> one.path("attempts").asLong() > 0);
        server.close();
        receiver.otherwise(_ -> Fault.none());
        start(Map.of("protected-members", "actor.email"));

        JsonNode one = awaitDelivered(path);
        assertThat(one.path("epoch").asLong()).isEqualTo(2);
        assertThat(receiver.taken())
                .isNotEmpty()
                .noneMatch(request -> request.text().contains(MAIL))
                .anyMatch(request -> request.text().contains("[protected:"));
        server.close();
        start(Map.of("protected-members", "actor.email"));
        assertThat(server.get(path).json().path("epoch").asLong()).isEqualTo(2);
    }

    @Test
    void whoeverSavesTheSameSettingsOrResumesHasOtherBytesPlannedAnew() throws Exception {
        String saved = create(webhook("saved"));
        String resumed = create(webhook("resumed"));
        freeze(saved, resumed);
        server.close();
        try (var store = DriverManager.getConnection("jdbc:sqlite:" + file("delivery.sqlite"));
                var statement = store.createStatement()) {
            statement.executeUpdate("UPDATE plan SET body_hash = '00' WHERE state = 'PLANNED'");
            statement.executeUpdate("UPDATE lane SET next_try_ms = 0");
        }
        receiver.otherwise(_ -> Fault.none());
        start(Map.of());
        for (String path : List.of(saved, resumed)) {
            await(path, status -> status.path("trouble").asString("").contains("other bytes"));
        }

        TestServer.Answer same = put(saved, webhook("saved"));
        assertThat(same.json().path("epoch").asLong()).as(same.body()).isEqualTo(2);
        assertThat(server.post(resumed + "/resume", "").status()).isEqualTo(200);

        awaitDelivered(saved);
        assertThat(awaitDelivered(resumed).path("epoch").asLong()).isEqualTo(2);
    }

    /// Nothing of them was planned when the filter changed, nor when the process ended.
    @Test
    void eventsGoByTheFilterThatHeldWhenTheyCameHoweverLateTheyAreSent() throws Exception {
        receiver.otherwise(_ -> Fault.none());
        String before = webhook("hook").replace("\"type\"", "\"filter\":\"action:old*\",\"type\"");
        String path = create(before);
        assertThat(server.post(path + "/pause", "").status()).isEqualTo(200);
        send("old.1", "new.1");
        String after =
                before.replace("old*", "new*").replace("\"type\"", "\"enabled\":false,\"type\"");
        assertThat(put(path, after).status()).isEqualTo(200);
        send("old.2", "new.2");
        server.close();
        start(Map.of());
        assertThat(server.post(path + "/resume", "").status()).isEqualTo(200);
        send("old.3", "new.3");

        awaitDelivered(path);
        String all = receiver.taken().stream().map(Received::text).collect(Collectors.joining());
        assertThat(List.of("old.1", "new.1", "old.2", "new.2", "old.3", "new.3"))
                .filteredOn(all::contains)
                .containsExactly("old.1", "new.2", "new.3");
    }

    @Test
    void deletedIntegrationGetsWhatCameBeforeAndNothingElseThoughTheProcessEnds() throws Exception {
        String path = create(webhook("hook"));
        send("before");
        String drain = path + "?pending=drain";
        HttpRequest delete = server.request(drain, TestServer.KEY).DELETE().build();
        assertThat(server.send(delete).status()).isEqualTo(202);
        send("after.1");
        assertThat(server.send(delete).status()).isEqualTo(202);
        server.close();
        start(Map.of());
        send("after.2");
        assertThat(server.send(server.request(drain, TestServer.KEY).DELETE().build()).status())
                .isEqualTo(202);
        receiver.otherwise(_ -> Fault.none());
        awaitGone(path);

        String all = receiver.taken().stream().map(Received::text).collect(Collectors.joining());
        assertThat(List.of("\"before", "integration.delete", "\"after"))
                .filteredOn(all::contains)
                .containsExactly("\"before", "integration.delete");
        server.awaitIndex();
        assertThat(
                        server.get("/v1/events?service=indelible&action=integration.gap")
                                .json()
                                .path("events"))
                .isEmpty();
    }

    @Test
    void replaysEndWithARecordOfItWhetherCancelledOrWithTheirIntegration() throws Exception {
        receiver.otherwise(request ->
                request.header("indelible-replay").isEmpty()
                        ? Fault.none()
                        : new Fault.Status(503, List.of(), "busy"));
        String path = create(webhook("hook"));
        send();
        awaitDelivered(path);
        String cancelled = replay(path);
        HttpRequest cancel =
                server.request(path + "/replay/" + cancelled, TestServer.KEY).DELETE().build();
        assertThat(server.send(cancel).status()).isEqualTo(204);
        assertThat(server.send(cancel).status()).isEqualTo(404);
        server.close();
        start(Map.of());
        assertThat(server.get(path + "/replay").body()).contains("cancelled");

        String ended = replay(path);
        HttpRequest drain =
                server.request(path + "?pending=drain", TestServer.KEY).DELETE().build();
        assertThat(server.send(drain).status()).isEqualTo(202);
        awaitGone(path);
        server.awaitIndex();
        String question = "/v1/events?service=indelible&action=integration.cancel-replay";
        assertThat(server.get(question).json().path("events"))
                .extracting(event -> event.path("detail").path("description").stringValue())
                .containsExactlyInAnyOrder(
                        "cancelled replay %s of 'hook'".formatted(cancelled),
                        "cancelled replay %s of 'hook', which ended".formatted(ended));
    }

    private String replay(String path) throws Exception {
        String range = "{\"from\":\"sequence:0\"%s}";
        String preview = range.formatted(",\"preview\":true");
        assertThat(server.post(path + "/replay", preview).json().path("events").longValue())
                .isPositive();
        TestServer.Answer answer = server.post(path + "/replay", range.formatted(""));
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json().path("id").stringValue();
    }

    private void awaitGone(String path) throws Exception {
        long end = System.nanoTime() + 60_000_000_000L;
        while (server.get(path).status() != 404) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }

    private void send(String... actions) throws Exception {
        for (String action : actions) {
            String event = "{\"action\":\"%s\",\"organization\":\"acme\"}".formatted(action);
            assertThat(server.post("/v1/events", event).status()).isEqualTo(200);
        }
    }

    private TestServer.Answer put(String path, String body) throws Exception {
        return server.send(
                server.request(path, TestServer.KEY)
                        .PUT(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    @Test
    void integrationsAndTheMinutesListedOfThemAreBounded() throws Exception {
        server.close();
        start(Map.of("integrations-per-organization", "70"));
        for (int i = 0; i < 70; i++) {
            create(
                    "{\"organization\":\"acme\",\"name\":\"n%d\",\"type\":\"file\",\"enabled\":false,\"file\":{\"name\":\"n%d\"}}"
                            .formatted(i, i));
        }
        TestServer.Answer more = server.post("/v1/integrations", webhook("more"));
        assertThat(more.status()).isEqualTo(400);
        assertThat(more.body()).contains("at most 70").contains("integrations-per-organization");
        create(webhook("more").replace("\"acme\"", "\"other\""));

        assertThat(server.get("/v1/integrations?organization=acme&lagMinutes=1440").status())
                .isEqualTo(400);
        assertThat(server.get("/v1/integrations?organization=acme&lagMinutes=1400").status())
                .isEqualTo(200);
    }

    @Test
    void serverStartsWithoutTheSecretsAndTakesThemAnew() throws Exception {
        receiver.otherwise(_ -> Fault.none());
        String body =
                webhook("hook")
                        .replace(
                                "\"endpoint\"",
                                "\"username\":\"u\",\"password\":\"p\",\"endpoint\"");
        String path = create(body);
        send();
        awaitDelivered(path);
        busy();
        String replay = "{\"from\":\"2020-01-01T00:00:00Z\"}";
        assertThat(server.post(path + "/replay", replay).status()).isEqualTo(202);
        server.close();
        receiver.otherwise(_ -> Fault.none());
        start(Map.of("secrets-key", "5a".repeat(32)));

        assertThat(server.get(path).json().path("status").path("state").stringValue())
                .isEqualTo("needs-attention");
        for (String act : List.of("/replay", "/test")) {
            TestServer.Answer refused = server.post(path + act, act.equals("/test") ? "" : replay);
            assertThat(refused.status()).as(refused.body()).isEqualTo(400);
            assertThat(refused.body()).contains("give them anew");
        }
        assertThat(put(path, body).status()).isEqualTo(200);
        send();
        awaitDelivered(path);
    }
}
