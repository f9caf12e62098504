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
import java.io.StreamCorruptedException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/// A connection of which each chunk of a body ends with a line's end. The web server passes over
/// two bytes there, whatever they are; a proxy that looks for the line's end would take another
/// request out of the same bytes.
final class StrictConnection implements ConnectionContext {
    private final ConnectionContext connection;
    private final DataReader reader;

    StrictConnection(ConnectionContext connection) {
        this.connection = connection;
        this.reader = new LineEnds(connection.dataReader());
    }

    /// What is passed over right behind a buffer is the end of a chunk.
    private static final class LineEnds extends DataReader {
        private static final int BYTES = 2;

        private boolean isReading;
        private boolean isBehindBuffer;

        @SuppressWarnings("removal") // There is no other way between the socket and its reader.
        LineEnds(DataReader bytes) {
            super(() -> next(bytes));
        }

        private static byte @Nullable [] next(DataReader bytes) {
            try {
                bytes.ensureAvailable();
                return bytes.readBytes(bytes.available());
            } catch (InsufficientDataAvailableException e) {
                return null;
            }
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
        return connection.dataWriter();
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
