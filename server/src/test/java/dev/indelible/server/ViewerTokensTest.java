package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Viewer tokens over HTTP: what they see, and that nothing else can be had with them.
@NullUnmarked // JUnit fills what each test begins with
class ViewerTokensTest {
    private static final String APP = "https://app.example.com";
    private static final String DONE = "outcome:success";

    @TempDir Path folder;
    private TestServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private String seen;
    private String otherOutcome;
    private String otherProject;
    private String otherOrganization;

    @BeforeEach
    void open() throws Exception {
        server = new TestServer(folder, Map.of("embed-origins", APP));
        seen = send("acme", "shop", "success");
        otherOutcome = send("acme", "shop", "denied");
        otherProject = send("acme", "blog", "success");
        otherOrganization = send("globex", "shop", "success");
        send("acme", "shop", "success");
        server.awaitIndex();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void listsCountsAndValuesAreWithinLevelAndFilter() throws Exception {
        String token = token(TestServer.KEY, DONE);

        assertThat(events("/v1/events", token)).hasSize(2).contains(seen);
        assertThat(events("/v1/events?q=outcome:denied", token)).isEmpty();
        assertThat(events("/v1/events?outcome=denied&outcome=success", token)).hasSize(2);
        assertThat(events("/v1/events?q=action:*%20OR%20outcome:denied", token)).hasSize(2);
        assertThat(events("/v1/events?project=blog", token)).isEmpty();
        assertThat(events("/v1/events?service=indelible", token)).isEmpty();
        assertThat(server.get("/v1/events?organization=globex", token).status()).isEqualTo(403);
        assertThat(server.get("/v1/events/stats", token).json().path("total").asInt()).isEqualTo(2);
        var values = server.get("/v1/events/values?field=outcome", token).json().path("values");
        assertThat(values).hasSize(1);
        assertThat(values.path(0).path("value").stringValue()).isEqualTo("success");
        var projects = server.get("/v1/events/values?field=project", token).json().path("values");
        assertThat(projects).hasSize(1);
    }

    @Test
    void singleEventsAndProofsAreWithinLevelAndFilter() throws Exception {
        String token = token(TestServer.KEY, DONE);

        assertThat(server.get("/v1/events/" + seen, token).status()).isEqualTo(200);
        server.post("/v1/events?organization=acme&wait=published", "{\"action\":\"later\"}");
        assertThat(server.get("/v1/events/" + seen + "/proof", token).status()).isEqualTo(200);
        for (String hidden : List.of(otherOutcome, otherProject, otherOrganization)) {
            assertThat(server.get("/v1/events/" + hidden, token).status()).isEqualTo(404);
            assertThat(server.get("/v1/events/" + hidden + "/proof", token).status())
                    .isEqualTo(404);
        }
    }

    @Test
    void cursorsCannotBeCarriedFromOneTokenToAnother() throws Exception {
        String narrow = token(TestServer.KEY, DONE);
        String wide = token(TestServer.KEY, "");
        String next = server.get("/v1/events?limit=1", wide).json().path("next").stringValue();
        String again = "/v1/events?limit=1&cursor=" + next;

        assertThat(server.get(again, wide).status()).isEqualTo(200);
        assertThat(server.get(again, narrow).status()).isEqualTo(400);
        assertThat(server.get(again).status()).isEqualTo(400);
        assertThat(server.get(again, token(TestServer.KEY, "")).status()).isEqualTo(200);
    }

    @Test
    void nothingElseCanBeAsked() throws Exception {
        String token = token(TestServer.KEY, DONE);

        for (String route : server.routes()) {
            if (!route.startsWith("GET /v1/")
                    || route.matches("GET /v1/events(|/stats|/values|/\\{id}|/\\{id}/proof)")
                    // Whoever comes may sign in, and ask whether that is done.
                    || route.matches("GET /v1/session(|/issuers|/start|/callback)")) {
                continue;
            }
            String path = route.substring(4).replace("{id}", seen).replaceAll("\\{.*?}", "1");
            assertThat(server.get(path, token).status()).as(route).isEqualTo(403);
        }
        assertThat(server.get("/v1/session", token).body()).isEqualTo("{\"signedIn\":false}\n");
        assertThat(
                        server.post("/v1/events?organization=acme", "{\"action\":\"a\"}", token)
                                .status())
                .isEqualTo(403);
        assertThat(server.post("/v1/viewer-tokens", "{\"organization\":\"acme\"}", token).status())
                .isEqualTo(403);
        assertThat(server.get("/metrics", token).status()).isEqualTo(403);
        assertThat(server.get("/logs/acme/checkpoint", token).status()).isEqualTo(403);
    }

    @Test
    void tokenEndsWithItsKeyAndWithTheRightOfItsKey() throws Exception {
        var reader = key("reader");
        String token = token(reader.get("secret"), DONE);
        var writer = key("writer");
        String grant =
                server.post(
                                "/v1/grants",
                                """
                                {"subject":{"kind":"key","id":"%s"},"role":"reader","organization":"acme"}\
                                """
                                        .formatted(writer.get("id")))
                        .json()
                        .path("id")
                        .stringValue();
        String granted = token(writer.get("secret"), DONE);
        assertThat(server.get("/v1/events", token).status()).isEqualTo(200);
        assertThat(server.get("/v1/events", granted).status()).isEqualTo(200);

        delete("/v1/keys/" + reader.get("id"));
        delete("/v1/grants/" + grant);

        assertThat(server.get("/v1/events", token).status()).isEqualTo(401);
        assertThat(server.get("/v1/events", granted).status()).isEqualTo(401);
    }

    @Test
    void tokenEndsWithTheSecretThatMadeIt() throws Exception {
        var reader = key("reader");
        String before = token(reader.get("secret"), DONE);
        String rotate = "/v1/keys/" + reader.get("id") + "/rotate";
        var rotated = server.post(rotate, "{\"overlap\":\"PT1H\"}").json();
        assertThat(server.get("/v1/events", before).status()).isEqualTo(200);
        String during = token(rotated.path("secret").stringValue(), DONE);

        assertThat(server.post(rotate, "{\"overlap\":\"PT0S\"}").status()).isEqualTo(200);

        assertThat(server.get("/v1/events", before).status()).isEqualTo(401);
        assertThat(server.get("/v1/events", during).status()).isEqualTo(401);
    }

    @Test
    void readsAreRecordedWithWhomTheyAreFor() throws Exception {
        String token = token(TestServer.KEY, DONE);
        server.get("/v1/events", token);
        server.get("/v1/events/" + seen, token);
        server.awaitRecorded();

        var actions = new ArrayList<String>();
        for (var read :
                server.get("/v1/events?organization=acme&category=data-access")
                        .json()
                        .path("events")) {
            var subject = read.path("actor").path("onBehalfOf").path(0).path("id");
            if (subject.isString()) {
                assertThat(subject.stringValue()).isEqualTo("customer 7");
                assertThat(read.path("actor").path("id").stringValue()).isEqualTo("bootstrap");
                actions.add(read.path("action").stringValue());
            }
        }
        assertThat(actions).contains("event.search", "event.read");
        assertThat(
                        events(
                                "/v1/events?organization=acme&q=action:viewer-token.create%20service:indelible",
                                TestServer.KEY))
                .hasSize(1);
    }

    @Test
    void tokensForTheSameAreToldOnce() throws Exception {
        for (int i = 0; i < 20; i++) {
            token(TestServer.KEY, DONE);
        }
        token(TestServer.KEY, "outcome:denied");
        server.awaitRecorded();

        var told =
                server.get(
                                "/v1/events?organization=acme&category=data-access&q=action:viewer-token.create%20service:indelible")
                        .json()
                        .path("events");
        // Two, or four where an hour ended meanwhile, of twenty-one.
        assertThat(told.size()).isBetween(2, 4);
        var first = told.path(told.size() - 1);
        assertThat(first.path("targets").path(1).toString())
                .isEqualTo("{\"type\":\"subject\",\"id\":\"customer 7\"}");
        assertThat(first.path("detail").path("request").path("endpoint").stringValue())
                .contains("minutes=", "&q=outcome%3Asuccess");
    }

    @Test
    void onlyPagesOfGivenOriginsMayAskAndNeverWithAKeyOrACookie() throws Exception {
        String token = token(TestServer.KEY, DONE);

        HttpResponse<String> preflight = preflight(APP);
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).contains(APP);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
                .contains("Authorization");
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
        HttpResponse<String> foreign = preflight("https://evil.example.com");
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(foreign.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();

        HttpResponse<String> answer = from(APP, "/v1/events", token);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(APP);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
        assertThat(from("https://evil.example.com", "/v1/events", token).statusCode())
                .isEqualTo(403);
        assertThat(from(APP, "/v1/events", TestServer.KEY).statusCode()).isEqualTo(403);
        assertThat(
                        from(APP, "/v1/keys", TestServer.KEY)
                                .headers()
                                .firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void whatATokenCannotBeMadeForIsSaid() throws Exception {
        for (String body :
                List.of(
                        "{}",
                        "{\"organization\":\"acme\",\"minutes\":0}",
                        "{\"organization\":\"acme\",\"minutes\":61}",
                        "{\"organization\":\"acme\",\"q\":\"actr:x\"}",
                        "{\"organization\":\"acme\",\"q\":\"outcome:fine\"}",
                        "{\"organization\":\"acme\",\"q\":\"" + "a".repeat(1001) + "\"}")) {
            assertThat(server.post("/v1/viewer-tokens", body).status()).as(body).isEqualTo(400);
        }
        assertThat(
                        server.post(
                                        "/v1/viewer-tokens",
                                        "{\"organization\":\"globex\"}",
                                        key("reader").get("secret"))
                                .status())
                .isEqualTo(403);
    }

    private HttpResponse<String> preflight(String origin) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.url() + "/v1/events"))
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", "GET")
                        .header("Access-Control-Request-Headers", "authorization")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> from(String origin, String path, String key) throws Exception {
        return client.send(
                server.request(path, key).header("Origin", origin).GET().build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private List<String> events(String path, String key) throws Exception {
        TestServer.Answer answer = server.get(path, key);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        var ids = new ArrayList<String>();
        answer.json().path("events").forEach(event -> ids.add(event.path("id").stringValue()));
        return ids;
    }

    private String token(String key, String filter) throws Exception {
        TestServer.Answer answer =
                server.post(
                        "/v1/viewer-tokens",
                        """
                        {"organization":"acme","project":"shop","q":"%s","subject":"customer 7"}\
                        """
                                .formatted(filter),
                        key);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("token").stringValue();
    }

    private Map<String, String> key(String role) throws Exception {
        var key =
                server.post(
                                "/v1/keys",
                                """
                                {"organization":"acme","name":"%s","roles":["%s"]}\
                                """
                                        .formatted(role, role))
                        .json();
        return Map.of(
                "id", key.path("id").stringValue(), "secret", key.path("secret").stringValue());
    }

    private void delete(String path) throws Exception {
        assertThat(server.send(server.request(path, TestServer.KEY).DELETE().build()).status())
                .isEqualTo(204);
    }

    private String send(String organization, String project, String outcome) throws Exception {
        return server.post(
                        "/v1/events?results=all",
                        """
                        {"organization":"%s","project":"%s","action":"order.create","outcome":"%s"}\
                        """
                                .formatted(organization, project, outcome))
                .json()
                .path("results")
                .path(0)
                .path("id")
                .stringValue();
    }
}
