package dev.indelible.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// The web server counts by the clock of the day, which somebody sets an hour forth or back.
@NullUnmarked // nothing of the connection is asked for
class ClockStepTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void neitherCutsConnectionsNorKeepsThem() {
        var patience = new AllAsHttp1.Patience(HOUR, HOUR, HOUR);
        for (Duration idle : new Duration[] {HOUR, HOUR.negated()}) {
            var connection =
                    new PatientConnection(
                            new Stepped(idle), new StrictConnection(new Unused()), patience);

            assertThat(connection.idleTime()).isBetween(Duration.ZERO, Duration.ofMinutes(5));
        }
    }

    /// One between two requests, which the clock says to be idle for so long.
    private record Stepped(Duration idleTime) implements ServerConnection, InterruptableTask<Void> {
        @Override
        public boolean canInterrupt() {
            return true;
        }

        @Override
        public void handle(Limit limit) {}

        @Override
        public void close(boolean interrupt) {}
    }

    private static final class Unused implements ConnectionContext {
        @Override
        public DataReader dataReader() {
            return DataReader.create(() -> null);
        }

        @Override
        public DataWriter dataWriter() {
            return new DataWriter() {
                @Override
                public void write(BufferData... buffers) {}

                @Override
                public void write(BufferData buffer) {}

                @Override
                public void writeNow(BufferData... buffers) {}

                @Override
                public void writeNow(BufferData buffer) {}
            };
        }

        @Override
        public ListenerContext listenerContext() {
            return null;
        }

        @Override
        public ExecutorService executor() {
            return null;
        }

        @Override
        public Router router() {
            return null;
        }

        @Override
        public Optional<ProxyProtocolData> proxyProtocolData() {
            return Optional.empty();
        }

        @Override
        public HelidonSocket serverSocket() {
            return null;
        }

        @Override
        public PeerInfo remotePeer() {
            return null;
        }

        @Override
        public PeerInfo localPeer() {
            return null;
        }

        @Override
        public boolean isSecure() {
            return false;
        }

        @Override
        public String socketId() {
            return "";
        }

        @Override
        public String childSocketId() {
            return "";
        }
    }
}
