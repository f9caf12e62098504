package dev.indelible.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Locale;

/// One connection to a server on loopback, HTTP/1.1 with keep-alive: so plain that what it costs
/// can be left out of account, and the same for every engine. For one thread.
final class HttpConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 600_000;
    private static final int BUFFER_BYTES = 64 << 10;

    private final SocketChannel channel;
    private final InputStream in;

    HttpConnection(int port) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.socket().setSoTimeout(TIMEOUT_MILLIS);
        in = new BufferedInputStream(channel.socket().getInputStream(), BUFFER_BYTES);
    }

    /// @param body not to be changed
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Answer(int status, byte[] body) {
        String text() {
            return new String(body, UTF_8);
        }
    }

    /// Takes the pieces of a body as they come.
    interface Sink {
        void take(byte[] bytes, int length) throws IOException;
    }

    /// The bytes of a request.
    ///
    /// @param headers each with its line end
    static byte[] request(String method, String path, String headers, byte[] body) {
        byte[] head = head(method, path, headers, body.length);
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    private static byte[] head(String method, String path, String headers, int bodyBytes) {
        return "%s %s HTTP/1.1\r\nHost: localhost\r\n%sContent-Length: %d\r\n\r\n"
                .formatted(method, path, headers, bodyBytes)
                .getBytes(ISO_8859_1);
    }

    Answer send(byte[] request) throws IOException {
        write(ByteBuffer.wrap(request));
        return answer();
    }

    /// Posts a body that lies outside the heap, without copying it.
    ///
    /// @param headers each with its line end
    Answer post(String path, String headers, ByteBuffer body) throws IOException {
        write(ByteBuffer.wrap(head("POST", path, headers, body.remaining())), body);
        return answer();
    }

    private void write(ByteBuffer... buffers) throws IOException {
        while (buffers[buffers.length - 1].hasRemaining()) {
            channel.write(buffers);
        }
    }

    private Answer answer() throws IOException {
        var body = new ByteArrayOutputStream();
        int status = answer((bytes, length) -> body.write(bytes, 0, length));
        return new Answer(status, body.toByteArray());
    }

    /// Hands the answer's body over piece by piece.
    ///
    /// @return the answer's status
    int send(byte[] request, Sink sink) throws IOException {
        write(ByteBuffer.wrap(request));
        return answer(sink);
    }

    private int answer(Sink sink) throws IOException {
        int status = Integer.parseInt(line().substring(9, 12));
        long length = -1;
        boolean chunked = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Long.parseLong(header.substring(15).strip());
            } else if (header.startsWith("transfer-encoding:")) {
                chunked = header.endsWith("chunked");
            }
        }
        if (chunked) {
            chunks(sink);
        } else if (length >= 0) {
            piece(length, sink);
        } else {
            throw new IOException("an answer without a length: status " + status);
        }
        return status;
    }

    private void chunks(Sink sink) throws IOException {
        while (true) {
            long length = Long.parseLong(line().split(";", 2)[0].strip(), 16);
            if (length == 0) {
                while (!line().isEmpty()) {
                    // Trailers say nothing that is needed here.
                }
                return;
            }
            piece(length, sink);
            line();
        }
    }

    private void piece(long length, Sink sink) throws IOException {
        byte[] buffer = new byte[(int) Math.min(length, BUFFER_BYTES)];
        for (long left = length; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new EOFException("the server closed the connection within an answer");
            }
            sink.take(buffer, read);
            left -= read;
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
