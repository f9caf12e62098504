package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What the log of an organization says of what was done with it.
@NullUnmarked // JUnit fills what each test begins with
class OwnRecordTest {
    @TempDir Path folder;
    private TestServer server;

    @BeforeEach
    void open() throws Exception {
        server = new TestServer(folder);
        assertThat(server.post("/v1/organizations", "{\"id\":\"acme\"}").status()).isEqualTo(201);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void filesOfTheLogAreRecordedWithHowMuchTheyHave() throws Exception {
        String auditor = key("acme", "auditor");
        assertThat(
                        server.post(
                                        "/v1/events?organization=acme&wait=published",
                                        "{\"action\":\"last.write\"}")
                                .status())
                .isEqualTo(200);
        String checkpoint = server.get("/logs/acme/checkpoint", auditor).body();
        long size = Long.parseLong(checkpoint.lines().skip(1).findFirst().orElseThrow());
        assertThat(size).isBetween(3L, 255L);
        for (String tile : List.of("0", "entries")) {
            String path = "/logs/acme/tile/%s/000.p/%d".formatted(tile, size);
            assertThat(server.get(path, auditor).status()).isEqualTo(200);
        }
        assertThat(server.get("/logs/acme/tile/0/001", auditor).status()).isEqualTo(404);
        server.awaitRecorded();

        var seen = new ArrayList<String>();
        for (JsonNode read :
                server.get("/v1/events?service=indelible&action=log.read&actor=" + keyId(auditor))
                        .json()
                        .path("events")) {
            JsonNode detail = read.path("detail");
            seen.add(
                    "%s rows=%s sequences=%s"
                            .formatted(
                                    detail.path("request").path("endpoint").stringValue(),
                                    detail.path("labels").path("rows").stringValue(),
                                    detail.path("labels").path("sequences").asString("none")));
        }
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "/logs/acme/checkpoint rows=0 sequences=none",
                        "/logs/acme/tile/ rows=%d sequences=0-%d".formatted(size, size - 1),
                        "/logs/acme/tile/entries/ rows=%d sequences=0-%d"
                                .formatted(size, size - 1));
    }

    @Test
    void lookingForAnOrganizationThatIsNotThereBeginsNoLog() throws Exception {
        for (String path : List.of("/v1/events/stats", "/v1/events", "/v1/events/export")) {
            assertThat(server.get(path + "?organization=acne").status()).as(path).isEqualTo(200);
            assertThat(server.get(path + "?organization=acme").status()).as(path).isEqualTo(200);
        }
        server.awaitRecorded();

        assertThat(server.get("/v1/heads").json().path("heads").findValuesAsString("organization"))
                .contains("acme")
                .doesNotContain("acne");
        assertThat(reads("indelible"))
                .contains("event.search acne", "event.count acne", "event.export acne");
        assertThat(reads("acme"))
                .contains("event.search acme", "event.count acme", "event.export acme");
    }

    private List<String> reads(String organization) throws Exception {
        String path = "/v1/events?service=indelible&category=data-access&organization=";
        var reads = new ArrayList<String>();
        for (JsonNode read : server.get(path + organization).json().path("events")) {
            String of = read.path("targets").path(0).path("id").stringValue();
            reads.add(read.path("action").stringValue() + " " + of);
        }
        return reads;
    }

    @Test
    void changesAreRecordedWithWhatWasBefore() throws Exception {
        for (String made : List.of("folders", "projects")) {
            String body = "{\"organization\":\"acme\",\"id\":\"eu\"}";
            assertThat(server.post("/v1/" + made, body).status()).isEqualTo(201);
        }
        patch("/v1/organizations/acme", "{\"name\":\"Acme\"}");
        patch("/v1/projects/eu?organization=acme", "{\"folder\":\"eu\"}");
        patch("/v1/folders/eu?organization=acme", "{\"name\":\"Europe\",\"closed\":true}");
        String search = "{\"organization\":\"acme\",\"q\":\"actor:jane\",\"name\":\"%s\"}";
        String id =
                server.post("/v1/searches", search.formatted("Old"))
                        .json()
                        .path("id")
                        .stringValue();
        assertThat(put("/v1/searches/" + id, search.formatted("New")).status()).isEqualTo(200);

        assertThat(changes("organization"))
                .isEqualTo("[{\"path\":\"/name\",\"old\":\"acme\",\"new\":\"Acme\"}]");
        assertThat(changes("project")).isEqualTo("[{\"path\":\"/folder\",\"new\":\"eu\"}]");
        assertThat(changes("folder"))
                .isEqualTo(
                        "[{\"path\":\"/closed\",\"old\":false,\"new\":true},{\"path\":\"/name\",\"old\":\"eu\",\"new\":\"Europe\"}]");
        assertThat(changes("search"))
                .isEqualTo("[{\"path\":\"/name\",\"old\":\"Old\",\"new\":\"New\"}]");
    }

