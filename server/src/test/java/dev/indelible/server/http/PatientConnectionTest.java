package dev.indelible.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Against a web server, byte by byte.
@NullUnmarked // each test fills what it needs
class PatientConnectionTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String HEAD = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n";

    private WebServer web;

    @AfterEach
    void close() {
        web.stop();
    }

    @Test
    void aRequestThatStaysAwayHalfwayEndsItsConnection() throws Exception {
        start(new AllAsHttp1.Patience(SHORT, LONG, LONG));

        for (String half : new String[] {HEAD, HEAD + "\r\n", HEAD + "\r\nab"}) {
            try (Socket socket = connected()) {
                send(socket, half);

                assertThat(socket.getInputStream().read()).as(half).isEqualTo(-1);
            }
        }
    }

    @Test
    void soDoesHalfAChunk() throws Exception {
        start(new AllAsHttp1.Patience(SHORT, LONG, LONG));

        try (Socket socket = connected()) {
            send(
                    socket,
                    "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nab");

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aHeadThatComesByteByByteEndsAfterItsWholeTime() throws Exception {
        start(new AllAsHttp1.Patience(LONG, SHORT, LONG));

        try (Socket socket = connected()) {
            send(socket, HEAD);
            socket.setSoTimeout(20);
            boolean isOpen = true;
            while (isOpen) {
                isOpen = isStillOpenAfterAnotherByte(socket);
            }
        }
    }

    private static boolean isStillOpenAfterAnotherByte(Socket socket) {
        try {
            send(socket, "x");
            return socket.getInputStream().read() >= 0;
        } catch (java.net.SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false; // Cut off while it was written to.
        }
    }

    @Test
    void betweenTwoRequestsAConnectionMayRest() throws Exception {
        start(new AllAsHttp1.Patience(SHORT, SHORT, LONG));

        try (Socket resting = connected();
                Socket halfway = connected()) {
            send(resting, HEAD + "\r\nabcd");
            assertThat(answer(resting)).endsWith("abcd");
            send(halfway, HEAD);
            assertThat(halfway.getInputStream().read()).isEqualTo(-1);

            send(resting, HEAD + "\r\nefgh");

            assertThat(answer(resting)).endsWith("efgh");
        }
    }

    private void start(AllAsHttp1.Patience patience) {
        Http1Config http1 = Http1Config.create();
        web =
                WebServer.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .shutdownHook(false)
                        .idleConnectionPeriod(Duration.ofMillis(20))
                        .addProtocol(http1)
                        .addConnectionSelector(new AllAsHttp1(http1, patience))
                        .routing(routes ->
                                routes.post(
                                        "/echo",
                                        (request, response) ->
                                                response.send(request.content().as(String.class))))
                        .build()
                        .start();
    }

    private Socket connected() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), web.port());
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    /// One whose body has four bytes.
    private static String answer(Socket socket) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0
                || !text.substring(text.indexOf("\r\n\r\n") + 4).matches(".{4}")) {
            int next = socket.getInputStream().read();
            assertThat(next).as(text.toString()).isNotNegative();
            text.append((char) next);
        }
        return text.toString();
    }
}
