package dev.indelible.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/// Sends one event per request over many HTTP connections from one thread, as cheaply as Java can:
/// the server shares the machine. Each connection sends its next request when its last is answered.
final class SingleEvents {
    private static final int ANSWER_BYTES_MAX = 64 << 10;

    private final Engine.HttpRequests http;
    private final Prepared requests;
    private final Histogram micros = new Histogram(60_000_000L, 3);
    private int next;
    private long kept;
    private int busy;
    private long deadline;

    private SingleEvents(Engine.HttpRequests http, Prepared requests) {
        this.http = http;
        this.requests = requests;
    }

    /// What came out.
    ///
    /// @param micros from the first byte sent to the whole answer, per event
    record Outcome(long kept, double seconds, Histogram micros) {
        double rate() {
            return kept / seconds;
        }
    }

    /// Sends in the given order as many as the time allows, and returns when all sent are answered.
    ///
    /// @param requests a batch each
    /// @throws IOException if one is not kept
    static Outcome send(Engine.HttpRequests http, Prepared requests, int connections, int millis)
            throws IOException {
        var run = new SingleEvents(http, requests);
        try (Selector selector = Selector.open()) {
            var keys = new ArrayList<SelectionKey>();
            for (int i = 0; i < connections; i++) {
                keys.add(run.open(selector));
            }
            long start = System.nanoTime();
            run.deadline = start + millis * 1_000_000L;
            for (SelectionKey key : keys) {
                ((Exchange) key.attachment()).sendNext(key);
            }
            while (run.busy > 0) {
                selector.select(key -> run.proceed(key), 1_000);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Outcome(run.kept, seconds, run.micros);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getCause());
        }
    }

    private SelectionKey open(Selector selector) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), http.port());
        SocketChannel channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        busy++;
        return channel.register(selector, SelectionKey.OP_READ, new Exchange(channel));
    }

    private void proceed(SelectionKey key) {
        try {
            ((Exchange) key.attachment()).proceed(key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A connection and what it waits for.
    private final class Exchange {
        private final SocketChannel channel;
        private final ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES_MAX);
        private ByteBuffer request = ByteBuffer.allocate(0);
        private long sentNanos;

        Exchange(SocketChannel channel) {
            this.channel = channel;
        }

        void proceed(SelectionKey key) throws IOException {
            if (key.isWritable()) {
                write(key);
            }
            if (key.isReadable()) {
                read(key);
            }
        }

        void sendNext(SelectionKey key) throws IOException {
            if (next == requests.count() || System.nanoTime() > deadline) {
                busy--;
                channel.close();
                return;
            }
            request = requests.batch(next++).bytes();
            answer.clear();
            sentNanos = System.nanoTime();
            write(key);
        }

        private void write(SelectionKey key) throws IOException {
            channel.write(request);
            int ops = request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
            if (key.interestOps() != ops) {
                key.interestOps(ops);
            }
        }

        private void read(SelectionKey key) throws IOException {
            if (channel.read(answer) < 0) {
                throw new EOFException("the server closed a connection");
            }
            int head = headLength();
            if (head < 0) {
                return;
            }
            String headers = new String(answer.array(), 0, head, ISO_8859_1);
            if (answer.position() < head + contentLength(headers)) {
                return;
            }
            int status = Integer.parseInt(headers.substring(9, 12));
            if (!http.isKept(status)) {
                throw new IOException(
                        "an event was not kept: "
                                + new String(answer.array(), 0, answer.position(), ISO_8859_1));
            }
            kept++;
            micros.recordValue((System.nanoTime() - sentNanos) / 1000);
            sendNext(key);
        }

        private int headLength() {
            byte[] bytes = answer.array();
            for (int i = 3; i < answer.position(); i++) {
                if (bytes[i] == '\n' && bytes[i - 2] == '\n') {
                    return i + 1;
                }
            }
            return -1;
        }

        private int contentLength(String headers) throws IOException {
            int at = headers.toLowerCase(Locale.ROOT).indexOf("content-length:");
            if (at < 0) {
                throw new IOException("an answer without a length: " + headers);
            }
            return Integer.parseInt(headers.substring(at + 15, headers.indexOf('\r', at)).strip());
        }
    }
}
