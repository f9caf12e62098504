package dev.indelible.testkit.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/// An HTTP receiver on plain sockets that can do wrong whatever can be done wrong, by plan.
///
/// ```java
/// try (var receiver = ChaosReceiver.start()) {
///     receiver.next(Fault.status(503), new Fault.ResetAfterBody(true)); // for the next requests
///     receiver.otherwise(request -> Fault.none()); // for those after them
///     // … let something deliver to receiver.url() …
///     receiver.await(() -> receiver.received().size() == 3);
/// }
/// ```
///
/// With [#journal(Path)] each request is appended to a file and fsynced before it is answered, so
/// that the receiver can be killed like the sender; [Journal#read(Path)] gives them back.
public final class ChaosReceiver implements AutoCloseable {
    private static final long REBIND_NANOS = 60_000_000_000L;

    private final ServerSocket server;
    private final boolean isTls;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Deque<Fault> next = new ArrayDeque<>();
    private final List<Received> received = new ArrayList<>();
    private Function<Received, Fault> otherwise = _ -> Fault.none();
    private Journal journal = Journal.NONE;
    private long connections;

    private ChaosReceiver(ServerSocket server, boolean isTls) {
        this.server = server;
        this.isTls = isTls;
    }

    /// A receiver on a free port of 127.0.0.1.
    public static ChaosReceiver start() throws IOException {
        return start(0);
    }

    /// A receiver on this port: the same as before, for one that comes back. Somebody's connection
    /// may have the port for a moment.
    public static ChaosReceiver start(int port) throws IOException {
        long end = System.nanoTime() + REBIND_NANOS;
        while (true) {
            try {
                return accepting(
                        new ServerSocket(port, 128, InetAddress.getLoopbackAddress()), false);
            } catch (BindException e) {
                if (port == 0 || System.nanoTime() > end) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    /// The same with TLS.
    public static ChaosReceiver startTls(SSLContext context) throws IOException {
        return accepting(
                context.getServerSocketFactory()
                        .createServerSocket(0, 128, InetAddress.getLoopbackAddress()),
                true);
    }

    private static ChaosReceiver accepting(ServerSocket server, boolean isTls) {
        var receiver = new ChaosReceiver(server, isTls);
        receiver.threads.execute(receiver::accept);
        return receiver;
    }

    public int port() {
        return server.getLocalPort();
    }

    /// Such as `http://127.0.0.1:43210/audit`.
    public String url() {
        return "%s://127.0.0.1:%d/audit".formatted(isTls ? "https" : "http", port());
    }

    /// Plans what happens to the next requests, after those planned before.
    public synchronized ChaosReceiver next(Fault... faults) {
        next.addAll(List.of(faults));
        return this;
    }

    /// What happens to all requests that nothing is planned for; asked when a request is whole,
    /// except that the request has no body yet for faults that come before it.
    public synchronized ChaosReceiver otherwise(Function<Received, Fault> fault) {
        otherwise = fault;
        return this;
    }

    /// Appends each request to this file, fsynced before it is answered.
    public synchronized ChaosReceiver journal(Path file) throws IOException {
        journal = Journal.to(file);
        return this;
    }

    /// All requests so far, in order.
    public synchronized List<Received> received() {
        return List.copyOf(received);
    }

    /// Those whose content counts as stored.
    public List<Received> taken() {
        return received().stream().filter(Received::taken).toList();
    }

    /// How many connections were accepted.
    public synchronized long connections() {
        return connections;
    }

    /// Waits until something is so; asked after each request.
    ///
    /// @return whether it is, within a minute
    public synchronized boolean await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                return false;
            }
            wait(leftMillis);
        }
        return true;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                if (server.isClosed()) {
                    // It came when the others were cut already.
                    Conversation.reset(socket);
                    return;
                }
                synchronized (this) {
                    connections++;
                    notifyAll();
                }
                threads.execute(() -> converse(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            var conversation = new Conversation(socket);
            List<String> head = conversation.readHead();
            while (!head.isEmpty()) {
                Fault planned = planned();
                if (!answer(conversation, head, planned)) {
                    return;
                }
                head = conversation.readHead();
            }
        } catch (IOException e) {
            // The sender went away, or a fault closed the connection.
        } finally {
            open.remove(socket);
        }
    }

    private synchronized Fault planned() {
        return next.poll();
    }

    /// Takes a request and does what is planned.
    ///
    /// @return whether the connection goes on
    private boolean answer(Conversation conversation, List<String> head, Fault planned)
            throws IOException {
        boolean readsNothing =
                planned instanceof Fault.ResetBeforeBody || planned instanceof Fault.NeverRead;
        byte[] body = readsNothing ? new byte[0] : conversation.readBody(head);
        Received request = new Received(-1, head, body, !readsNothing, 0, false);
        Fault fault = planned == null ? otherwise().apply(request) : planned;
        Reply reply = Reply.to(request, fault);
        record(new Received(-1, head, body, !readsNothing, reply.status(), reply.taken()));
        return conversation.act(fault, reply);
    }

    private synchronized Function<Received, Fault> otherwise() {
        return otherwise;
    }

    private synchronized void record(Received request) throws IOException {
        var numbered =
                new Received(
                        received.size(),
                        request.head(),
                        request.body(),
                        request.whole(),
                        request.status(),
                        request.taken());
        journal.append(numbered);
        received.add(numbered);
        notifyAll();
    }

    /// Cuts all connections and accepts none: from now on they are refused.
    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            Conversation.reset(socket);
        }
        threads.shutdownNow();
        synchronized (this) {
            journal.close();
        }
    }

    /// What is answered to a request, and whether its content counts as stored.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Reply(int status, List<String> headers, byte[] body, boolean taken) {
        static Reply to(Received request, Fault fault) {
            return switch (fault) {
                case Fault.Status(int status, List<String> headers, String body) ->
                        of(status, headers, body.getBytes(ISO_8859_1));
                case Fault.LimitBytes(int bytes) -> of(request.body().length > bytes ? 413 : 200);
                case Fault.Poison(String text) -> of(request.text().contains(text) ? 400 : 200);
                case Fault.ResetAfterBody(boolean taken) ->
                        new Reply(0, List.of(), new byte[0], taken);
                case Fault.ResetBeforeBody _, Fault.Hang _, Fault.NeverRead _, Fault.Garbage _ ->
                        new Reply(0, List.of(), new byte[0], false);
                case Fault.ResetInAnswer _, Fault.DripBody _, Fault.DripHead _ -> of(200);
                case Fault.Huge _, Fault.GzipBomb _ -> of(200);
            };
        }

        private static Reply of(int status) {
            return of(status, List.of(), new byte[0]);
        }

        private static Reply of(int status, List<String> headers, byte[] body) {
            return new Reply(status, headers, body, status >= 200 && status < 300);
        }
    }
}
