package dev.indelible.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests as no client library sends them, byte by byte.
@NullUnmarked // JUnit fills what each test begins with
class HostileRequestsTest {
    private static final String SMUGGLED =
            "POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                    + TestServer.KEY
                    + "\r\nContent-Length: 21\r\n\r\n{\"action\":\"smuggled\"}";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");

    @TempDir Path folder;
    private TestServer server;

    @BeforeEach
    void open() throws Exception {
        server = new TestServer(folder.resolve("data"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void requestInsideABodyIsNeverARequest() throws Exception {
        String body = "0\r\n\r\n" + SMUGGLED;
        List<String> framings =
                List.of(
                        "Content-Length: %d\r\nTransfer-Encoding: chunked",
                        "Transfer-Encoding: chunked\r\nContent-Length: %d",
                        "Content-Length: 5\r\nContent-Length: %d",
                        "Content-Length: %d\r\nContent-Length: 5",
                        "Content-Length: 5, %d",
                        "Content-Length: %d\r\nTransfer-Encoding: identity, chunked",
                        "Content-Length: %d\r\nTransfer-Encoding : chunked",
                        "Content-Length: %d\r\nTransfer-Encoding: xchunked",
                        "Content-Length: +5",
                        "Content-Length: 0x5",
                        "Content-Length: -1");
        for (String framing : framings) {
            String answers =
                    raw(
                            "POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n%s\r\n\r\n%s"
                                    .formatted(
                                            TestServer.KEY,
                                            framing.formatted(body.length()),
                                            body));

            assertThat(STATUS.matcher(answers).results())
                    .as("%s: %s", framing, answers)
                    .hasSizeLessThanOrEqualTo(1);
        }
        server.awaitIndex();

        assertThat(server.get("/v1/events?action=smuggled").json().path("events")).isEmpty();
    }

    @Test
    void requestLinesThatAreNoneAreTheFaultOfWhoSentThem() throws Exception {
        for (String line :
                List.of(
                        "GET\t/ HTTP/1.1",
                        "GET\t/\tHTTP/1.1",
                        "G\u00cbT / HTTP/1.1",
                        "G(T / HTTP/1.1",
                        "GET / HTTP/2.0")) {
            String answer = raw(line + "\r\nHost: x\r\n\r\n");

            assertThat(answer).as(line).startsWith("HTTP/1.1 400 ").contains("bad-request");
        }
    }

    @Test
    void whoSpeaksAnOlderHttpIsToldSo() throws Exception {
        assertThat(raw("GET /health/live HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 505 ")
                .contains("HTTP 1.1")
                .contains("frame-ancestors 'none'");
    }

    /// Whatever is refused before its body was read.
    @Test
    void bodyOfARefusedRequestIsNeverARequest() throws Exception {
        String key = "\r\nAuthorization: Bearer " + TestServer.KEY;
        List<String> refused =
                List.of(
                        "POST /v1/events HTTP/1.1\r\nHost: x",
                        "POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ind_x",
                        "POST /v1/session HTTP/1.1\r\nHost: x\r\nOrigin: https://evil.example",
                        "POST /nothing HTTP/1.1\r\nHost: x" + key,
                        "OPTIONS /v1/events HTTP/1.1\r\nHost: x",
                        "DELETE /v1/events HTTP/1.1\r\nHost: x" + key,
                        "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Encoding: br" + key,
                        "POST /v1/events HTTP/1.1\r\nHost: x\r\nExpect: 100-continue");
        for (String request : refused) {
            String answers =
                    raw(
                            "%s\r\nContent-Length: %d\r\n\r\n%s"
                                    .formatted(request, SMUGGLED.length(), SMUGGLED));

            assertThat(STATUS.matcher(answers).results()).as("%s: %s", request, answers).hasSize(1);
            assertThat(answers).contains("frame-ancestors 'none'");
        }
        server.awaitIndex();

        assertThat(server.get("/v1/events?action=smuggled").json().path("events")).isEmpty();
    }

    @Test
    void bodyOfARefusedRequestThatNeverComesHoldsNoConnection() throws Exception {
        URI url = URI.create(server.url());
        String stalled =
                "POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ind_x\r\nContent-Length: 100\r\n\r\n{";
        try (var socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(stalled.getBytes(ISO_8859_1));
            String answer = firstLine(socket);
            long answered = System.nanoTime();
            boolean ended = isEnded(socket);

            assertThat(answer).startsWith("HTTP/1.1 401 ");
            assertThat(ended).isTrue();
            // A stalled read of a request that is awaited ends after 20 s.
            assertThat(System.nanoTime() - answered).isLessThan(10_000_000_000L);
        }
        assertThat(server.get("/health/live").status()).isEqualTo(200);
    }

    @Test
    void whoDeclaresMuchAndSendsLittleLeavesRoomToOthers() throws Exception {
        String slow = writer("slow");
        String other = writer("other");
        URI url = URI.create(server.url());
        var sockets = new ArrayList<Socket>();
        try {
            // Whatever the heap is, so much is more than all bodies may hold.
            for (long left = Runtime.getRuntime().maxMemory() / 4, length = 32 << 20; left > 0; ) {
                sockets.add(stalled(url, slow, length));
                left -= length;
                length = Math.max(1 << 20, length / 2);
            }
            String event = "{\"action\":\"a.b\"}";
            // Who comes first is not known, so what is left is taken in small pieces.
            while (server.post("/v1/events", event, slow).status() != 429) {
                assertThat(sockets).as("its own room is used up").hasSizeLessThan(2_000);
                sockets.add(stalled(url, slow, 20_000));
                sockets.add(stalled(url, slow, 100));
            }

            assertThat(server.post("/v1/events", event, other).status()).isEqualTo(200);
            assertThat(server.post("/v1/organizations", "{\"id\":\"new\"}").status())
                    .isEqualTo(201);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private String writer(String organization) throws Exception {
        server.post("/v1/organizations", "{\"id\":\"%s\"}".formatted(organization));
        return server.post(
                        "/v1/keys",
                        "{\"organization\":\"%s\",\"name\":\"w\",\"roles\":[\"writer\"]}"
                                .formatted(organization))
                .json()
                .path("secret")
                .stringValue();
    }

    private static Socket stalled(URI url, String key, long length) throws IOException {
        var socket = new Socket(url.getHost(), url.getPort());
        String begun =
                "POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n["
                        .formatted(key, length);
        socket.getOutputStream().write(begun.getBytes(ISO_8859_1));
        return socket;
    }

    private static String firstLine(Socket socket) throws IOException {
        var line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\n';
                c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    private static boolean isEnded(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketException e) {
            return true; // Reset, because of what it sent and nobody read.
        }
    }

    @Test
    void chunkWithoutALengthIsToldSo() throws Exception {
        String answers =
                raw(
                        "POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n"
                                .formatted(TestServer.KEY));

        assertThat(answers).startsWith("HTTP/1.1 400 ").contains("body-broken");
    }

    /// Whose end a proxy may see elsewhere: what follows is no request, or somebody else's.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "14\n{}\r\n0\r\n\r\n",
                "2\n{}\r\n0\r\n\r\n",
                "2\r\n{}XX0\r\n\r\n",
                "2\r\n{}\n\n0\r\n\r\n",
                "2\r\n{}\n0\r\n\r\n",
                "2;x=y\r\n{}\r\n0\r\n\r\n",
                "3\r\n{}\r\n0\r\n\r\n",
                "2\r\n{}\r\n0\r\nX: y\r\n\r\n"
            })
    void nothingIsTakenForARequestBehindABrokenBody(String body) throws Exception {
        String answers =
                raw(
                        "POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nTransfer-Encoding: chunked\r\n\r\n%sGET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
                                .formatted(TestServer.KEY, body));

        assertThat(STATUS.matcher(answers).results()).as(answers).hasSize(1);
        assertThat(answers).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void chunksOfAnyLengthAreTaken() throws Exception {
        String event = "{\"action\":\"a.b\"}";
        for (int length : new int[] {1, 2, 3, 7, event.length()}) {
            var chunks = new StringBuilder();
            for (int at = 0; at < event.length(); at += length) {
                String chunk = event.substring(at, Math.min(event.length(), at + length));
                chunks.append("%x\r\n%s\r\n".formatted(chunk.length(), chunk));
            }
            String sent =
                    "POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nTransfer-Encoding: chunked\r\n\r\n%s0\r\n\r\n"
                            .formatted(TestServer.KEY, chunks);

            assertThat(STATUS.matcher(raw(sent.repeat(2))).results().map(one -> one.group(1)))
                    .as("chunks of %d", length)
                    .containsExactly("200", "200");
        }
    }

    @Test
    void whoeverSaysThatItIsTheLastRequestIsNotAwaited() throws Exception {
        String twice =
                "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".repeat(2);

        assertThat(STATUS.matcher(raw(twice)).results()).hasSize(1);
    }

    @Test
    void noPathLeadsOutOfOurOwnFiles() throws Exception {
        Files.writeString(folder.resolve("secret.txt"), "out of bounds");
        for (String path :
                List.of(
                        "/docs/../../../../etc/passwd",
                        "/docs/..%2f..%2f..%2fetc%2fpasswd",
                        "/docs/%2e%2e/%2e%2e/logback.xml",
                        "/docs/..%5c..%5clogback.xml",
                        "/docs/..%252flogback.xml",
                        "/docs/openapi.json%00.css",
                        "/logs/../registry.sqlite/checkpoint",
                        "/logs/..%2f..%2fsecret.txt/checkpoint",
                        "/logs/anchor/tile/../../../secret.txt",
                        "/logs/anchor/tile/..%2f..%2fsecret.txt",
                        "//etc/passwd")) {
            String answer =
                    raw(
                            "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer %s\r\n\r\n"
                                    .formatted(path, TestServer.KEY));

            assertThat(answer)
                    .as(path)
                    .matches(Pattern.compile("HTTP/1\\.1 4\\d\\d.*", Pattern.DOTALL))
                    .doesNotContain("root:", "out of bounds", "<configuration>", "SQLite");
        }
    }

    @Test
    void whatIsShownOfARequestSplitsNoHeader() throws Exception {
        for (String path :
                List.of(
                        "/v1/events?order=%0d%0aSet-Cookie:%20indelible_session=evil",
                        "/v1/events?%0d%0aX-Evil:%201=1",
                        "/%0d%0aX-Evil:%201",
                        "/docs/%0d%0aX-Evil:%201")) {
            String answer =
                    raw(
                            "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer %s\r\n\r\n"
                                    .formatted(path, TestServer.KEY));
            String head = answer.substring(0, answer.indexOf("\r\n\r\n"));

            assertThat(head).as(path).startsWith("HTTP/1.1 4");
            assertThat(head.lines()).noneMatch(line -> line.startsWith("X-Evil"));
            assertThat(head.lines()).noneMatch(line -> line.startsWith("Set-Cookie"));
        }
    }

    @Test
    void longHostileTextsAreJudgedInTime() throws Exception {
        String digits = "0".repeat(7000);
        for (String path :
                List.of(
                        "/v1/events/stats?interval=" + digits,
                        "/v1/events?ip=" + "1.".repeat(3000),
                        "/v1/events?from=2026-01-01T00:00:00." + digits,
                        "/v1/events?q=" + "(".repeat(4000),
                        "/v1/events?q=" + "a*".repeat(2000),
                        "/v1/events?text=" + "%22".repeat(2000))) {
            long startNanos = System.nanoTime();
            int status = server.get(path).status();

            assertThat(status).as(path.substring(0, 30)).isIn(200, 400);
            // Far above what any takes, far below what backtracking would.
            assertThat(System.nanoTime() - startNanos).isLessThan(20_000_000_000L);
        }
        for (String secret : List.of("ind_" + "a".repeat(9000), "ind_" + "_".repeat(9000))) {
            assertThat(server.get("/v1/events", secret).status()).isEqualTo(401);
        }
    }

    private String raw(String request) throws IOException {
        URI url = URI.create(server.url());
        try (var socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
