package dev.indelible.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What is wrong gets its own clear answer, and the server goes on.
@NullUnmarked // JUnit fills what each test begins with
class BadInputTest {
    @TempDir Path folder;
    private TestServer server;

    @BeforeEach
    void open() throws Exception {
        server = new TestServer(folder);
    }

    @AfterEach
    void serverIsUnharmed() throws Exception {
        assertThat(server.post("/v1/events", "{\"action\":\"still.alive\"}").status())
                .isEqualTo(200);
        assertThat(server.get("/health").status()).isEqualTo(200);
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"action\":\"a\" | 400 | malformed-json",
                "nonsense | 400 | malformed-json",
                "{} | 400 | missing-member",
                "{\"action\":5} | 400 | wrong-type",
                "{\"action\":\"\"} | 400 | invalid-value",
                "{\"action\":\"a\",\"actor\":\"jane\"} | 400 | wrong-type",
                "{\"action\":\"a\",\"colour\":1} | 400 | unknown-member",
                "{\"action\":\"a\",\"action\":\"b\"} | 400 | duplicate-member",
                "{\"action\":\"a\",\"time\":\"yesterday\"} | 400 | invalid-value",
                "{\"action\":\"a\",\"time\":\"9999-12-31T23:59:59Z\"} | 400 | invalid-value",
                "{\"action\":\"a\",\"outcome\":\"maybe\"} | 400 | invalid-value",
                "{\"action\":\"a\",\"id\":\"17\"} | 400 | invalid-value",
                "{\"action\":\"\\ud800\"} | 400 | invalid-utf8",
                "{\"action\":\"a\",\"organization\":\"No Such Id!\"} | 400 | parameter-invalid"
            })
    void eventIsRefusedByName(String event, int status, String code) throws Exception {
        TestServer.Answer answer = server.post("/v1/events", event);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().path("code").stringValue()).isEqualTo(code);
        assertThat(answer.json().path("detail").stringValue()).isNotBlank();
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/events?cursor=bm9uc2Vuc2U | 400 | cursor-invalid",
                "/v1/events?q=actor%3A%28 | 400 | query-invalid",
                "/v1/events?limit=0 | 400 | parameter-invalid",
                "/v1/events?limit=1001 | 400 | parameter-invalid",
                "/v1/events?order=best | 400 | parameter-invalid",
                "/v1/events?from=now | 400 | parameter-invalid",
                "/v1/events?ip=10.0.0.0/99 | 400 | parameter-invalid",
                "/v1/events?outcome=fine | 400 | parameter-invalid",
                "/v1/events?q=outcome%3Afine | 400 | query-invalid",
                "/v1/events/stats?channel=web | 400 | parameter-invalid",
                "/v1/events/export?severity=loud | 400 | parameter-invalid",
                "/v1/events/tail?category=sign | 400 | parameter-invalid",
                "/v1/events?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z | 400 | parameter-invalid",
                "/v1/events?actr=jane | 400 | parameter-invalid",
                "/v1/events/17 | 400 | parameter-invalid",
                "/v1/events/0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e60 | 404 | not-found",
                "/v1/events/stats?interval=soon | 400 | parameter-invalid",
                "/v1/events/values?field=target | 400 | parameter-invalid",
                "/v1/events/export?format=xls | 400 | parameter-invalid",
                "/v1/events/export?window=zzzzzz | 400 | parameter-invalid",
                "/v1/events/export?window=3w5e11264sgse | 400 | parameter-invalid",
                "/v1/nothing | 404 | not-found",
                "/v1/events/../../etc/passwd | 400 | path-invalid"
            })
    void questionIsRefusedByName(String path, int status, String code) throws Exception {
        TestServer.Answer answer = server.get(path);

        assertThat(answer.json().path("code").stringValue()).isIn(code, "not-found");
        assertThat(answer.status()).isIn(status, 404);
    }

    @Test
    void cursorOfAnotherQuestionIsRefused() throws Exception {
        server.post("/v1/events", "{\"action\":\"a\"}\n{\"action\":\"b\"}\n");
        server.awaitIndex();
        String next = server.get("/v1/events?limit=1").json().path("next").stringValue();

        assertThat(server.get("/v1/events?limit=1&cursor=" + next).status()).isEqualTo(200);
        for (String other : new String[] {"actor=x&", "order=oldest&", "organization=acme&"}) {
            assertThat(
                            server.get("/v1/events?" + other + "cursor=" + next)
                                    .json()
                                    .path("code")
                                    .stringValue())
                    .isEqualTo("cursor-invalid");
        }
        String forged = next.substring(0, 10) + "AAAA" + next.substring(14);
        assertThat(server.get("/v1/events?cursor=" + forged).status()).isEqualTo(400);
    }

    /// Nothing of the event is in the refusal but one character.
    @Test
    void whatIsNoJsonIsToldWithItsPlace() throws Exception {
        String broken = "{ \"action\" : secret-word }";
        String lines = "{\"action\":\"a\"}\n\n" + broken + "\n{\"action\":\n{\"action\":5}\n";

        assertThat(server.post("/v1/events", broken).json().path("detail").stringValue())
                .isEqualTo("not JSON: byte 14 is 's', which cannot stand there");
        JsonNode results = server.post("/v1/events", lines).json().path("results");
        assertThat(results.valueStream().map(one -> one.at("/problem/detail").asString("")))
                .containsExactly(
                        "",
                        "line 3: not JSON: byte 14 is 's', which cannot stand there",
                        "line 4: not JSON: it ends after byte 10, before it is whole",
                        "line 5: action must be a string");
        assertThat(server.post("/v1/keys", broken).json().path("detail").stringValue())
                .isEqualTo("the body is not JSON: byte 14 is 's', which cannot stand there");
    }

    @Test
    void brokenUtf8IsRefused() throws Exception {
        byte[] body = "{\"action\":\"a\u00ff\"}".getBytes(ISO_8859_1);

        TestServer.Answer answer = server.send(post(body).build());

        assertThat(answer.json().path("code").stringValue()).isEqualTo("invalid-utf8");
    }

    @Test
    void deepNestingIsRefused() throws Exception {
        String deep = "{\"action\":\"a\",\"detail\":{\"original\":" + "[".repeat(1_000_000);

        assertThat(server.post("/v1/events", deep).status()).isEqualTo(413);
        for (String body : new String[] {"[".repeat(1_000_000), "{\"a\":".repeat(100_000)}) {
            JsonNode answer = server.post("/v1/events?format=auto", body).json();
            assertThat(answer.path("accepted").asInt()).isZero();
            assertThat(answer.path("rejected").asInt()).isPositive();
        }
    }

    @Test
    void decompressionIsBounded() throws Exception {
        var bomb = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 200; i++) {
                gzip.write(zeros);
            }
        }

        TestServer.Answer answer =
                server.send(post(bomb.toByteArray()).header("Content-Encoding", "gzip").build());
        TestServer.Answer broken =
                server.send(
                        post("no gzip".getBytes(UTF_8)).header("Content-Encoding", "gzip").build());
        TestServer.Answer unknown =
                server.send(post("x".getBytes(UTF_8)).header("Content-Encoding", "br").build());

        assertThat(answer.json().path("code").stringValue()).isEqualTo("body-too-large");
        assertThat(broken.json().path("code").stringValue()).isEqualTo("body-broken");
        assertThat(unknown.status()).isEqualTo(415);
        assertThat(unknown.body()).contains("identity, gzip, zstd");
    }

    @Test
    void aDamagedMemberIsNotLeftOutInSilence() throws Exception {
        var packed = new ByteArrayOutputStream();
        int second = 0;
        for (String event :
                List.of("{\"action\":\"first.one\"}\n", "{\"action\":\"second.one\"}\n")) {
            second = packed.size();
            try (var gzip = new GZIPOutputStream(packed)) {
                gzip.write(event.getBytes(UTF_8));
            }
        }
        byte[] whole = packed.toByteArray();
        byte[] damaged = whole.clone();
        damaged[second] ^= 1;
        byte[] cutOff = Arrays.copyOf(whole, second + 5);

        assertThat(gzipped(damaged).json().path("code").stringValue()).isEqualTo("body-broken");
        assertThat(gzipped(cutOff).json().path("code").stringValue()).isEqualTo("body-broken");
        assertThat(gzipped(whole).json().path("accepted").asInt()).isEqualTo(2);
    }

    private TestServer.Answer gzipped(byte[] body) throws Exception {
        return server.send(post(body).header("Content-Encoding", "gzip").build());
    }

    @Test
    void largeBodyIsRefusedBeforeItIsRead() throws Exception {
        URI uri = URI.create(server.url());
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            String head =
                    "POST /v1/events HTTP/1.1\r\nHost: %s:%d\r\nAuthorization: Bearer %s\r\n"
                                    .formatted(uri.getHost(), uri.getPort(), TestServer.KEY)
                            + "Content-Length: 2147483648\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(UTF_8));
            socket.setSoTimeout(10_000);

            var answer = new StringBuilder();
            while (!answer.toString().endsWith("}")) {
                answer.append((char) socket.getInputStream().read());
            }

            assertThat(answer.toString()).startsWith("HTTP/1.1 413").contains("body-too-large");
        }
    }

    @Test
    void cutConnectionKeepsNothing() throws Exception {
        URI uri = URI.create(server.url());
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            String head =
                    "POST /v1/events HTTP/1.1\r\nHost: %s:%d\r\nAuthorization: Bearer %s\r\n"
                                    .formatted(uri.getHost(), uri.getPort(), TestServer.KEY)
                            + "Content-Length: 100\r\n\r\n{\"action\":\"a\"}\n{\"action\"";
            socket.getOutputStream().write(head.getBytes(UTF_8));
        }
        assertThat(server.get("/health").json().path("journal").path("events").asLong()).isZero();
    }

    @Test
    void tooLargeEventSinksOnlyItself() throws Exception {
        String large = "{\"action\":\"a\",\"detail\":{\"reason\":\"" + "x".repeat(1 << 20) + "\"}}";

        JsonNode answer =
                server.post("/v1/events", "{\"action\":\"b\"}\n" + large + "\n{\"action\":\"c\"}\n")
                        .json();

        assertThat(answer.path("accepted").asInt()).isEqualTo(2);
        assertThat(answer.path("results").path(1).path("problem").path("code").stringValue())
                .isEqualTo("limit-exceeded");
        assertThat(answer.path("results").path(1).path("problem").path("detail").stringValue())
                .contains("1048576");
    }

    @Test
    void pagesOfOtherOriginsMayNotAsk() throws Exception {
        TestServer.Answer answer =
                server.send(
                        server.request("/v1/events", TestServer.KEY)
                                .header("Origin", "https://evil.example")
                                .GET()
                                .build());

        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void anyBytesGetAnAnswer() throws Exception {
        long seed = Long.getLong("indelible.seed", System.nanoTime());
        System.out.println("seed=" + seed);
        var random = new Random(seed);
        byte[] event =
                "[{\"action\":\"a\",\"actor\":{\"id\":\"u\"},\"detail\":{\"original\":[1,\"é\"]}}]"
                        .getBytes(UTF_8);
        String[] formats = {"native", "auto", "generic", "kubernetes", "cloudtrail", "stackrox"};
        for (int i = 0; i < 600; i++) {
            byte[] body = event.clone();
            int changes = 1 + random.nextInt(4);
            for (int j = 0; j < changes; j++) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            TestServer.Answer answer =
                    server.send(
                            server.request(
                                            "/v1/events?format="
                                                    + formats[random.nextInt(formats.length)],
                                            TestServer.KEY)
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                    .build());
            assertThat(answer.status()).as(answer.body()).isIn(200, 400, 413);
            assertThat(answer.json().has("results") || answer.json().has("code")).isTrue();
        }
    }

    private HttpRequest.Builder post(byte[] body) {
        return server.request("/v1/events", TestServer.KEY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }
}
