package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an administrator of the organization closed, and one of a folder in it tries to open.
class ClosedFromAboveTest {
    private static final String EU = "/v1/folders/eu?organization=acme";
    private static final String SHOP = "/v1/projects/shop?organization=acme";

    @TempDir Path folder;

    @Test
    void staysClosedForThoseBelowAlsoAfterARestart() throws Exception {
        String lower;
        String upper;
        try (var server = new TestServer(folder, Map.of())) {
            server.post("/v1/organizations", "{\"id\":\"acme\"}");
            server.post("/v1/folders", "{\"organization\":\"acme\",\"id\":\"eu\"}");
            server.post("/v1/folders", "{\"organization\":\"acme\",\"id\":\"us\"}");
            server.post(
                    "/v1/projects",
                    "{\"organization\":\"acme\",\"id\":\"shop\",\"folder\":\"eu\"}");
            lower = key(server, ",\"folder\":\"eu\"");
            upper = key(server, "");
            grantUs(server, lower);

            assertThat(patch(server, lower, EU, "{\"closed\":true}")).isEqualTo(200);
            assertThat(mayOpen(server, lower, "folders")).isEqualTo("true");
            assertThat(patch(server, lower, EU, "{\"closed\":false}")).isEqualTo(200);
            assertThat(mayOpen(server, lower, "folders")).isEmpty();
            assertThat(patch(server, upper, EU, "{\"closed\":true}")).isEqualTo(200);
        }
        try (var server = new TestServer(folder, Map.of())) {
            assertThat(mayOpen(server, lower, "folders")).isEqualTo("false");
            assertThat(mayOpen(server, upper, "folders")).isEqualTo("true");
            assertThat(patch(server, lower, EU, "{\"closed\":false}")).isEqualTo(403);
            assertThat(patch(server, lower, SHOP, "{\"folder\":\"us\"}")).isEqualTo(403);
            // As the portal renames: with what it shows beside the name.
            assertThat(patch(server, lower, EU, "{\"name\":\"Europe\",\"closed\":true}"))
                    .isEqualTo(200);
            assertThat(patch(server, lower, EU, "{\"closed\":false}")).isEqualTo(403);
            assertThat(sends(server, lower)).isEqualTo(409);

            assertThat(patch(server, upper, EU, "{\"closed\":false}")).isEqualTo(200);
            assertThat(patch(server, lower, SHOP, "{\"folder\":\"us\"}")).isEqualTo(200);
            assertThat(sends(server, lower)).isEqualTo(200);
            server.awaitRecorded();
            assertThat(
                            server.get(
                                            "/v1/events?organization=acme&action=request.refuse&service=indelible")
                                    .body())
                    .contains("it was closed from organization 'acme'");
        }
    }

    /// Who closes an organization is above it, and so is who may open it; a project is like a
    /// folder.
    @Test
    void listsTellWhoMayOpenWhatIsClosed() throws Exception {
        try (var server = new TestServer(folder, Map.of())) {
            server.post("/v1/organizations", "{\"id\":\"acme\"}");
            server.post("/v1/projects", "{\"organization\":\"acme\",\"id\":\"shop\"}");
            String own = key(server, ",\"project\":\"shop\"");
            String upper = key(server, "");

            assertThat(patch(server, upper, SHOP, "{\"closed\":true}")).isEqualTo(200);
            assertThat(mayOpen(server, own, "projects")).isEqualTo("false");
            assertThat(mayOpen(server, upper, "projects")).isEqualTo("true");
            assertThat(mayOpen(server, upper, "organizations")).isEmpty();
            assertThat(patch(server, TestServer.KEY, "/v1/organizations/acme", "{\"closed\":true}"))
                    .isEqualTo(200);
            assertThat(mayOpen(server, upper, "organizations")).isEqualTo("false");
            assertThat(mayOpen(server, TestServer.KEY, "organizations")).isEqualTo("true");
            // What the log tells of a change is not about who looks.
            server.awaitRecorded();
            assertThat(server.get("/v1/events?organization=acme&service=indelible").body())
                    .contains("\"/closed\"")
                    .doesNotContain("mayOpen");
        }
    }

    /// Whoever lost the answer to an event sends it again, however long that takes.
    @Test
    void anEventThatWasTakenBeforeIsToldSoWhenItIsSentAgain() throws Exception {
        try (var server = new TestServer(folder, Map.of())) {
            server.post("/v1/organizations", "{\"id\":\"acme\"}");
            server.post("/v1/projects", "{\"organization\":\"acme\",\"id\":\"shop\"}");
            String own = key(server, ",\"project\":\"shop\"");
            String event = "{\"id\":\"0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e6%d\",\"action\":\"%s\"}";
            String first = event.formatted(0, "a.b");
            assertThat(server.post("/v1/events", first, own).status()).isEqualTo(200);

            for (String closed : List.of(SHOP, "/v1/organizations/acme")) {
                assertThat(patch(server, TestServer.KEY, closed, "{\"closed\":true}"))
                        .isEqualTo(200);
                var again = server.post("/v1/events", first, own);
                assertThat(again.status()).as(again.body()).isEqualTo(200);
                assertThat(again.json().path("duplicates").asInt()).isEqualTo(1);
                assertThat(server.post("/v1/events", event.formatted(0, "other"), own).body())
                        .contains("event-conflict");
                var unknown = server.post("/v1/events", event.formatted(1, "a.b"), own);
                assertThat(unknown.status()).isEqualTo(409);
                assertThat(unknown.body()).contains("closed and takes nothing new");
            }
        }
    }

    /// What a list tells a caller of its closed ones.
    private static String mayOpen(TestServer server, String key, String kind) throws Exception {
        String path = "/v1/" + kind + (kind.equals("organizations") ? "" : "?organization=acme");
        var answer = server.get(path, key);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        var told = new StringBuilder();
        for (var one : answer.json().path(kind)) {
            told.append(one.path("mayOpen").asString(""));
        }
        return told.toString();
    }

    private static void grantUs(TestServer server, String secret) throws Exception {
        String id = secret.split("_", -1)[1];
        String body =
                "{\"subject\":{\"kind\":\"key\",\"id\":\"%s\"},\"role\":\"administrator\",\"organization\":\"acme\",\"folder\":\"us\"}"
                        .formatted(id);
        assertThat(server.post("/v1/grants", body).status()).isEqualTo(201);
    }

    private static String key(TestServer server, String level) throws Exception {
        return server.post(
                        "/v1/keys",
                        "{\"organization\":\"acme\"%s,\"name\":\"x\",\"roles\":[\"administrator\"]}"
                                .formatted(level))
                .json()
                .path("secret")
                .stringValue();
    }

    private static int patch(TestServer server, String key, String path, String body)
            throws Exception {
        return server.send(
                        server.request(path, key)
                                .method("PATCH", BodyPublishers.ofString(body))
                                .build())
                .status();
    }

    private static int sends(TestServer server, String key) throws Exception {
        String event = "{\"action\":\"a.b\",\"folder\":\"eu\"}";
        return server.send(
                        server.request("/v1/events", key)
                                .POST(BodyPublishers.ofString(event))
                                .build())
                .status();
    }
}
