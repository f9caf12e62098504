package dev.indelible.testkit.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.indelible.testkit.delivery.ChaosReceiver.Reply;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/// HTTP/1.1 on one connection, well or badly. For one thread.
final class Conversation {
    private static final int LINE_BYTES_MAX = 64 << 10;
    private static final int CHUNK_BYTES = 64 << 10;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Conversation(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), CHUNK_BYTES);
        this.out = socket.getOutputStream();
    }

    /// Request line and headers; nothing at the end of the connection.
    List<String> readHead() throws IOException {
        var head = new ArrayList<String>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            head.add(line);
        }
        return head;
    }

    private String readLine() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (line.size() > LINE_BYTES_MAX) {
                throw new IOException("a line is too long");
            }
            line.write(b);
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }

    byte[] readBody(List<String> head) throws IOException {
        for (String line : head) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                int length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
                byte[] body = in.readNBytes(length);
                if (body.length < length) {
                    throw new EOFException("the sender gave up");
                }
                return body;
            }
        }
        return new byte[0];
    }

    /// Does it, for better or worse.
    ///
    /// @return whether the connection goes on
    boolean act(Fault fault, Reply reply) throws IOException {
        switch (fault) {
            case Fault.Status _, Fault.LimitBytes _, Fault.Poison _ -> {
                answer(reply.status(), reply.headers(), reply.body());
                return true;
            }
            case Fault.ResetBeforeBody _, Fault.ResetAfterBody _ -> reset(socket);
            case Fault.ResetInAnswer _ -> {
                write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nthe beginn");
                reset(socket);
            }
            case Fault.Hang _ -> awaitEnd();
            case Fault.NeverRead _ -> awaitLocalEnd();
            case Fault.DripBody(Duration pause) ->
                    drip("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", pause);
            case Fault.DripHead(Duration pause) -> drip("HTTP/1.1 200 OK\r\nX-Drip: ", pause);
            case Fault.Huge(long bytes) -> huge(bytes);
            case Fault.GzipBomb(long bytes) -> {
                byte[] bomb = bomb(bytes);
                answer(200, List.of("Content-Encoding: gzip"), bomb);
                return true;
            }
            case Fault.Garbage _ -> {
                write("SSH-2.0-OpenSSH_9.2p1\r\n\r\n");
                socket.close();
            }
        }
        return false;
    }

    private void answer(int status, List<String> headers, byte[] body) throws IOException {
        var head = new StringBuilder("HTTP/1.1 %d Whatever\r\n".formatted(status));
        headers.forEach(header -> head.append(header).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        var answer = new ByteArrayOutputStream();
        answer.writeBytes(head.toString().getBytes(ISO_8859_1));
        answer.writeBytes(body);
        out.write(answer.toByteArray());
        out.flush();
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }

    private void awaitEnd() throws IOException {
        while (in.read() >= 0) {
            // Until the sender gives up.
        }
    }

    /// Until the receiver is closed: nothing is read, so the end of the sender is not seen either.
    private void awaitLocalEnd() {
        synchronized (socket) {
            while (!socket.isClosed()) {
                try {
                    socket.wait(50);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }

    private void drip(String head, Duration pause) throws IOException {
        write(head);
        try {
            while (true) {
                write("x");
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void huge(long bytes) throws IOException {
        write("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n".formatted(bytes));
        byte[] chunk = "x".repeat(CHUNK_BYTES).getBytes(ISO_8859_1);
        for (long left = bytes; left > 0; left -= chunk.length) {
            out.write(chunk, 0, (int) Math.min(left, chunk.length));
        }
        out.flush();
    }

    private static byte[] bomb(long bytes) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            byte[] zeros = new byte[CHUNK_BYTES];
            for (long left = bytes; left > 0; left -= zeros.length) {
                gzip.write(zeros, 0, (int) Math.min(left, zeros.length));
            }
        }
        return packed.toByteArray();
    }

    /// Closes with a reset instead of an orderly end; nothing if the other side's thread was first.
    static void reset(Socket socket) throws IOException {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            if (!socket.isClosed()) {
                throw e;
            }
        }
        socket.close();
    }
}
