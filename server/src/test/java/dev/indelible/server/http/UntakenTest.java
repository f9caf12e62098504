package dev.indelible.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.testkit.delivery.TestCertificate;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that take nothing of what is written for them, or little.
@NullUnmarked // each test fills what it needs
class UntakenTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final int BUFFER_BYTES = 4 << 10;
    private static final int TAKEN_BYTES = 64 << 10;
    private static final int ANSWER_BYTES = 16 << 20;
    private static final String GET = "GET /%s HTTP/1.1\r\nHost: x\r\n\r\n";

    @TempDir Path folder;
    private WebServer web;
    private CompletableFuture<Boolean> ended;

    @AfterEach
    void close() {
        web.stop();
    }

    private void start(AllAsHttp1.Patience patience) {
        start(WebServer.builder(), patience);
    }

    private void start(WebServerConfig.Builder config, AllAsHttp1.Patience patience) {
        Http1Config http1 = Http1Config.create();
        ended = new CompletableFuture<>();
        web =
                config.host("127.0.0.1")
                        .port(0)
                        .shutdownHook(false)
                        .idleConnectionPeriod(Duration.ofMillis(20))
                        .connectionOptions(socket -> socket.socketSendBufferSize(BUFFER_BYTES))
                        .addProtocol(http1)
                        .addConnectionSelector(new AllAsHttp1(http1, patience))
                        .routing(routes ->
                                routes.get(
                                                "/whole",
                                                (_, response) ->
                                                        ending(() ->
                                                                response.send(
                                                                        new byte[ANSWER_BYTES])))
                                        .get(
                                                "/parts",
                                                (_, response) ->
                                                        ending(() ->
                                                                parts(response.outputStream())))
                                        .post(
                                                "/",
                                                (request, response) ->
                                                        response.send(
                                                                request.content()
                                                                        .as(String.class))))
                        .build()
                        .start();
    }

    private interface Writing {
        void write() throws IOException;
    }

    /// Tells whether the thread goes on without an interrupt, which would close the next file.
    private void ending(Writing writing) throws IOException {
        try {
            writing.write();
        } finally {
            ended.complete(!Thread.currentThread().isInterrupted());
        }
    }

    private static void parts(OutputStream out) throws IOException {
        byte[] part = new byte[1 << 10];
        for (int i = 0; i < ANSWER_BYTES / part.length; i++) {
            out.write(part);
        }
        out.close();
    }

    /// @param bytes what the other side may send without that anything is taken
    private Socket connected(int bytes) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(bytes);
        socket.setSoTimeout(60_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), web.port()));
        return socket;
    }

    @Test
    void anAnswerOfWhichNothingIsTakenEnds() throws Exception {
        for (String kind : new String[] {"whole", "parts"}) {
            start(new AllAsHttp1.Patience(LONG, LONG, SHORT));
            try (Socket socket = connected(TAKEN_BYTES)) {
                socket.getOutputStream().write(GET.formatted(kind).getBytes(ISO_8859_1));

                assertThat(ended.get(60, TimeUnit.SECONDS)).as(kind).isTrue();
                assertThat(taken(socket.getInputStream())).isLessThan(ANSWER_BYTES);
            }
            web.stop();
        }
    }

    private static int taken(InputStream in) throws IOException {
        try {
            return in.readAllBytes().length;
        } catch (SocketException e) {
            return 0; // Reset.
        }
    }

    /// However long all of it takes, also where it is written at once.
    @Test
    void anAnswerThatIsTakenSlowlyGoesOn() throws Exception {
        start(new AllAsHttp1.Patience(LONG, LONG, Duration.ofSeconds(3)));
        for (String kind : new String[] {"whole", "parts"}) {
            try (Socket socket = connected(TAKEN_BYTES)) {
                socket.getOutputStream().write(GET.formatted(kind).getBytes(ISO_8859_1));
                InputStream in = socket.getInputStream();
                long beganNanos = System.nanoTime();
                var pace = new CountDownLatch(1);
                long bytes = 0;
                while (System.nanoTime() - beganNanos < Duration.ofSeconds(7).toNanos()) {
                    bytes += in.readNBytes(BUFFER_BYTES).length;
                    assertThat(pace.await(20, TimeUnit.MILLISECONDS)).isFalse();
                }
                while (bytes < ANSWER_BYTES) {
                    int count = in.readNBytes(1 << 10).length;
                    assertThat(count).as("after " + bytes).isPositive();
                    bytes += count;
                }
            }
        }
    }

    /// Each asks for an answer by which the other side changes its key, too (RFC 8446, section
    /// 4.6.3); the one who waits until it is taken holds what closing the connection needs.
    @Test
    void whoChangesKeysAndTakesNoAnswerToThatIsCutOff() throws Exception {
        TestCertificate certificate = TestCertificate.valid(folder);
        start(
                WebServer.builder()
                        .tls(Tls.builder().sslContext(certificate.serverContext()).build()),
                new AllAsHttp1.Patience(SHORT, LONG, LONG));
        // Closing what is above it would wait for what is tested.
        try (Socket plain = connected(BUFFER_BYTES)) {
            var socket =
                    (SSLSocket)
                            TrustingAll.context()
                                    .getSocketFactory()
                                    .createSocket(plain, "127.0.0.1", web.port(), false);
            socket.setEnabledProtocols(new String[] {"TLSv1.3"});
            socket.startHandshake();
            socket.getOutputStream()
                    .write(
                            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab"
                                    .getBytes(ISO_8859_1));

            var cutOff = new CompletableFuture<Exception>();
            Thread.startVirtualThread(() -> changeKeys(socket, cutOff));

            assertThat(cutOff.get(60, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        }
    }

    private static void changeKeys(SSLSocket socket, CompletableFuture<Exception> cutOff) {
        try {
            while (true) {
                socket.startHandshake();
            }
        } catch (IOException | RuntimeException e) {
            cutOff.complete(e);
        }
    }
}
