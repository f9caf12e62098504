package dev.indelible.sinks.http;

import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/// The way out of the server: one pool of connections and one guard for all destinations. Any
/// thread.
///
/// OkHttp, because its call timeout covers everything down to the last byte of an answer that
/// drips, and because a socket factory sees every address that it connects to, literals too.
public final class Outgoing implements AutoCloseable {
    private static final int IDLE_CONNECTIONS_MAX = 64;

    private final GuardedSockets sockets;
    private final Resolver resolver = new Resolver();
    private final OkHttpClient client;

    public Outgoing(AddressGuard guard) {
        this.sockets = new GuardedSockets(guard);
        this.client =
                new OkHttpClient.Builder()
                        .connectionPool(
                                new ConnectionPool(IDLE_CONNECTIONS_MAX, 1, TimeUnit.MINUTES))
                        .socketFactory(sockets)
                        .proxy(Proxy.NO_PROXY)
                        .retryOnConnectionFailure(false)
                        .followRedirects(false)
                        .followSslRedirects(false)
                        .fastFallback(false)
                        .eventListenerFactory(Phases::of)
                        .build();
    }

    /// A destination that is spoken to over HTTP; connects when it is asked.
    ///
    /// @param deadline of each request, all included
    public HttpPeer http(Tls tls, Duration deadline) {
        var trust = tls.trust();
        var builder =
                client.newBuilder()
                        .dns(name -> resolver.addresses(name, deadline))
                        .sslSocketFactory(tls.sockets(trust), trust)
                        .callTimeout(deadline)
                        .connectTimeout(deadline)
                        .readTimeout(deadline)
                        .writeTimeout(deadline);
        if (tls.skipVerify()) {
            builder.hostnameVerifier((_, _) -> true);
        }
        return new HttpPeer(builder.build());
    }

    /// A socket that is not connected and refuses to be where the guard says so.
    public Socket socket() {
        return sockets.createSocket();
    }

    public Resolver resolver() {
        return resolver;
    }

    @Override
    public void close() {
        client.connectionPool().evictAll();
        client.dispatcher().executorService().shutdown();
        resolver.close();
    }
}
