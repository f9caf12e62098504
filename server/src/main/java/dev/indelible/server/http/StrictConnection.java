package dev.indelible.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import java.io.StreamCorruptedException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A connection of which each chunk of a body ends with a line's end. The web server passes over
/// two bytes there, whatever they are; a proxy that looks for the line's end would take another
/// request out of the same bytes. And it knows since when it waits for the other side.
final class StrictConnection implements ConnectionContext {
    private final ConnectionContext connection;
    private final DataReader reader;
    private final DataWriter writer;
    private final SocketWait reading = new SocketWait();
    private final SocketWait writing = new SocketWait();
    private final Stage stage = new Stage();

    StrictConnection(ConnectionContext connection) {
        this.connection = connection;
        this.reader = new LineEnds(this::next);
        this.writer = new BoundedWriter(connection.dataWriter(), writing);
    }

    /// What comes next; nothing at the end.
    private byte @Nullable [] next() {
        stage.waits();
        try {
            reading.begin();
            // The web server looked no further than this; what comes after is not copied.
            DataReader begun = connection.dataReader();
            int available = begun.available();
            return available > 0 ? begun.readBytes(available) : connection.serverSocket().get();
        } catch (UncheckedIOException e) {
            throw new ServerConnectionException("nothing more comes from the socket", e);
        } finally {
            reading.end();
        }
    }

    /// For how long more of a request has been waited for; nothing where it is not.
    Duration waiting() {
        return reading.lasting();
    }

    /// For how long the other side has taken nothing of what is written; nothing where it is not.
    Duration untaken() {
        return writing.lasting();
    }

    /// How far it is with its requests.
    Stage stage() {
        return stage;
    }

    /// Closes the socket, which over TLS waits until the other side takes the goodbye: as bounded
    /// as an answer. Where it was cut off there is none.
    void end() {
        try {
            writing.finish();
            connection.serverSocket().close();
        } catch (RuntimeException _) {
            // Closed all the same, and why it ends is told by what came before.
        } finally {
            writing.end();
        }
    }

    /// Ends it at once, for whoever waits for it.
    void cut() {
        reading.cut();
        writing.cut();
    }

    /// What is passed over right behind a buffer is the end of a chunk.
    private static final class LineEnds extends DataReader {
        private static final int BYTES = 2;

        private boolean isReading;
        private boolean isBehindBuffer;

        @SuppressWarnings("removal") // There is no other way between the socket and its reader.
        LineEnds(Supplier<byte @Nullable []> socket) {
            super(socket);
        }

        @Override
        public BufferData readBuffer(int length) {
            isReading = true;
            try {
                return super.readBuffer(length);
            } finally {
                isReading = false;
                isBehindBuffer = true;
            }
        }

        @Override
        public void skip(int length) {
            if (isReading || !isBehindBuffer || length != BYTES) {
                super.skip(length);
                return;
            }
            isBehindBuffer = false;
            if (read() != '\r' || read() != '\n') {
                throw new UncheckedIOException(
                        new StreamCorruptedException("a chunk does not end where it says"));
            }
        }
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public ListenerContext listenerContext() {
        return connection.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return connection.executor();
    }

    @Override
    public DataWriter dataWriter() {
        return writer;
    }

    @Override
    public Router router() {
        return connection.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return connection.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
        return connection.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return connection.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return connection.localPeer();
    }

    @Override
    public boolean isSecure() {
        return connection.isSecure();
    }

    @Override
    public String socketId() {
        return connection.socketId();
    }

    @Override
    public String childSocketId() {
        return connection.childSocketId();
    }
}
