package dev.indelible.sinks.syslog;

import dev.indelible.sinks.http.Outgoing;
import dev.indelible.sinks.http.Peers;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLSocket;

/// One connection to a syslog receiver. Whoever uses it keeps it under a [Watchdog], because a
/// write to a socket has no timeout of its own. For one thread.
final class Connection implements AutoCloseable {
    private final Socket raw;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String tls;
    private final Map<String, Long> phases;

    private Connection(Socket raw, Socket socket, String tls, Map<String, Long> phases)
            throws IOException {
        this.raw = raw;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
        this.tls = tls;
        this.phases = phases;
    }

    static Connection open(SyslogSettings settings, Outgoing outgoing, Watchdog watchdog)
            throws IOException {
        var phases = new LinkedHashMap<String, Long>();
        long startedNanos = System.nanoTime();
        var addresses = outgoing.resolver().addresses(settings.host(), settings.deadline());
        phases.put("resolve", millisSince(startedNanos));
        startedNanos = System.nanoTime();
        Socket socket = connect(addresses, settings.port(), outgoing, watchdog);
        phases.put("connect", millisSince(startedNanos));
        if (!settings.isTls()) {
            return new Connection(socket, socket, "", phases);
        }
        startedNanos = System.nanoTime();
        SSLSocket secure = handshake(socket, settings);
        phases.put("tls", millisSince(startedNanos));
        var session = secure.getSession();
        return new Connection(
                socket,
                secure,
                Peers.describe(session.getProtocol(), session.getPeerCertificates()[0]),
                phases);
    }

    private static Socket connect(
            Iterable<InetAddress> addresses, int port, Outgoing outgoing, Watchdog watchdog)
            throws IOException {
        IOException first = null;
        for (InetAddress address : addresses) {
            Socket socket = outgoing.socket();
            try {
                watchdog.closes(socket);
                socket.connect(
                        new InetSocketAddress(address, port),
                        Math.toIntExact(Math.max(1, watchdog.left().toMillis())));
                socket.setTcpNoDelay(true);
                return socket;
            } catch (IOException e) {
                socket.close();
                first = first == null ? e : first;
            }
        }
        throw first == null ? new IOException("the host name has no address") : first;
    }

    private static SSLSocket handshake(Socket socket, SyslogSettings settings) throws IOException {
        var sockets = settings.tls().sockets(settings.tls().trust());
        var secure =
                (SSLSocket) sockets.createSocket(socket, settings.host(), settings.port(), true);
        var parameters = secure.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        if (!settings.tls().skipVerify()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private static long millisSince(long startedNanos) {
        return (System.nanoTime() - startedNanos) / 1_000_000;
    }

    /// The socket beneath TLS, which can be closed whoever writes.
    Socket raw() {
        return raw;
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    String tls() {
        return tls;
    }

    Map<String, Long> phases() {
        return phases;
    }

    /// Whether the receiver has closed its side, as far as this side has heard. A syslog receiver
    /// has nothing to say, so whatever comes is the end.
    boolean hasEnded() {
        try {
            socket.setSoTimeout(1);
            in.read();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    void timeout(Duration left) throws IOException {
        socket.setSoTimeout(Math.toIntExact(Math.max(1, left.toMillis())));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no more use in any case.
        }
    }
}
