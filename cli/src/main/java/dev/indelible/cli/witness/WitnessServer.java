package dev.indelible.cli.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.indelible.proof.Limits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// A witness over HTTP: `POST /add-checkpoint`, `GET /<hex SHA-256(origin)>/checkpoint`.
///
/// The JDK's own server suffices: a few logs, a request a second each. Bodies, time and connections
/// are bounded.
public final class WitnessServer implements AutoCloseable {
    private static final System.Logger logger = System.getLogger(WitnessServer.class.getName());

    private static final int REQUESTS_AT_ONCE = 32;
    private static final int BACKLOG = 64;

    private final Witness witness;
    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore room = new Semaphore(REQUESTS_AT_ONCE);

    private WitnessServer(Witness witness, HttpServer server) {
        this.witness = witness;
        this.server = server;
    }

    /// Starts to answer.
    ///
    /// @param address port 0 for any free one
    public static WitnessServer start(Witness witness, InetSocketAddress address)
            throws IOException {
        // Seconds for a whole request and answer, and connections: read once, by the first server.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "10");
        System.setProperty("jdk.httpserver.maxConnections", "256");
        var server = new WitnessServer(witness, HttpServer.create(address, BACKLOG));
        server.server.createContext("/", server::answer);
        server.server.setExecutor(server.executor);
        server.server.start();
        return server;
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!room.tryAcquire()) {
                exchange.getResponseHeaders().set("Retry-After", "1");
                send(exchange, Witness.Answer.text(503, "busy"));
                return;
            }
            try {
                send(exchange, answerTo(exchange));
            } finally {
                room.release();
            }
        } catch (RuntimeException e) {
            logger.log(System.Logger.Level.ERROR, "a request failed", e);
            throw e;
        }
    }

    private Witness.Answer answerTo(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        if (path.equals("/add-checkpoint")) {
            if (!method.equals("POST")) {
                exchange.getResponseHeaders().set("Allow", "POST");
                return Witness.Answer.text(405, "add-checkpoint takes POST");
            }
            byte[] body =
                    exchange.getRequestBody().readNBytes(Limits.WITNESS_REQUEST_BYTES_MAX + 1);
            if (body.length > Limits.WITNESS_REQUEST_BYTES_MAX) {
                return Witness.Answer.text(
                        413,
                        "a request has at most %d bytes"
                                .formatted(Limits.WITNESS_REQUEST_BYTES_MAX));
            }
            return witness.addCheckpoint(body);
        }
        if (path.matches("/[0-9a-f]{64}/checkpoint") && method.equals("GET")) {
            return witness.latest(path.substring(1, 65))
                    .map(note -> Witness.Answer.ok(200, new String(note, UTF_8)))
                    .orElseGet(() -> Witness.Answer.text(404, "no checkpoint of that log yet"));
        }
        return Witness.Answer.text(404, "nothing is there");
    }

    private static void send(HttpExchange exchange, Witness.Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        byte[] body = answer.body().getBytes(UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /// Answers what has begun, for a second, and ends.
    @Override
    public void close() {
        server.stop(1);
        executor.close();
    }
}
