package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.testkit.delivery.ChaosReceiver;
import dev.indelible.testkit.delivery.Fault;
import dev.indelible.testkit.delivery.Received;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Parked events over HTTP, with a real receiver that refuses some: listed, read, edited and sent,
/// skipped.
@NullUnmarked // JUnit fills what each test begins with
class ParkedEventsTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir Path folder;
    private ChaosReceiver receiver;
    private TestServer server;
    private String path;

    @BeforeEach
    void open() throws Exception {
        receiver = ChaosReceiver.start().otherwise(_ -> new Fault.Poison("poison"));
        start();
        TestServer.Answer created =
                server.post(
                        "/v1/integrations",
                        """
                        {"organization":"acme","name":"hook","type":"webhook",\
                        "webhook":{"endpoint":"%s","batchEvents":10}}\
                        """
                                .formatted(receiver.url()));
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        path = "/v1/integrations/" + created.json().path("id").stringValue();
        // One after another, so that the numbers are known; 1 tells of the integration.
        for (String action : List.of("good", "poison", "good", "poison", "good")) {
            String event = "{\"action\":\"thing.%s\",\"organization\":\"acme\"}".formatted(action);
            assertThat(server.post("/v1/events", event).status()).isEqualTo(200);
        }
        await(status -> status.path("parked").asLong() == 2);
    }

    private void start() throws Exception {
        server = new TestServer(folder, Map.of("outgoing-allow", "127.0.0.1"));
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        receiver.close();
    }

    private JsonNode await(Predicate<JsonNode> holds) throws Exception {
        long end = System.nanoTime() + 30_000_000_000L;
        while (true) {
            JsonNode status = server.get(path).json().path("status");
            if (holds.test(status)) {
                return status;
            }
            assertThat(System.nanoTime()).as(status.toString()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private JsonNode listed(String state) throws Exception {
        return server.get(path + "/parked?state=" + state).json().path("parked");
    }

    private List<Received> requestsWith(String text) {
        return receiver.received().stream()
                .filter(request -> request.text().contains(text))
                .toList();
    }

    @Test
    void whereAnEventWentIsTold() throws Exception {
        String second = path.substring(path.lastIndexOf('/') + 1);
        String narrow =
                "{\"organization\":\"acme\",\"name\":\"narrow\",\"type\":\"file\",\"filter\":\"action:no\","
                        + "\"start\":\"sequence:1\",\"file\":{\"name\":\"narrow\"}}";
        assertThat(server.post("/v1/integrations", narrow).status()).isEqualTo(201);
        server.awaitIndex();

        JsonNode good = where("thing.good");
        JsonNode poison = where("thing.poison");
        JsonNode first = where("integration.create&service=indelible");

        assertThat(good.get(0).path("integration").stringValue()).isEqualTo(second);
        assertThat(states(good)).containsExactly("hook confirmed 2", "narrow filtered 0");
        assertThat(states(poison)).containsExactly("hook parked 3", "narrow filtered 0");
        assertThat(states(first)).containsExactly("hook confirmed 1", "narrow outside 0");
        TestServer.Answer none =
                server.get(
                        "/v1/events/00000000-0000-4000-8000-000000000001/deliveries?organization=acme");
        assertThat(none.status()).isEqualTo(404);
    }

    /// Where the oldest event with this action went.
    private JsonNode where(String action) throws Exception {
        String id =
                server.get("/v1/events?organization=acme&order=received&action=" + action)
                        .json()
                        .path("events")
                        .get(0)
                        .path("id")
                        .stringValue();
        return server.get("/v1/events/" + id + "/deliveries?organization=acme")
                .json()
                .path("deliveries");
    }

    private static List<String> states(JsonNode deliveries) {
        return deliveries
                .valueStream()
                .map(one ->
                        "%s %s %d"
                                .formatted(
                                        one.path("name").stringValue(),
                                        one.path("state").stringValue(),
                                        one.path("destinationSequence").asLong(0)))
                .toList();
    }

    @Test
    void parkedEventIsListedReadEditedSentAndSkipped() throws Exception {
        JsonNode listed = listed("parked");
        assertThat(listed.valueStream().map(one -> one.path("destinationSequence").asLong()))
                .containsExactly(3L, 5L);
        assertThat(listed.get(0).path("status").asInt()).isEqualTo(400);
        JsonNode read = server.get(path + "/parked/3").json();
        assertThat(read.path("original").path("action").stringValue()).isEqualTo("thing.poison");

        // It is sent for the first time: neither says that it is a replay.
        TestServer.Answer still = server.post(path + "/parked/3/send", "");
        assertThat(still.json().path("outcome").stringValue()).isEqualTo("refused");
        assertThat(still.json().path("parked").path("state").stringValue()).isEqualTo("parked");
        Received again = requestsWith("thing.poison").getLast();
        assertThat(again.header("indelible-replay")).isEmpty();
        assertThat(MAPPER.readTree(again.body()).at("/data/replay").booleanValue()).isFalse();
        assertThat(server.post(path + "/parked/3/send", edit("thing.healed", "")).status())
                .isEqualTo(400);
        assertThat(
                        server.post(
                                        path + "/parked/3/send",
                                        "{\"\\u0065vents\":{},\"reason\":\"x\"}")
                                .status())
                .isEqualTo(400);
        JsonNode sent = sendBack(read.path("original"));
        assertThat(sent.path("outcome").stringValue()).as(sent.toString()).isEqualTo("confirmed");
        assertThat(sent.path("parked").path("note").stringValue()).isEqualTo("a slip");
        for (String wrong :
                List.of(
                        "{\"event\":\"{}\",\"reason\":\"r\"}",
                        "{\"event\":[1],\"reason\":\"r\"}",
                        "{\"event\":null}",
                        "{\"reason\":{}}")) {
            assertThat(server.post(path + "/parked/5/send", wrong).status()).isEqualTo(400);
        }
        assertThat(server.post(path + "/parked/5/skip", "{\"reason\":\" \"}").status())
                .isEqualTo(400);
        JsonNode skipped = server.post(path + "/parked/5/skip", "{\"reason\":\"noise\"}").json();
        assertThat(skipped.path("state").stringValue()).isEqualTo("skipped");

        expectSent(read);
        await(status ->
                status.path("parked").asLong() == 0
                        && status.path("sentLater").asLong() == 1
                        && status.path("skipped").asLong() == 1
                        && status.path("healthy").asBoolean());
        assertThat(server.get(path + "/parked/3").status()).isEqualTo(404);
        expectReads();
        expectManifest();
    }

    private void expectSent(JsonNode read) {
        JsonNode event =
                MAPPER.readTree(requestsWith("thing.healed").getFirst().body())
                        .path("data")
                        .path("events")
                        .get(0);
        assertThat(event.path("destinationSequence").asLong()).isEqualTo(3);
        assertThat(event.path("event").path("id")).isEqualTo(read.path("event"));
        for (String same : List.of("sequence", "received", "key", "time", "timeFrom")) {
            assertThat(event.path("event").path(same)).isEqualTo(read.at("/original/" + same));
        }
    }

    /// What the server added comes back with it, one name of it escaped.
    private JsonNode sendBack(JsonNode original) throws Exception {
        String event =
                original.toString()
                        .replace("thing.poison", "thing.healed")
                        .replace("\"sequence\"", "\"\\u0073equence\"");
        String body = "{\"event\":%s,\"reason\":\"a slip\"}".formatted(event);
        return server.post(path + "/parked/3/send", body).json();
    }

    /// Who read what was set aside is in the log of the organization.
    private void expectReads() throws Exception {
        server.awaitRecorded();
        List<String> reads =
                server.get("/v1/events?organization=acme&category=data-access")
                        .json()
                        .path("events")
                        .valueStream()
                        .map(event ->
                                event.path("action").stringValue()
                                        + " "
                                        + event.at("/detail/request/endpoint").stringValue())
                        .toList();
        assertThat(reads)
                .contains(
                        "event.read " + path + "/parked/3",
                        "event.search " + path + "/parked?state=parked");
    }

    private void expectManifest() throws Exception {
        String note = server.get(path + "/manifest").json().path("note").stringValue();
        assertThat(note).contains("\nafter 0\n");
        assertThat(server.get(path + "/manifest?after=3").json().path("note").stringValue())
                .contains("\nafter 3\naside 5 ");
        assertThat(note.lines().filter(line -> line.startsWith("aside ")))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("aside 3 ").endsWith(" sent"),
                        line -> assertThat(line).startsWith("aside 5 ").endsWith(" skipped"));
    }

    @Test
    void whatAPersonSentGoesOutInTheSameBytesAfterARestart() throws Exception {
        receiver.otherwise(request ->
                request.text().contains("thing.healed")
                        ? new Fault.ResetAfterBody(true)
                        : new Fault.Poison("poison"));
        JsonNode first =
                server.post(path + "/parked/3/send", edit("thing.healed", "a slip")).json();
        assertThat(first.path("outcome").stringValue()).isEqualTo("transient");
        assertThat(first.path("parked").path("state").stringValue()).isEqualTo("sending");
        assertThat(server.post(path + "/parked/3/send", edit("thing.other", "x")).status())
                .isEqualTo(409);
        assertThat(server.get(path + "/parked/3").json().path("state").stringValue())
                .isEqualTo("sending");
        assertThat(server.get(path + "/parked").json().findValuesAsString("state"))
                .containsExactly("sending", "parked");
        assertThat(server.get(path + "/parked?state=sending").json().findValues("state"))
                .hasSize(1);
        assertThat(server.get(path + "/parked?state=lost").status()).isEqualTo(400);

        server.close();
        receiver.otherwise(_ -> new Fault.Poison("poison"));
        start();
        await(status -> status.path("sentLater").asLong() == 1);

        List<Received> requests = requestsWith("thing.healed");
        assertThat(requests).hasSizeGreaterThan(1);
        assertThat(requests)
                .allSatisfy(request -> {
                    assertThat(request.body()).isEqualTo(requests.getFirst().body());
                    assertThat(request.header("webhook-id"))
                            .isEqualTo(requests.getFirst().header("webhook-id"));
                });
        assertThat(listed("sent")).hasSize(1);
        assertThat(requestsWith("thing.other")).isEmpty();
    }

    @Test
    void destinationThatIsDeletedWhilePausedDrainsOnceResumedAndTheLogNamesWhatItNeverGot()
            throws Exception {
        assertThat(server.post(path + "/pause", "").status()).isEqualTo(200);
        TestServer.Answer deleted =
                server.send(server.request(path, TestServer.KEY).DELETE().build());
        assertThat(deleted.status()).isEqualTo(202);
        JsonNode status = server.get(path).json().path("status");
        assertThat(status.path("leaving").booleanValue()).isTrue();
        assertThat(status.path("state").stringValue()).isEqualTo("paused");

        assertThat(server.post(path + "/resume", "").status()).isEqualTo(200);
        long end = System.nanoTime() + 30_000_000_000L;
        while (server.get(path).status() != 404) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
        server.awaitRecorded();
        JsonNode gaps =
                server.get("/v1/events?service=indelible&action=integration.gap")
                        .json()
                        .path("events");
        assertThat(gaps.findValuesAsString("description"))
                .containsExactly("'hook' ended without 2 parked events, destinationSequence 3, 5");
    }

    @Test
    void whatIsSentOfParkedEventsIsInTheLogAndNothingWhileItIsPaused() throws Exception {
        assertThat(server.post(path + "/pause", "").status()).isEqualTo(200);
        for (String send : List.of("/parked/3/send", "/parked")) {
            TestServer.Answer refused =
                    server.post(path + send, send.equals("/parked") ? "{}" : "");
            assertThat(refused.status()).as(refused.body()).isEqualTo(409);
            assertThat(refused.json().path("code").stringValue()).isEqualTo("destination-paused");
        }
        assertThat(server.post(path + "/resume", "").status()).isEqualTo(200);
        server.post(path + "/parked/3/send", "");
        // Two at once: neither fails for what the other sends.
        try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<TestServer.Answer>> twice =
                    Collections.nCopies(2, () -> server.post(path + "/parked", "{}"));
            for (var one : both.invokeAll(twice)) {
                assertThat(one.get().status()).as(one.get().body()).isEqualTo(200);
            }
        }
        expectFormatIsKept();

        receiver.otherwise(_ -> new Fault.ResetAfterBody(true));
        assertThat(server.post(path + "/parked/5/send", edit("thing.healed", "x")).status())
                .isEqualTo(200);
        TestServer.Answer abandoned =
                server.send(
                        server.request(path + "?pending=abandon", TestServer.KEY).DELETE().build());
        assertThat(abandoned.status()).isEqualTo(204);
        server.awaitRecorded();
        List<String> told =
                server.get("/v1/events?service=indelible&limit=1000")
                        .json()
                        .path("events")
                        .findValuesAsString("description");
        assertThat(told)
                .anyMatch(text -> text.matches("sent event .*, number 3, for 'hook'"))
                .anyMatch(text -> text.startsWith("sends 2 parked events, number 3, 5, for"))
                .contains("'hook' ended without 1 parked events, destinationSequence 3")
                .contains(
                        "'hook' ended while 1 parked events were being sent, which the receiver"
                                + " may have or get, destinationSequence 5");
    }

    /// A foreign event stays one though a person edits it.
    private void expectFormatIsKept() throws Exception {
        String foreign =
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/a\",\"type\":\"poison\"}";
        assertThat(server.post("/v1/events?format=cloudevents&organization=acme", foreign).status())
                .isEqualTo(200);
        assertThat(
                        server.post("/v1/events", "{\"action\":\"a\",\"organization\":\"acme\"}")
                                .status())
                .isEqualTo(200);
        await(status -> status.path("parked").asLong() == 3);
        JsonNode parked = listed("parked").get(2);
        String one = path + "/parked/" + parked.path("destinationSequence");
        String original = server.get(one).json().path("original").toString();
        assertThat(MAPPER.readTree(original).path("format").stringValue()).isNotEmpty();
        String edited = original.replace("poison", "mended");
        assertThat(
                        server.post(
                                        one + "/send",
                                        "{\"event\":%s,\"reason\":\"r\"}".formatted(edited))
                                .json()
                                .path("outcome")
                                .stringValue())
                .isEqualTo("confirmed");
        JsonNode sent = MAPPER.readTree(requestsWith("mended").getLast().body());
        assertThat(sent.at("/data/events/0/event/format"))
                .isEqualTo(MAPPER.readTree(original).path("format"));
    }

    private static String edit(String action, String reason) {
        return "{\"event\":{\"action\":\"%s\",\"organization\":\"acme\"},\"reason\":\"%s\"}"
                .formatted(action, reason);
    }
}
