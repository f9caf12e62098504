package dev.indelible.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.testkit.delivery.TestCertificate;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.TlsSocket;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The end of a TLS connection to somebody who takes no bytes, so that the goodbye (`close_notify`,
/// RFC 8446, section 6.1) has no room, and who never answers it.
class GoodbyeTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int BUFFER_BYTES = 4 << 10;

    /// For so long a full socket must have taken nothing.
    private static final long FULL_NANOS = Duration.ofMillis(200).toNanos();

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void whoTakesNoGoodbyeKeepsAThreadNoLongerThanAnAnswerThatIsNotTaken(
            String version, @TempDir Path folder) throws Exception {
        TestCertificate certificate = TestCertificate.valid(folder);
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(loopback);
                var client = new Socket()) {
            client.setReceiveBufferSize(BUFFER_BYTES);
            client.connect(server.getLocalAddress());
            SocketChannel accepted = server.accept();
            accepted.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
            TlsSocket greeted = greeted(accepted, certificate.serverContext(), client, version);
            fill(accepted);
            var bytes = new StrictConnection(connectionOver(greeted));
            var patience = new AllAsHttp1.Patience(LONG, LONG, SHORT);
            var connection = new PatientConnection(new Over(), bytes, patience);

            long beganNanos = System.nanoTime();
            FutureTask<Void> ending =
                    started(() -> {
                        connection.handle(FixedLimit.create());
                        return null;
                    });
            // As the web server looks at it.
            while (connection.idleTime().compareTo(LONG) < 0) {
                assertThat(System.nanoTime() - beganNanos).isLessThan(PATIENCE.toNanos());
                Thread.onSpinWait();
            }
            assertThat(System.nanoTime() - beganNanos).isGreaterThan(SHORT.toNanos());
            assertThat(ending.isDone()).as("it waits").isFalse();
            connection.close(true);

            ending.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(accepted.isOpen()).isFalse();
        }
    }

    private static <T> FutureTask<T> started(Callable<T> work) {
        var task = new FutureTask<>(work);
        Thread.startVirtualThread(task);
        return task;
    }

    private static TlsSocket greeted(
            SocketChannel accepted, SSLContext context, Socket client, String version)
            throws Exception {
        var socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(
                                        accepted.socket(),
                                        new ByteArrayInputStream(new byte[0]),
                                        true);
        FutureTask<Void> greeting =
                started(() -> {
                    var other =
                            (SSLSocket)
                                    TrustingAll.context()
                                            .getSocketFactory()
                                            .createSocket(
                                                    client, "127.0.0.1", client.getPort(), false);
                    other.setEnabledProtocols(new String[] {version});
                    other.startHandshake();
                    return null;
                });
        socket.startHandshake();
        greeting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return TlsSocket.server(socket, "server", "connection");
    }

    /// Beneath TLS, until nothing more has room.
    private static void fill(SocketChannel socket) throws IOException {
        socket.configureBlocking(false);
        long takenNanos = System.nanoTime();
        while (System.nanoTime() - takenNanos < FULL_NANOS) {
            if (socket.write(ByteBuffer.allocate(BUFFER_BYTES)) > 0
                    || socket.write(ByteBuffer.allocate(1)) > 0) {
                takenNanos = System.nanoTime();
            }
        }
        socket.configureBlocking(true);
    }

    /// Of which nothing else is asked for.
    private static ConnectionContext connectionOver(HelidonSocket socket) {
        return (ConnectionContext)
                Proxy.newProxyInstance(
                        ConnectionContext.class.getClassLoader(),
                        new Class<?>[] {ConnectionContext.class},
                        (_, method, _) ->
                                switch (method.getName()) {
                                    case "serverSocket" -> socket;
                                    case "dataWriter" -> unused();
                                    default ->
                                            throw new UnsupportedOperationException(
                                                    method.getName());
                                });
    }

    private static DataWriter unused() {
        return (DataWriter)
                Proxy.newProxyInstance(
                        DataWriter.class.getClassLoader(),
                        new Class<?>[] {DataWriter.class},
                        (_, method, _) -> {
                            throw new UnsupportedOperationException(method.getName());
                        });
    }

    /// One of which the last answer was given.
    private static final class Over implements ServerConnection {
        @Override
        public void handle(Limit limit) {}

        @Override
        public Duration idleTime() {
            return Duration.ZERO;
        }

        @Override
        public void close(boolean interrupt) {}
    }
}
