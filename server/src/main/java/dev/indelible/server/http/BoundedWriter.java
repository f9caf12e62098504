package dev.indelible.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;

/// Writes a piece after the other, so that it is known since when nothing was taken, however much
/// is written at once.
final class BoundedWriter implements DataWriter {
    private static final int PIECE_BYTES = 16 << 10;

    private final DataWriter socket;
    private final SocketWait wait;

    BoundedWriter(DataWriter socket, SocketWait wait) {
        this.socket = socket;
        this.wait = wait;
    }

    @Override
    public void write(BufferData... buffers) {
        writeNow(buffers);
    }

    @Override
    public void write(BufferData buffer) {
        writeNow(buffer);
    }

    @Override
    public void writeNow(BufferData... buffers) {
        writeNow(BufferData.create(buffers));
    }

    @Override
    public void writeNow(BufferData buffer) {
        if (buffer.available() <= PIECE_BYTES) {
            piece(buffer);
            return;
        }
        byte[] bytes = new byte[PIECE_BYTES];
        while (!buffer.consumed()) {
            int count = buffer.read(bytes, 0, bytes.length);
            piece(BufferData.create(bytes, 0, count));
        }
    }

    private void piece(BufferData buffer) {
        wait.begin();
        try {
            socket.writeNow(buffer);
        } finally {
            wait.end();
        }
    }

    @Override
    public void flush() {
        socket.flush();
    }

    @Override
    public void close() {
        socket.close();
    }
}
