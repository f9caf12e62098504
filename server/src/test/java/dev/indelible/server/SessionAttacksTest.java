package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a page of somebody else, or whoever can set a cookie, makes of a browser with a session.
@NullUnmarked // JUnit fills what each test begins with
class SessionAttacksTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir Path folder;
    private HostileProvider provider;
    private TestServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void open() throws Exception {
        provider = new HostileProvider();
        server = new TestServer(folder, provider.trusted("staff=administrator@acme"));
        assertThat(server.post("/v1/organizations", "{\"id\":\"acme\"}").status()).isEqualTo(201);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
        provider.close();
    }

    /// Every route that there is, with all that a browser sends along by itself.
    @Test
    void noRouteChangesAnythingForAPageOfSomebodyElse() throws Exception {
        SignedIn person = SignedIn.by(provider, server.url(), client);
        String before = state();
        List<String> changing =
                server.routes().stream()
                        .filter(route -> !route.startsWith("GET "))
                        .filter(route -> !route.equals("POST /v1/session"))
                        .toList();
        assertThat(changing).hasSizeGreaterThan(25);
        var wrong = new ArrayList<String>();
        for (String route : changing) {
            String own = server.url();
            expect(wrong, route, person, "csrf-invalid", Map.of());
            expect(wrong, route, person, "csrf-invalid", Map.of("Origin", own));
            expect(wrong, route, person, "csrf-invalid", Map.of("X-Indelible-CSRF", "x"));
            for (String origin :
                    List.of("https://evil.example", "null", own + ".evil.example", own + "0")) {
                expect(
                        wrong,
                        route,
                        person,
                        "csrf-invalid",
                        Map.of("Origin", origin, "X-Indelible-CSRF", person.csrf()));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(state()).isEqualTo(before);
        expect(wrong, "POST /v1/session", person, "csrf-invalid", Map.of("Origin", "null"));
        // Whoever asks for a page gets no change out of it, whatever else it says.
        expect(
                wrong,
                "GET /v1/keys/{id}",
                person,
                "method-not-allowed",
                Map.of("X-HTTP-Method-Override", "DELETE", "X-Method-Override", "DELETE"));
        assertThat(wrong).isEmpty();
        assertThat(send("GET /v1/whoami", person.cookie(), Map.of()).statusCode()).isEqualTo(200);
    }

    private void expect(
            List<String> wrong,
            String route,
            SignedIn person,
            String code,
            Map<String, String> headers)
            throws Exception {
        HttpResponse<String> answer = send(route, person.cookie(), headers);
        if (answer.statusCode() < 400
                || !MAPPER.readTree(answer.body()).path("code").asString("").equals(code)) {
            wrong.add(route + " " + headers + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    private String state() throws Exception {
        var state = new StringBuilder();
        for (String list :
                List.of(
                        "organizations",
                        "folders",
                        "projects",
                        "keys",
                        "grants",
                        "holds",
                        "retention",
                        "erasures",
                        "integrations")) {
            state.append(server.get("/v1/" + list + "?organization=acme").body());
        }
        return state.toString();
    }

    private HttpResponse<String> send(String route, String cookie, Map<String, String> headers)
            throws Exception {
        String[] parts = route.split(" ", 2);
        String path = parts[1].replaceAll("\\{[^}]*}", "1");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Cookie", cookie)
                        // What a form can send.
                        .header("Content-Type", "text/plain")
                        .method(
                                parts[0],
                                parts[0].equals("GET")
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString("{\"organization\":\"acme\"}"));
        headers.forEach(request::header);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /// A cookie that somebody set before the sign-in is nobody's after it.
    @Test
    void aSessionThatWasThereBeforeASignInIsNotTheOneAfterIt() throws Exception {
        String planted = "A".repeat(43);
        var seen = new HashSet<String>();
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> signedIn =
                    client.send(
                            HttpRequest.newBuilder(URI.create(server.url() + "/v1/session"))
                                    .header("Cookie", "indelible_session=" + planted)
                                    .POST(
                                            BodyPublishers.ofString(
                                                    "{\"key\":\"%s\"}".formatted(TestServer.KEY)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            JsonNode document = MAPPER.readTree(signedIn.body());
            String cookie =
                    signedIn.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
            assertThat(seen.add(cookie)).isTrue();
            assertThat(seen.add(document.path("csrf").stringValue())).isTrue();
            assertThat(cookie).doesNotContain(planted);
        }
        assertThat(send("GET /v1/whoami", "indelible_session=" + planted, Map.of()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void whoSignsOutEverywhereIsNowhereSignedIn() throws Exception {
        SignedIn here = SignedIn.by(provider, server.url(), client);
        SignedIn there = SignedIn.by(provider, server.url(), client);
        String key = "{\"key\":\"%s\"}".formatted(TestServer.KEY);
        HttpResponse<String> other =
                client.send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/v1/session"))
                                .POST(BodyPublishers.ofString(key))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        String another = other.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];

        HttpResponse<String> out =
                send(
                        "DELETE /v1/session?everywhere=true",
                        here.cookie(),
                        Map.of("X-Indelible-CSRF", here.csrf()));

        assertThat(out.statusCode()).as(out.body()).isIn(200, 204);
        assertThat(send("GET /v1/whoami", here.cookie(), Map.of()).statusCode()).isEqualTo(401);
        assertThat(send("GET /v1/whoami", there.cookie(), Map.of()).statusCode()).isEqualTo(401);
        assertThat(send("GET /v1/whoami", another, Map.of()).statusCode())
                .as("somebody else")
                .isEqualTo(200);
        server.awaitRecorded();
        assertThat(
                        server.get("/v1/events?category=sign-in&action=session.delete")
                                .json()
                                .path("events")
                                .toString())
                .contains("signed out everywhere: 2 sessions");
    }
}
