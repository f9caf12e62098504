package dev.indelible.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a proxy in front could read otherwise than this server is refused, byte by byte.
@NullUnmarked // JUnit fills what each test begins with
class AmbiguityTest {
    private static final String KEY = "Authorization: Bearer " + TestServer.KEY + "\r\n";

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

    @Test
    void aPathHasOneSpelling() throws Exception {
        for (String path :
                List.of(
                        "//v1/events",
                        "/v1//events",
                        "/./v1/events",
                        "/v1/./events",
                        "/v1/x/../events",
                        "/v1/events;a=b",
                        "/v1;a=b/events",
                        "/v1/events;",
                        "/v1/x/%2e%2e/events",
                        "/v1/%2E/events",
                        "/%2e%2e/v1/events",
                        "/v1/event%73",
                        "/v1%2fevents",
                        "/v1%5cevents",
                        "/v1/events%3Ba=b",
                        "/v1/events%00",
                        "/v1/events%09",
                        "/v1/events%7f",
                        "/v1/events%2",
                        "/v1/events%zz",
                        "/v1/events%25",
                        "/v1/events\\",
                        "/v1/events#x",
                        "/v1/events/",
                        "v1/events",
                        "*")) {
            String answer = post(path, KEY);

            assertThat(answer).as(path).matches("(?s)HTTP/1\\.1 40[04] .*");
            assertThat(answer).as(path).contains("application/problem+json", "\"detail\":\"");
        }
        assertThat(post("/v1/events", KEY)).startsWith("HTTP/1.1 200 ");
        server.awaitIndex();
        assertThat(server.get("/v1/events?action=thing.ask").json().path("events")).hasSize(1);
    }

    @Test
    void addressAndBodyNameOneOrganization() throws Exception {
        for (String id : List.of("acme", "globex")) {
            server.post("/v1/organizations", "{\"id\":\"%s\"}".formatted(id));
        }
        for (String what : List.of("folders", "projects")) {
            String path = "/v1/" + what + "?organization=";
            String body = "{\"organization\":\"acme\",\"id\":\"eu-%s\"}".formatted(what);

            TestServer.Answer refused = server.post(path + "globex", body);

            assertThat(refused.status()).as(refused.body()).isEqualTo(400);
            assertThat(refused.body()).contains("'globex' and the body 'acme'");
            assertThat(server.post(path + "acme", body).status()).isEqualTo(201);
        }
    }

    @Test
    void whoKnowsNobodyIsToldNoMoreByAnotherSpelling() throws Exception {
        assertThat(post("//v1/events", "")).startsWith("HTTP/1.1 400 ");
        assertThat(post("/health/../v1/events", "")).startsWith("HTTP/1.1 400 ");
        assertThat(post("/v1/events", "")).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void whatSaysWhoAsksIsThereOnce() throws Exception {
        String other = "Authorization: Bearer ind_somebody_else\r\n";
        for (String headers :
                List.of(
                        KEY + KEY,
                        KEY + other,
                        other + KEY,
                        KEY + "X-Other: 1\r\nauthorization: Basic YTpi\r\n",
                        KEY + "Origin: http://a\r\nOrigin: http://x\r\n",
                        KEY + "Host: evil.example\r\n",
                        KEY + "Content-Type: application/json\r\nContent-Type: text/plain\r\n",
                        KEY + "Idempotency-Key: a\r\nIdempotency-Key: b\r\n")) {
            assertThat(post("/v1/events", headers)).as(headers).startsWith("HTTP/1.1 400 ");
        }
        assertThat(post("/v1/events", KEY + other))
                .contains("\"code\":\"header-invalid\"", "Authorization is there twice; send one");
    }

    @Test
    void aHeaderHasAName() throws Exception {
        for (String header : List.of(":\r\n", ": x\r\n", ":Content-Length: 5\r\n")) {
            assertThat(post("/v1/events", KEY + header)).as(header).startsWith("HTTP/1.1 400 ");
            assertThat(post("/v1/events", header + KEY))
                    .as(header)
                    .contains("\"code\":\"header-invalid\"", "no name before its colon");
        }
    }

    @Test
    void anAddressThatIsNoneIsToldItsCure() throws Exception {
        for (String query : List.of("q=\"x\"", "q=a|b", "q={x}", "q=<", "q=%zz", "q=%4")) {
            String answer = raw("GET /v1/events?" + query + " HTTP/1.1\r\nHost: x\r\n" + KEY);

            assertThat(answer).as(query).startsWith("HTTP/1.1 400 ");
            assertThat(answer)
                    .as(query)
                    .contains("application/problem+json", "\"code\":\"bad-request\"")
                    .contains("percent signs: a quote as %22, a blank as %20");
        }
        assertThat(raw("GET /v1/events?q=a b HTTP/1.1\r\nHost: x\r\n" + KEY))
                .startsWith("HTTP/1.1 400 ")
                .contains("\"detail\":\"this is not HTTP/1.1", "a blank in an address is %20");
    }

    private String post(String path, String headers) throws IOException {
        String body = "{\"action\":\"thing.ask\"}";
        return raw(
                "POST %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n%s"
                        .formatted(path, body.length(), headers),
                body);
    }

    private String raw(String head) throws IOException {
        return raw(head, "");
    }

    private String raw(String head, String body) throws IOException {
        URI url = URI.create(server.url());
        try (var socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write((head + "\r\n" + body).getBytes(ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
