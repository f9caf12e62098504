package dev.indelible.server;

import dev.indelible.server.config.Settings;
import dev.indelible.server.http.AllAsHttp1;
import dev.indelible.server.http.Encodings;
import dev.indelible.server.http.Problems;
import dev.indelible.server.http.Routes;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http1.Http1Config;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The web server, with limits on what a stranger can hold.
final class Web {
    private static final int HEADERS_BYTES_MAX = 32 << 10;
    private static final int REQUEST_LINE_BYTES_MAX = 16 << 10;
    private static final int CONNECTIONS_MAX = 4096;
    private static final AllAsHttp1.Patience PATIENCE =
            new AllAsHttp1.Patience(
                    Duration.ofSeconds(20), Duration.ofSeconds(90), Duration.ofMinutes(3));

    /// What is written and not taken. Linux doubles it, and says that something was taken once a
    /// third of it is free: 85 KiB of it, or a minute and a half at 1 KiB a second.
    private static final int SEND_BUFFER_BYTES = 128 << 10;

    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration IDLE_PERIOD = Duration.ofSeconds(5);

    /// Each with a key of its own that is gone when the connection is, and with authenticated
    /// encryption (BCP 195).
    private static final List<String> SUITES =
            List.of(
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private Web() {}

    /// @param certificate of TLS, or none without it
    /// @throws BindException if the address cannot be listened at
    static WebServer start(
            Settings settings, Routes routes, Optional<RenewedCertificate> certificate)
            throws BindException {
        Http1Config http1 =
                Http1Config.builder()
                        .maxHeadersSize(HEADERS_BYTES_MAX)
                        .maxPrologueLength(REQUEST_LINE_BYTES_MAX)
                        .continueImmediately(false)
                        .build();
        WebServerConfig.Builder config =
                WebServer.builder()
                        .host(settings.address())
                        .port(settings.port())
                        .shutdownHook(false)
                        .maxTcpConnections(CONNECTIONS_MAX)
                        .idleConnectionTimeout(IDLE_TIMEOUT)
                        .idleConnectionPeriod(IDLE_PERIOD)
                        .connectionOptions(socket ->
                                socket.tcpNoDelay(true).socketSendBufferSize(SEND_BUFFER_BYTES))
                        // Bodies are decoded by our own hands, which count what comes out.
                        .contentEncoding(Encodings.context())
                        .directHandlers(Problems.early(certificate.isPresent()))
                        // Without it they are not told why.
                        .errorHandling(errors -> errors.includeEntity(true))
                        .addProtocol(http1)
                        .addConnectionSelector(new AllAsHttp1(http1, PATIENCE))
                        .routing(routes.routing());
        certificate.ifPresent(shown -> config.tls(tls(shown)));
        WebServer server = config.build().start();
        if (server.port() < 0) { // It only logs why.
            server.stop();
            throw new BindException(
                    "cannot listen at %s port %d; end what does, or choose another INDELIBLE_PORT"
                            .formatted(settings.address(), settings.port()));
        }
        return server;
    }

    private static Tls tls(RenewedCertificate certificate) {
        return Tls.builder()
                .sslContext(certificate.context())
                .enabledProtocols(List.of("TLSv1.2", "TLSv1.3"))
                .enabledCipherSuites(SUITES)
                .build();
    }

    static String url(Settings settings, int port) {
        String host = settings.address();
        return "%s://%s:%d"
                .formatted(
                        settings.tls().isPresent() ? "https" : "http",
                        host.indexOf(':') >= 0 ? "[" + host + "]" : host,
                        port);
    }
}
