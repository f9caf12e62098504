package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@NullUnmarked // JUnit fills what each test begins with
class EndToEndTest {
    @TempDir Path folder;
    private TestServer server;

    @BeforeEach
    void open() throws Exception {
        server = new TestServer(folder.resolve("with a blank"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void eventIsKeptFoundShownAndExported() throws Exception {
        String event =
                """
                {"id":"0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e60","time":"2026-01-01T10:00:00.5+01:00",
                 "action":"iam.role.grant","outcome":"denied","organization":"acme",
                 "actor":{"type":"user","id":"u-1","name":"=HYPERLINK(1)"},
                 "client":{"ip":"203.0.113.7"},
                 "detail":{"description":"tried to \\"grant\\" admin, twice",
                   "original":{"n":123456789012345678901234567890,"x.y @z":1.10}}}
                """;

        assertThat(server.post("/v1/events", event).status()).isEqualTo(200);
        assertThat(server.post("/v1/events", event).json().path("duplicates").asInt()).isEqualTo(1);
        server.awaitIndex();

        TestServer.Answer one = server.get("/v1/events/0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e60");
        assertThat(one.status()).isEqualTo(200);
        assertThat(one.body())
                .contains("\"time\":\"2026-01-01T09:00:00.5Z\"")
                .contains("\"sequence\":0,\"key\":\"bootstrap\"")
                .contains("{\"n\":123456789012345678901234567890,\"x.y @z\":1.10}");
        for (String query :
                List.of(
                        "actor=U-1",
                        "action=iam.*",
                        "ip=203.0.113.0/24",
                        "q=%22grant%22%20outcome:denied",
                        "text=admin%20twice",
                        "organization=acme&outcome=denied&outcome=failure",
                        "from=2026-01-01T09:00:00Z&to=2026-01-01T09:00:01Z")) {
            JsonNode page = server.get("/v1/events?" + query).json();
            assertThat(page.path("events").size()).as(query).isEqualTo(1);
            assertThat(page.path("events").path(0).toString()).isEqualTo(one.json().toString());
        }
        assertThat(server.get("/v1/events?actor=u-2").json().path("events").size()).isZero();
        assertThat(server.get("/v1/events/export").body()).isEqualTo(one.body());
        assertThat(server.get("/v1/events/export?format=csv").body())
                .contains(",'=HYPERLINK(1),")
                .contains(",\"tried to \"\"grant\"\" admin, twice\"\r\n");
    }

    @Test
    void everythingIsThereAfterARestart() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            lines.append("{\"action\":\"a.").append(i % 7).append("\"}\n");
        }
        assertThat(server.post("/v1/events?organization=acme", lines.toString()).status())
                .isEqualTo(200);
        server.close();
        server = new TestServer(folder.resolve("with a blank"));
        server.awaitIndex();

        JsonNode stats = server.get("/v1/events/stats?field=action&interval=1d").json();
        assertThat(stats.path("total").asInt()).isEqualTo(3000);
        assertThat(stats.path("top").path("action").path(0).path("count").asInt()).isEqualTo(429);
        assertThat(received("")).hasSize(3000);
    }

    @Test
    void pagesNeitherRepeatNorHideARowWhenEventsArrive() throws Exception {
        send(50, 0);
        List<Long> sequences = new ArrayList<>();
        String next = "";
        int arrivals = 50;
        do {
            JsonNode page = server.get("/v1/events?limit=7" + next).json();
            page.path("events").forEach(event -> sequences.add(event.path("sequence").asLong()));
            next = page.has("next") ? "&cursor=" + page.path("next").stringValue() : "";
            send(3, arrivals);
            arrivals += 3;
        } while (!next.isEmpty());

        assertThat(sequences)
                .doesNotHaveDuplicates()
                .hasSize(50)
                .allMatch(sequence -> sequence < 50);
    }

    @Test
    void pollerSeesEverythingOnceInOrder() throws Exception {
        send(20, 0);
        List<String> actions = new ArrayList<>();
        String next = "";
        for (int round = 0; round < 6; round++) {
            JsonNode page = server.get("/v1/events?order=received&limit=9" + next).json();
            page.path("events").forEach(event -> actions.add(event.path("action").stringValue()));
            next = "&cursor=" + page.path("next").stringValue();
            if (round == 3) {
                send(5, 20);
            }
        }

        assertThat(actions)
                .isEqualTo(Stream.iterate(0, n -> n + 1).limit(25).map(n -> "n." + n).toList());
    }

    @Test
    void whoeverHasJustSentAnEventFindsIt() throws Exception {
        int asks = 0;
        for (int i = 0; i < 20; i++) {
            String actor = "fresh-" + i;
            String event = "{\"action\":\"a\",\"actor\":{\"id\":\"%s\"}}".formatted(actor);

            assertThat(server.post("/v1/events", event).status()).isEqualTo(200);

            int found = 0;
            while (found == 0) {
                found = server.get("/v1/events?actor=" + actor).json().path("events").size();
                asks++;
            }
            assertThat(found).isEqualTo(1);
            // Each ask waits a little by itself; a few of them allow for a machine that is busy.
            assertThat(asks).isLessThan(100);
        }
    }

    @Test
    void compressedAndForeignBodiesAreUnderstood() throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write("[{\"action\":\"a\"},{\"action\":\"b\"}]".getBytes(StandardCharsets.UTF_8));
        }
        TestServer.Answer gzipped =
                server.send(
                        server.request("/v1/events", TestServer.KEY)
                                .header("Content-Encoding", "gzip")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(packed.toByteArray()))
                                .build());
        TestServer.Answer stackrox =
                server.post(
                        "/v1/events?format=stackrox",
                        "{\"audit\": {\"time\":\"2026-08-20T16:10:00.000000001Z\",\"status\":"
                                + "\"REQUEST_SUCCEEDED\",\"user\":{\"username\":\"jane\"},\"request\":"
                                + "{\"endpoint\":\"/v1/notifiers\",\"method\":\"POST\"},"
                                + "\"method\":\"UI\",\"interaction\":\"CREATE\"}}");

        assertThat(gzipped.json().path("accepted").asInt()).isEqualTo(2);
        assertThat(stackrox.json().path("accepted").asInt()).isEqualTo(1);
        server.awaitIndex();
        JsonNode found = server.get("/v1/events?q=format:stackrox").json().path("events").path(0);
        assertThat(found.path("actor").path("id").stringValue()).isEqualTo("jane");
        assertThat(found.path("time").stringValue()).isEqualTo("2026-08-20T16:10:00.000000001Z");
    }

    @Test
    void organizationsAndKeysKeepTenantsApart() throws Exception {
        assertThat(server.post("/v1/organizations", "{\"id\":\"acme\",\"name\":\"ACME\"}").status())
                .isEqualTo(201);
        String writer = key("acme", "writer");
        String reader = key("acme", "reader");
        assertThat(server.post("/v1/events?organization=globex", "{\"action\":\"a\"}").status())
                .isEqualTo(200);

        assertThat(server.post("/v1/events", "{\"action\":\"b\"}", writer).status()).isEqualTo(200);
        assertThat(
                        server.post(
                                        "/v1/events",
                                        "{\"action\":\"b\",\"organization\":\"globex\"}",
                                        writer)
                                .status())
                .isEqualTo(403);
        assertThat(server.get("/v1/events", writer).status()).isEqualTo(403);
        assertThat(server.post("/v1/events", "{\"action\":\"c\"}", reader).status()).isEqualTo(403);
        server.awaitIndex();
        JsonNode seen = server.get("/v1/events", reader).json().path("events");
        assertThat(seen.size()).isEqualTo(1);
        assertThat(seen.path(0).path("action").stringValue()).isEqualTo("b");
        assertThat(
                        server.get("/v1/events?organization=globex", reader)
                                .json()
                                .path("events")
                                .size())
                .isZero();
        assertThat(server.get("/metrics", reader).status()).isEqualTo(403);
        assertThat(server.get("/v1/events", "wrong key").status()).isEqualTo(401);
    }

    private String key(String organization, String role) throws Exception {
        return server.post(
                        "/v1/keys",
                        "{\"organization\":\"%s\",\"name\":\"test\",\"roles\":[\"%s\"]}"
                                .formatted(organization, role))
                .json()
                .path("secret")
                .stringValue();
    }

    private void send(int count, int from) throws Exception {
        StringBuilder events = new StringBuilder();
        for (int i = 0; i < count; i++) {
            events.append("{\"action\":\"n.%d\"}\n".formatted(from + i));
        }
        assertThat(server.post("/v1/events", events.toString()).status()).isEqualTo(200);
        server.awaitIndex();
    }

    @Test
    void answersInJsonEndTheirLine() throws Exception {
        for (String path :
                List.of(
                        "/v1/events",
                        "/v1/events?limit=0",
                        "/v1/events/stats?field=action",
                        "/v1/whoami",
                        "/v1/nothing",
                        "/health")) {
            assertThat(server.get(path).body()).as(path).endsWith("}\n").doesNotEndWith("\n\n");
        }
        assertThat(server.post("/v1/events", "{\"action\":\"a\"}").body()).endsWith("}\n");
        assertThat(server.post("/v1/events", "{}").body()).endsWith("}\n");
    }

    private List<JsonNode> received(String filters) throws Exception {
        List<JsonNode> all = new ArrayList<>();
        String next = "";
        int before = -1;
        while (all.size() != before) {
            before = all.size();
            JsonNode page =
                    server.get("/v1/events?order=received&limit=1000" + filters + next).json();
            page.path("events").forEach(all::add);
            next = "&cursor=" + page.path("next").stringValue();
        }
        return all;
    }
}
