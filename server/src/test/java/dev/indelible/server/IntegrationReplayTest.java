package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is sent again: from which number on, and what is said of it before.
@NullUnmarked // JUnit fills what each test begins with
class IntegrationReplayTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir Path folder;
    private TestServer server;
    private String path;

    @BeforeEach
    void open() throws Exception {
        server = new TestServer(folder);
        String body =
                """
                {"organization":"acme","name":"again","type":"file","filter":"action:thing.*","file":{"name":"again"}}\
                """;
        path =
                "/v1/integrations/"
                        + server.post("/v1/integrations", body).json().path("id").asString();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void whatTheReceiverHasUnderItsNumbersComesAgain() throws Exception {
        for (int number = 1; number <= 9; number++) {
            // Each other number of the log is of an event that does not go there.
            send("other.%d".formatted(number), "-");
            send("thing.%d".formatted(number), "-");
        }
        await(status -> status.path("confirmedTo").asLong() == 9);

        assertThat(preview("destinationSequence:4", "destinationSequence:7").path("events").asInt())
                .isEqualTo(3);
        assertThat(preview("destinationSequence:10", null).path("events").asInt()).isZero();
        ask("{\"from\":\"destinationSequence:4\",\"to\":\"destinationSequence:7\"}", 202);
        await(status -> status.path("replays").path(0).path("state").asString().equals("done"));

        List<JsonNode> again =
                delivered().stream().filter(line -> line.path("replay").asBoolean(false)).toList();
        assertThat(again)
                .extracting(
                        line -> line.path("destinationSequence").asInt(),
                        line -> line.path("event").path("action").asString())
                .containsExactly(tuple(4, "thing.4"), tuple(5, "thing.5"), tuple(6, "thing.6"));
        for (String wrong : List.of("destinationSequence:", "destinationSequence:x", "4")) {
            assertThat(ask("{\"from\":\"%s\"}".formatted(wrong), 400).path("detail").asString())
                    .endsWith("or at destinationSequence:42, not at '%s'".formatted(wrong));
        }
    }

    @Test
    void thePreviewSaysHowLargeTheEventsAreAsTheyAreKept() throws Exception {
        send("thing.1", "x");
        send("thing.2", "x".repeat(5_001));
        await(status -> status.path("confirmedTo").asLong() == 2);

        long small =
                preview("destinationSequence:1", "destinationSequence:2").path("bytes").asLong();
        long large = preview("destinationSequence:2", null).path("bytes").asLong();
        long both = preview("sequence:0", null).path("bytes").asLong();

        assertThat(small).isPositive();
        assertThat(large - small).isEqualTo(5_000);
        assertThat(both).isEqualTo(small + large);
        assertThat(preview("destinationSequence:3", null).path("bytes").asLong()).isZero();
    }

    private void send(String action, String description) throws Exception {
        String event =
                "{\"action\":\"%s\",\"organization\":\"acme\",\"detail\":{\"description\":\"%s\"}}"
                        .formatted(action, description);
        assertThat(server.post("/v1/events", event).status()).isEqualTo(200);
    }

    private JsonNode preview(String from, String to) throws Exception {
        String end = to == null ? "" : "\"to\":\"%s\",".formatted(to);
        return ask("{\"from\":\"%s\",%s\"preview\":true}".formatted(from, end), 200);
    }

    private JsonNode ask(String body, int status) throws Exception {
        TestServer.Answer answer = server.post(path + "/replay", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return answer.json();
    }

    private void await(Predicate<JsonNode> holds) throws Exception {
        long end = System.nanoTime() + 30_000_000_000L;
        JsonNode status = server.get(path).json().path("status");
        while (!holds.test(status)) {
            assertThat(System.nanoTime()).as(status.toString()).isLessThan(end);
            Thread.onSpinWait();
            status = server.get(path).json().path("status");
        }
    }

    private List<JsonNode> delivered() throws Exception {
        return Files.readAllLines(folder.resolve("delivered/acme/again.ndjson")).stream()
                .map(MAPPER::readTree)
                .toList();
    }
}
