package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What is unlike one person is looked at and confirmed before it is erased.
@NullUnmarked // JUnit fills what each test begins with
class ErasureConfirmTest {
    private static final String PATH = "/v1/erasures";

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

    @ParameterizedTest
    @ValueSource(strings = {"a", "Admin", "success", " usr", "people"})
    void aWordThatManyEventsHaveIsErasedOnlyWhenItsNumberIsConfirmed(String word) throws Exception {
        send(5, "u-%d", "success");

        TestServer.Answer refused = server.post(PATH, request("name", word.strip(), ""));

        assertThat(refused.status()).as(refused.body()).isEqualTo(409);
        assertThat(refused.json().path("code").stringValue()).isEqualTo("erasure-unconfirmed");
        assertThat(refused.json().path("detail").stringValue())
                .contains("and 5 events would lose something", "dry=true", "'confirm':5");
        assertThat(all()).doesNotContain("\"erased\"");
        server.awaitRecorded();
        assertThat(record("erasure.ask")).contains("\"rows\":\"5\"");
        assertThat(record("erasure.preview")).doesNotContain("\"rows\"");
        for (int wrong : new int[] {0, 4, 6, 1_000_000}) {
            TestServer.Answer unsure =
                    server.post(PATH, request("name", word.strip(), ",\"confirm\":" + wrong));
            assertThat(unsure.status()).as(unsure.body()).isEqualTo(409);
            assertThat(unsure.body()).contains("'confirm' is %d, but 5 events".formatted(wrong));
        }
        TestServer.Answer begun =
                server.post(PATH, request("name", word.strip(), ",\"confirm\":5"));
        assertThat(begun.status()).as(begun.body()).isEqualTo(202);
        server.awaitIndex();
        assertThat(
                        server.get(
                                        "/v1/events?organization=acme&service=indelible&action=erasure.request")
                                .body())
                .contains("\"confirmed\":\"5\"");
    }

    @Test
    void thePreviewSaysWhatGoesAndWhose() throws Exception {
        send(4, "u-%d", "success");
        send(2, "u-1", "denied");

        JsonNode preview = server.post(PATH + "?dry=true", request("name", "people", "")).json();

        assertThat(preview.path("events").asLong()).isEqualTo(6);
        assertThat(preview.path("parts").toString()).isEqualTo("{\"actor\":6,\"client\":6}");
        assertThat(preview.path("actors").asLong()).isEqualTo(4);
        assertThat(preview.path("mostActors").toString())
                .startsWith("[{\"id\":\"u-1\",\"events\":3},{\"id\":\"u-0\",\"events\":1},")
                .doesNotContain("u-4");
        assertThat(preview.path("doubts").toString()).isEqualTo("[\"actors\"]");
        assertThat(
                        server.post(PATH + "?dry=true", request("name", "denied", ""))
                                .json()
                                .path("doubts")
                                .toString())
                .isEqualTo("[\"core\",\"words\"]");
        server.awaitRecorded();
        assertThat(record("erasure.preview")).contains("\"rows\":\"6\"").doesNotContain("people");
        assertThat(record("erasure.ask")).doesNotContain("\"rows\"");
    }

    /// What is a word of these events only, and no person either.
    @Test
    void whatEventsCallAKindOfTargetIsConfirmed() throws Exception {
        String event =
                "{\"action\":\"thing.update\",\"actor\":{\"id\":\"u-1\"},\"targets\":[{\"type\":\"Order\",\"id\":\"no-1789\",\"name\":\"Invoice\"}],\"detail\":{\"description\":\"paid by wire\"}}";
        assertThat(server.post("/v1/events?organization=acme", event).status()).isEqualTo(200);

        assertThat(doubts("name", "order")).isEqualTo("[\"words\"]");
        assertThat(doubts("target", "Order")).isEqualTo("[\"words\"]");
        assertThat(server.post(PATH, request("name", "order", "")).status()).isEqualTo(409);
        assertThat(doubts("target", "no-1789")).isEqualTo("[]");
        assertThat(doubts("name", "invoice")).isEqualTo("[]");
        assertThat(doubts("name", "wire")).isEqualTo("[]");
        assertThat(doubts("actor", "u-1")).isEqualTo("[\"words\"]");
    }

    private String doubts(String by, String value) throws Exception {
        JsonNode preview = server.post(PATH + "?dry=true", request(by, value, "")).json();
        assertThat(preview.path("events").asLong()).as(preview.toString()).isEqualTo(1);
        return preview.path("doubts").toString();
    }

    private String record(String action) throws Exception {
        return server.get(
                        "/v1/events?organization=acme&category=data-access&action=%s"
                                .formatted(action))
                .body();
    }

    @Test
    void moreEventsThanTheBoundAreConfirmedGiveOrTakeATenth() throws Exception {
        send(1001, "busy-person", "success");
        String person = "busy-person";

        TestServer.Answer refused = server.post(PATH, request("actor", person, ""));

        assertThat(refused.status()).as(refused.body()).isEqualTo(409);
        assertThat(refused.body()).contains("more than 1000 events").doesNotContain("common word");
        assertThat(server.post(PATH, request("actor", person, ",\"confirm\":900")).status())
                .isEqualTo(409);
        // Some more may have come since the look.
        assertThat(server.post(PATH, request("actor", person, ",\"confirm\":950")).status())
                .isEqualTo(202);
    }

    /// Who writes so means a look, and an erasure cannot be undone.
    @ParameterizedTest
    @ValueSource(strings = {"?dry", "?dry=", "?dry=yes", "?dry=1", "?dry=TRUE"})
    void aLookThatIsNotUnderstoodErasesNothing(String dry) throws Exception {
        send(3, "usual-person", "success");

        TestServer.Answer refused = server.post(PATH + dry, request("actor", "usual-person", ""));

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.json().path("detail").stringValue())
                .startsWith("parameter 'dry' is 'true' or absent, not '");
        assertThat(server.get(PATH + "?organization=acme").json().path("erasures").size()).isZero();
    }

    @Test
    void aPersonIsErasedWithoutMore() throws Exception {
        send(1000, "usual-person", "success");

        TestServer.Answer begun = server.post(PATH, request("actor", "usual-person", ""));

        assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    }

    /// @param actor of the n-th event
    private void send(int count, String actor, String outcome) throws Exception {
        String lines =
                IntStream.range(0, count)
                        .mapToObj(number ->
                                "{\"action\":\"thing.update\",\"outcome\":\"%s\",\"actor\":{\"id\":\"%s\",\"name\":\"a\",\"roles\":[\"people\",\"admin\",\"usr\"]},\"client\":{\"ip\":\"203.0.113.1\"}}"
                                        .formatted(outcome, actor.formatted(number)))
                        .collect(Collectors.joining("\n"));
        TestServer.Answer answer = server.post("/v1/events?organization=acme", lines);
        assertThat(answer.json().path("accepted").asInt()).as(answer.body()).isEqualTo(count);
    }

    private String all() throws Exception {
        server.awaitIndex();
        return server.get("/v1/events/export?organization=acme").body();
    }

    private static String request(String by, String value, String more) {
        return "{\"organization\":\"acme\",\"%s\":\"%s\",\"reason\":\"2026-118\"%s}"
                .formatted(by, value, more);
    }
}
