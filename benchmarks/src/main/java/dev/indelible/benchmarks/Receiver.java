package dev.indelible.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Takes what is delivered over HTTP on loopback as fast as can be: reads every byte, counts the
/// events in it, keeps nothing. A thread a connection, in this program, whose CPU is told beside.
final class Receiver implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int DRIP_MILLIS = 100;

    private final Kind kind;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong events = new AtomicLong();
    private final AtomicInteger requests = new AtomicInteger();

    /// What it is taken for.
    enum Kind {
        /// Answers 200.
        WEBHOOK("\"destinationSequence\":"),
        /// Splunk's HTTP event collector with indexer acknowledgement: every request is indexed at
        /// once.
        COLLECTOR("\n"),
        /// Reads all and answers a byte every tenth of a second, without an end.
        DRIPPING("\"destinationSequence\":");

        private final String mark;

        Kind(String mark) {
            this.mark = mark;
        }
    }

    private Receiver(Kind kind, ServerSocket server) {
        this.kind = kind;
        this.server = server;
    }

    /// On a free port.
    static Receiver start(Kind kind) throws IOException {
        var receiver =
                new Receiver(kind, new ServerSocket(0, 64, InetAddress.getLoopbackAddress()));
        Thread.ofPlatform().daemon().name("receiver").start(receiver::accept);
        return receiver;
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/";
    }

    /// Events received so far, repeated ones too.
    long events() {
        return events.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofPlatform().daemon().name("receiver").start(() -> converse(socket));
            } catch (IOException e) {
                return; // Closed.
            }
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
            OutputStream out = socket.getOutputStream();
            String first = line(in);
            while (!first.isEmpty()) {
                long length = 0;
                for (String line = line(in); !line.isEmpty(); line = line(in)) {
                    if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                        length = Long.parseLong(line.substring(15).strip());
                    }
                }
                boolean isQuestion = first.contains("/collector/ack");
                answer(in, length, isQuestion, out);
                first = line(in);
            }
        } catch (IOException e) {
            // The sender has gone.
        } finally {
            open.remove(socket);
        }
    }

    private void answer(InputStream in, long length, boolean isQuestion, OutputStream out)
            throws IOException {
        switch (kind) {
            case WEBHOOK -> {
                events.addAndGet(count(in, length));
                send(out, "");
            }
            case COLLECTOR -> {
                if (isQuestion) {
                    send(out, allIndexed(new String(in.readNBytes((int) length), ISO_8859_1)));
                    return;
                }
                events.addAndGet(count(in, length));
                int ackId = requests.getAndIncrement();
                send(out, "{\"text\":\"Success\",\"code\":0,\"ackId\":%d}".formatted(ackId));
            }
            case DRIPPING -> {
                events.addAndGet(count(in, length));
                while (!server.isClosed()) {
                    out.write('H');
                    out.flush();
                    Pause.millis(DRIP_MILLIS);
                }
            }
        }
    }

    /// To `{"acks":[1,2]}`: `{"acks":{"1":true,"2":true}}`.
    private static String allIndexed(String question) {
        String numbers = question.substring(question.indexOf('[') + 1, question.indexOf(']'));
        return numbers.replaceAll("\\d+", "\"$0\":true").transform("{\"acks\":{%s}}"::formatted);
    }

    private static void send(OutputStream out, String body) throws IOException {
        out.write(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(body.length(), body)
                        .getBytes(ISO_8859_1));
        out.flush();
    }

    /// Reads a body and counts the marks in it. No mark begins within another one.
    private long count(InputStream in, long length) throws IOException {
        byte[] mark = kind.mark.getBytes(ISO_8859_1);
        byte[] buffer = new byte[BUFFER_BYTES];
        long found = 0;
        int matched = 0;
        for (long left = length; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new EOFException("the sender closed the connection within a body");
            }
            for (int i = 0; i < read; i++) {
                if (buffer[i] == mark[matched]) {
                    matched++;
                } else {
                    matched = buffer[i] == mark[0] ? 1 : 0;
                }
                if (matched == mark.length) {
                    found++;
                    matched = 0;
                }
            }
            left -= read;
        }
        return found;
    }

    /// The next line; empty also at the end.
    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
