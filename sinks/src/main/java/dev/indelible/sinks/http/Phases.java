package dev.indelible.sinks.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.security.cert.Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// How long a request took, phase by phase, and with whom it spoke. For one request.
final class Phases extends EventListener {
    private final Map<String, Long> millis = new LinkedHashMap<>();
    private long startedNanos = System.nanoTime();
    private String tls = "";

    static EventListener of(Call call) {
        Phases phases = call.request().tag(Phases.class);
        return phases == null ? EventListener.NONE : phases;
    }

    synchronized Map<String, Long> millis() {
        return Map.copyOf(millis).isEmpty() ? Map.of() : new LinkedHashMap<>(millis);
    }

    synchronized String tls() {
        return tls;
    }

    private synchronized void begin() {
        startedNanos = System.nanoTime();
    }

    private synchronized void end(String phase) {
        millis.merge(phase, (System.nanoTime() - startedNanos) / 1_000_000, Long::sum);
        startedNanos = System.nanoTime();
    }

    /// From the session itself: where nothing is verified, OkHttp tells no certificate.
    private synchronized void peer(Socket socket) {
        if (socket instanceof SSLSocket secure) {
            SSLSession session = secure.getSession();
            Certificate certificate = null;
            try {
                certificate = session.getPeerCertificates()[0];
            } catch (SSLPeerUnverifiedException e) {
                // It showed none.
            }
            tls = Peers.describe(session.getProtocol(), certificate);
        }
    }

    @Override
    public void dnsStart(Call call, String domainName) {
        begin();
    }

    @Override
    public void dnsEnd(Call call, String domainName, List<InetAddress> addresses) {
        end("resolve");
    }

    @Override
    public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
        begin();
    }

    @Override
    public void secureConnectStart(Call call) {
        end("connect");
    }

    @Override
    public void secureConnectEnd(Call call, @Nullable Handshake handshake) {
        end("tls");
    }

    @Override
    public void connectEnd(
            Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
        if (!millis().containsKey("connect")) {
            end("connect");
        }
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
        peer(connection.socket());
    }

    @Override
    public void requestHeadersStart(Call call) {
        begin();
    }

    @Override
    public void requestHeadersEnd(Call call, Request request) {
        end("send");
    }

    @Override
    public void requestBodyEnd(Call call, long byteCount) {
        end("send");
    }

    @Override
    public void responseHeadersEnd(Call call, Response response) {
        end("wait");
    }

    @Override
    public void callFailed(Call call, IOException failure) {
        end("failed");
    }
}