    private void patch(String path, String body) throws Exception {
        HttpRequest patch =
                server.request(path, TestServer.KEY)
                        .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
                        .build();
        assertThat(server.send(patch).status()).as(path).isEqualTo(200);
    }

    private String changes(String of) throws Exception {
        String path = "/v1/events?service=indelible&organization=acme&action=" + of + ".update";
        return server.get(path)
                .json()
                .path("events")
                .path(0)
                .path("detail")
                .path("changes")
                .toString();
    }

    @Test
    void anAttemptUponAnotherOrganizationIsInItsLogWithoutTellingOfTheOther() throws Exception {
        server.post("/v1/organizations", "{\"id\":\"globex\"}");
        String other = key("globex", "administrator");
        String secret = "/v1/events?organization=%s&actor=hank";

        var there = server.get(secret.formatted("acme"), other);
        var nowhere = server.get(secret.formatted("acne"), other);
        server.get("/v1/keys?organization=acme", other);
        server.get("/logs/acme/checkpoint", other);
        server.post("/v1/events", "{\"action\":\"a\",\"organization\":\"acme\"}", other);
        server.awaitRecorded();

        assertThat(there.status()).isEqualTo(403).isEqualTo(nowhere.status());
        assertThat(there.body().replace("acme", "acne")).isEqualTo(nowhere.body());
        JsonNode attempts =
                server.get(
                                "/v1/events?service=indelible&action=request.refuse",
                                key("acme", "administrator"))
                        .json()
                        .path("events");
        assertThat(attempts).hasSize(1);
        JsonNode attempt = attempts.path(0);
        assertThat(attempt.path("actor").path("id").stringValue()).isEqualTo(keyId(other));
        assertThat(attempt.path("client").path("ip").stringValue()).isEqualTo("127.0.0.1");
        assertThat(attempt.toString()).doesNotContain("globex", "hank");
        String own = attempt.path("detail").path("labels").path("attempt").stringValue();
        assertThat(server.get("/v1/events/" + own).json().path("organization").stringValue())
                .isEqualTo("globex");
    }

    @Test
    void retentionIsToldByMembersAndOnlyOfWhatThereIs() throws Exception {
        String rules = "{\"organization\":\"%s\",\"bodyDays\":30,\"rules\":[{%s,\"bodyDays\":7}]}";
        String right = "\"operation\":\"Delete\"";
        for (String wrong : List.of("\"operation\":\"bogusop\"", "\"category\":\"a\\u0000\"")) {
            for (String dry : List.of("", "?dry=true")) {
                String body = rules.formatted("acme", wrong);
                var refused = put("/v1/retention" + dry, body);
                assertThat(refused.status()).as(wrong).isEqualTo(400);
                assertThat(refused.body()).contains("which no event has; there are: ");
            }
        }
        for (String path : List.of("/v1/retention", "/v1/retention?dry=true")) {
            assertThat(put(path, rules.formatted("nowhere", right)).status()).isEqualTo(404);
        }
        assertThat(server.get("/v1/holds?organization=nowhere").status()).isEqualTo(404);
        assertThat(server.get("/v1/retention?organization=indelible").status()).isEqualTo(200);
        assertThat(put("/v1/retention", rules.formatted("acme", right)).status()).isEqualTo(200);
        server.awaitIndex();

        JsonNode told =
                server.get("/v1/events?service=indelible&action=retention.update")
                        .json()
                        .path("events");
        assertThat(told).hasSize(1);
        assertThat(told.path(0).path("detail").toString())
                .isEqualTo(
                        "{\"changes\":[{\"path\":\"/retention\",\"old\":{\"bodyDays\":90,\"rules\":[]},\"new\":{\"bodyDays\":30,\"rules\":[{\"operation\":\"Delete\",\"bodyDays\":7}]}}]}");
        var reserved =
                server.post("/v1/events", "{\"action\":\"a\",\"organization\":\"indelible\"}");
        assertThat(reserved.body()).contains("reserved");
        assertThat(server.post("/v1/organizations", "{\"id\":\"indelible\"}").status())
                .isEqualTo(400);
    }

    private String key(String organization, String role) throws Exception {
        return server.post(
                        "/v1/keys",
                        "{\"organization\":\"%s\",\"name\":\"hank\",\"roles\":[\"%s\"]}"
                                .formatted(organization, role))
                .json()
                .path("secret")
                .stringValue();
    }

    private TestServer.Answer put(String path, String body) throws Exception {
        return server.send(
                server.request(path, TestServer.KEY)
                        .PUT(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    private static String keyId(String secret) {
        return secret.split("_", -1)[1];
    }
}
