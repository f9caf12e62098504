package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// People who sign in with a key, as a browser does it.
@NullUnmarked // JUnit fills what each test begins with
class SessionTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir Path folder;
    private TestServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void open() throws Exception {
        server = new TestServer(folder);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void cookieStandsForTheKeyUntilSignOut() throws Exception {
        HttpResponse<String> signedIn = signIn(TestServer.KEY);

        assertThat(signedIn.statusCode()).isEqualTo(200);
        String setCookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(setCookie)
                .startsWith("indelible_session=")
                .contains("; HttpOnly")
                .contains("; SameSite=Strict")
                .contains("; Path=/")
                .doesNotContain("Secure");
        JsonNode document = MAPPER.readTree(signedIn.body());
        assertThat(document.path("identity").toString())
                .isEqualTo(server.get("/v1/whoami").json().toString());
        assertThat(document.path("identity").path("roles").path(0).toString())
                .isEqualTo("{\"role\":\"administrator\"}");
        String cookie = setCookie.split(";", 2)[0];
        String csrf = document.path("csrf").stringValue();
        assertThat(send("GET", "/v1/session", cookie, "").body()).isEqualTo(signedIn.body());
        assertThat(send("GET", "/v1/events", cookie, "").statusCode()).isEqualTo(200);

        assertThat(send("DELETE", "/v1/session", cookie, csrf).statusCode()).isEqualTo(204);

        assertThat(send("GET", "/v1/session", cookie, "").body())
                .isEqualTo("{\"signedIn\":false}\n");
        assertThat(send("GET", "/v1/events", cookie, "").statusCode()).isEqualTo(401);
    }

    @Test
    void requestsThatChangeSomethingNeedTheToken() throws Exception {
        HttpResponse<String> signedIn = signIn(TestServer.KEY);
        String cookie = cookie(signedIn);
        String csrf = MAPPER.readTree(signedIn.body()).path("csrf").stringValue();

        assertThat(send("POST", "/v1/events", cookie, "").statusCode()).isEqualTo(403);
        assertThat(send("POST", "/v1/events", cookie, csrf + "x").statusCode()).isEqualTo(403);
        assertThat(send("DELETE", "/v1/session", cookie, "").statusCode()).isEqualTo(403);
        assertThat(send("POST", "/v1/events", cookie, csrf).statusCode()).isEqualTo(200);
    }

    @Test
    void sessionEndsWithItsKey() throws Exception {
        JsonNode key = server.post("/v1/keys", "{\"name\":\"x\",\"roles\":[\"reader\"]}").json();
        String cookie = cookie(signIn(key.path("secret").stringValue()));
        assertThat(send("GET", "/v1/session", cookie, "").statusCode()).isEqualTo(200);

        server.send(
                server.request("/v1/keys/" + key.path("id").stringValue(), TestServer.KEY)
                        .DELETE()
                        .build());

        assertThat(send("GET", "/v1/session", cookie, "").body())
                .isEqualTo("{\"signedIn\":false}\n");
    }

    @Test
    void sessionEndsWithTheSecretItBeganWith() throws Exception {
        JsonNode key = server.post("/v1/keys", "{\"name\":\"x\",\"roles\":[\"reader\"]}").json();
        String cookie = cookie(signIn(key.path("secret").stringValue()));
        String rotate = "/v1/keys/" + key.path("id").stringValue() + "/rotate";

        JsonNode rotated = server.post(rotate, "{\"overlap\":\"PT1H\"}").json();
        assertThat(send("GET", "/v1/events", cookie, "").statusCode()).isEqualTo(200);
        String later = cookie(signIn(rotated.path("secret").stringValue()));
        JsonNode last = server.post(rotate, "{\"overlap\":\"PT0S\"}").json();

        assertThat(send("GET", "/v1/events", cookie, "").statusCode()).isEqualTo(401);
        assertThat(send("GET", "/v1/session", later, "").body())
                .isEqualTo("{\"signedIn\":false}\n");
        String present = cookie(signIn(last.path("secret").stringValue()));
        assertThat(send("GET", "/v1/events", present, "").statusCode()).isEqualTo(200);
    }

    private static String cookie(HttpResponse<String> signedIn) {
        return signedIn.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    @Test
    void failuresAreRefusedNotedAndThenThrottled() throws Exception {
        int refused = 0;
        int status = signIn("wrong").statusCode();
        while (status == 401) {
            refused++;
            status = signIn("wrong").statusCode();
        }

        assertThat(refused).isBetween(20, 25);
        assertThat(status).isEqualTo(429);
        String made =
                server.post("/v1/keys", "{\"name\":\"x\",\"roles\":[\"reader\"]}").status() == 429
                        ? "refused"
                        : "taken";
        assertThat(made).as("a chosen key, right or not, waits too").isEqualTo("refused");
    }

    @Test
    void aMadeKeyPassesWhereOthersAreThrottled() throws Exception {
        String secret =
                server.post("/v1/keys", "{\"name\":\"x\",\"roles\":[\"administrator\"]}")
                        .json()
                        .path("secret")
                        .stringValue();
        while (signIn("wrong").statusCode() == 401) {
            // Until the address has to wait.
        }

        assertThat(signIn(secret).statusCode()).isEqualTo(200);
        server.awaitRecorded();
        JsonNode failed = server.get("/v1/events?category=sign-in&outcome=denied", secret).json();
        // One, or three where an hour ended meanwhile, of twenty that failed.
        assertThat(failed.path("events").size()).isBetween(1, 3);
        assertThat(failed.path("events").path(0).path("client").path("ip").stringValue())
                .isEqualTo("127.0.0.1");
    }

    @Test
    void everyAnswerHasItsSecurityHeaders() throws Exception {
        for (String path :
                new String[] {
                    "/health", "/v1/events", "/docs", "/nothing", "/" + "a".repeat(20_000)
                }) {
            Map<String, List<String>> headers =
                    client.send(
                                    HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .headers()
                            .map();
            assertThat(headers)
                    .as(path)
                    .containsKeys(
                            "x-content-type-options",
                            "x-frame-options",
                            "referrer-policy",
                            "content-security-policy",
                            "cache-control");
        }
    }

    private HttpResponse<String> signIn(String key) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.url() + "/v1/session"))
                        .POST(BodyPublishers.ofString("{\"key\":\"%s\"}".formatted(key)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String method, String path, String cookie, String csrf)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Cookie", cookie)
                        .method(
                                method,
                                method.equals("POST")
                                        ? BodyPublishers.ofString("{\"action\":\"a\"}")
                                        : BodyPublishers.noBody());
        if (!csrf.isEmpty()) {
            request.header("X-Indelible-CSRF", csrf);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
