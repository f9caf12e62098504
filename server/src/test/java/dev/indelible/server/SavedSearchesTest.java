package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@NullUnmarked // JUnit fills what each test begins with
class SavedSearchesTest {
    @TempDir Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private TestServer server;
    private String ada;
    private String bob;

    @BeforeEach
    void open() throws Exception {
        server = new TestServer(folder);
        server.post("/v1/organizations", "{\"id\":\"acme\"}");
        server.post("/v1/organizations", "{\"id\":\"globex\"}");
        ada = reader("Ada", "acme");
        bob = reader("Bob", "acme");
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void ownSearchIsKeptChangedAndRemoved() throws Exception {
        JsonNode kept =
                json(
                        ask(
                                ada,
                                "POST",
                                "/v1/searches",
                                "{\"name\":\"Denied\",\"q\":\"outcome:denied\",\"from\":\"-24h\",\"columns\":[\"time\"]}"));
        String path = "/v1/searches/" + kept.path("id").stringValue();

        assertThat(kept.path("owner").path("name").stringValue()).isEqualTo("Ada");
        assertThat(kept.path("organization").stringValue()).isEqualTo("acme");
        assertThat(ask(ada, "PUT", path, "{\"name\":\"Refused\"}").statusCode()).isEqualTo(200);
        assertThat(names(ada)).containsExactly("Refused");
        assertThat(ask(ada, "DELETE", path, "").statusCode()).isEqualTo(204);
        assertThat(names(ada)).isEmpty();
    }

    @Test
    void othersSeeSharedSearchesOnlyAndChangeNone() throws Exception {
        json(ask(ada, "POST", "/v1/searches", "{\"name\":\"Mine\"}"));
        String shared =
                json(ask(ada, "POST", "/v1/searches", "{\"name\":\"Ours\",\"shared\":true}"))
                        .path("id")
                        .stringValue();
        String mine =
                json(ask(ada, "GET", "/v1/searches", ""))
                        .path("searches")
                        .path(0)
                        .path("id")
                        .stringValue();
        String stranger = reader("Eve", "globex");

        assertThat(names(bob)).containsExactly("Ours");
        assertThat(ask(bob, "PUT", "/v1/searches/" + shared, "{\"name\":\"x\"}").statusCode())
                .isEqualTo(403);
        assertThat(ask(bob, "DELETE", "/v1/searches/" + mine, "").statusCode()).isEqualTo(404);
        assertThat(names(stranger)).isEmpty();
        assertThat(ask(stranger, "DELETE", "/v1/searches/" + shared, "").statusCode())
                .isEqualTo(404);
        assertThat(ask(stranger, "GET", "/v1/searches?organization=acme", "").statusCode())
                .isEqualTo(403);
    }

    @Test
    void whatCannotBeSearchedIsNotKept() throws Exception {
        assertThat(ask(ada, "POST", "/v1/searches", "{\"name\":\"x\",\"q\":\"actr:a\"}").body())
                .contains("actr");
        assertThat(ask(ada, "POST", "/v1/searches", "{\"name\":\" \"}").statusCode())
                .isEqualTo(400);
        for (String unseen : List.of("\\u202e", "\\u001b[31m", "\\n", "\\u200b")) {
            String named = "{\"name\":\"Refused%s\"}".formatted(unseen);
            assertThat(ask(ada, "POST", "/v1/searches", named).body()).contains("is not seen");
        }
        assertThat(names(ada)).isEmpty();
    }

    @Test
    void aRangeThatASearchRefusesIsNotKept() throws Exception {
        String good = "{\"name\":\"a\",\"from\":\"2026-01-01\",\"to\":\"2026-01-01T00:00Z\"}";
        JsonNode kept = json(ask(ada, "POST", "/v1/searches", good));
        String path = "/v1/searches/" + kept.path("id").stringValue();
        for (String range :
                List.of(
                        "\"from\":\"2026-02-01\",\"to\":\"2026-01-31T23:59\"",
                        "\"from\":\"2026-02-01T00:00:00-01:00\",\"to\":\"2026-02-01T00:59:59.9\"",
                        "\"from\":\"-1h\",\"to\":\"-61m\"",
                        "\"from\":\"-2d\",\"to\":\"-49h\"",
                        "\"from\":\"-7d\",\"to\":\"2020-01-01\"")) {
            String asked = "{\"name\":\"x\"," + range + "}";
            for (var answer :
                    List.of(
                            ask(ada, "POST", "/v1/searches", asked),
                            ask(ada, "PUT", path, asked))) {
                assertThat(answer.statusCode()).as(asked).isEqualTo(400);
                assertThat(answer.body()).contains("which is after 'to'");
            }
        }
        assertThat(ask(ada, "POST", "/v1/searches", "{\"name\":\"x\",\"to\":\"now\"}").body())
                .contains("parameter 'to': time 'now' is not RFC 3339");
        assertThat(names(ada)).containsExactly("a");
        String later = "{\"name\":\"b\",\"from\":\"-49h\",\"to\":\"-2d\"}";
        assertThat(ask(ada, "PUT", path, later).statusCode()).isEqualTo(200);
    }

    private Iterable<String> names(String key) throws Exception {
        return json(ask(key, "GET", "/v1/searches", ""))
                .path("searches")
                .valueStream()
                .map(search -> search.path("name").stringValue())
                .toList();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return JsonMapper.shared().readTree(answer.body());
    }

    private String reader(String name, String organization) throws Exception {
        return server.post(
                        "/v1/keys",
                        "{\"organization\":\"%s\",\"name\":\"%s\",\"roles\":[\"reader\"]}"
                                .formatted(organization, name))
                .json()
                .path("secret")
                .stringValue();
    }

    private HttpResponse<String> ask(String key, String method, String path, String body)
            throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Authorization", "Bearer " + key)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
