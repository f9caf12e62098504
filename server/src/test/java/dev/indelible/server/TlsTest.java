package dev.indelible.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.server.config.Settings;
import dev.indelible.testkit.delivery.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that ends TLS itself.
@NullUnmarked // JUnit fills what each test begins with
class TlsTest {
    @TempDir Path folder;
    private TestCertificate certificate;
    private Server server;
    private SSLContext trusting;

    @BeforeEach
    void open() throws Exception {
        certificate = TestCertificate.valid(folder);
        var settings =
                Map.of(
                        "port", "0",
                        "data", folder.resolve("data").toString(),
                        "bootstrap-key", TestServer.KEY,
                        "tls-certificate", certificate.writePem(folder).toString(),
                        "tls-private-key", certificate.writeKey(folder).toString());
        server = Server.open(Settings.parse(settings, Map.of()));
        trusting = trusting(certificate.pem());
    }

    private static SSLContext trusting(String pem) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "test",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(pem.getBytes(US_ASCII))));
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void whatComesByTlsIsAnsweredAndBoundToIt() throws Exception {
        assertThat(server.url()).startsWith("https://127.0.0.1:");
        try (HttpClient client = HttpClient.newBuilder().sslContext(trusting).build()) {
            HttpResponse<String> signedIn =
                    client.send(
                            HttpRequest.newBuilder(URI.create(server.url() + "/v1/session"))
                                    .POST(
                                            BodyPublishers.ofString(
                                                    "{\"key\":\"%s\"}".formatted(TestServer.KEY)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(signedIn.statusCode()).as(signedIn.body()).isEqualTo(200);
            assertThat(signedIn.headers().firstValue("Set-Cookie").orElseThrow())
                    .startsWith("__Host-indelible_session=")
                    .contains("; Secure", "; HttpOnly", "; SameSite=Strict", "; Path=/");
            assertThat(signedIn.headers().firstValue("Strict-Transport-Security"))
                    .contains("max-age=31536000");
        }
    }

    @Test
    void whatIsRefusedBeforeItIsRoutedHasTheSameHeaders() throws Exception {
        Map<String, String> usual = headers("GET /health/live HTTP/1.1\r\nHost: x\r\n");
        usual.keySet()
                .retainAll(
                        List.of(
                                "x-content-type-options",
                                "x-frame-options",
                                "referrer-policy",
                                "cross-origin-opener-policy",
                                "cross-origin-resource-policy",
                                "content-security-policy",
                                "strict-transport-security"));
        assertThat(usual).hasSize(7);
        for (String head :
                List.of(
                        "GET /health/live HTTP/1.1\r\n",
                        "nothing of this kind\r\n",
                        "GET /v1/events?q={x} HTTP/1.1\r\nHost: x\r\n",
                        "GET /%s HTTP/1.1\r\nHost: x\r\n".formatted("x".repeat(20_000)),
                        "GET / HTTP/1.1\r\nHost: x\r\na: %s\r\n".formatted("x".repeat(40_000)),
                        "GET / HTTP/1.1\r\nHost: x\r\na : b\r\n")) {
            assertThat(headers(head)).as(head).containsAllEntriesOf(usual);
        }
    }

    /// Those of the answer, by name in small letters.
    private Map<String, String> headers(String head) throws Exception {
        URI url = URI.create(server.url());
        try (var socket =
                (SSLSocket)
                        trusting.getSocketFactory().createSocket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(US_ASCII));
            return answer(socket)
                    .lines()
                    .skip(1)
                    .takeWhile(line -> !line.isEmpty())
                    .map(line -> line.split(": ", 2))
                    .collect(
                            Collectors.toMap(
                                    line -> line[0].toLowerCase(Locale.ROOT), line -> line[1]));
        }
    }

    @Test
    void aRenewedCertificateIsShownWithoutARestart() throws Exception {
        TestCertificate next = TestCertificate.otherHost(folder);
        next.writeKey(folder);
        next.writePem(folder);

        SSLContext others = trusting(next.pem());
        for (boolean isShown = false; !isShown; ) {
            URI url = URI.create(server.url());
            try (var socket =
                    (SSLSocket)
                            others.getSocketFactory().createSocket(url.getHost(), url.getPort())) {
                socket.setSoTimeout(60_000);
                socket.startHandshake();
                isShown = true;
            } catch (SSLException e) {
                assertThat(e).hasMessageContaining("PKIX path");
            }
        }
    }

    @Test
    void whoDoesNotTrustTheCertificateSendsNothing() throws Exception {
        SSLContext others = trusting(TestCertificate.otherHost(folder).pem());
        for (SSLContext context : List.of(SSLContext.getDefault(), others)) {
            try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
                HttpRequest request =
                        HttpRequest.newBuilder(URI.create(server.url() + "/health")).build();
                assertThatThrownBy(() -> client.send(request, HttpResponse.BodyHandlers.ofString()))
                        .isInstanceOf(SSLException.class);
            }
        }
    }

    @Test
    void whatIsNotTlsOrAnOldOneIsNotAnswered() throws Exception {
        URI url = URI.create(server.url());
        try (var plain = new Socket(url.getHost(), url.getPort())) {
            plain.setSoTimeout(60_000);
            plain.getOutputStream()
                    .write("GET /health HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
            assertThat(answer(plain)).doesNotContain("HTTP/1.1 200", "status");
        }
        var accepted =
                List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3").stream()
                        .filter(version -> handshakes(url, version))
                        .toList();
        assertThat(accepted).containsExactly("TLSv1.2", "TLSv1.3");
    }

    @Test
    void onlySuitesWithKeysOfTheirOwnAndAuthenticatedEncryptionAreTaken() throws Exception {
        URI url = URI.create(server.url());
        var taken = new ArrayList<String>();
        try (var any = (SSLSocket) trusting.getSocketFactory().createSocket()) {
            for (String suite : any.getSupportedCipherSuites()) {
                boolean isOld = !suite.startsWith("TLS_AES") && !suite.startsWith("TLS_CHACHA");
                if (isOld && handshakes(url, "TLSv1.2", suite)) {
                    taken.add(suite);
                }
            }
        }

        // The certificate's key is one for ECDSA or RSA.
        assertThat(taken)
                .hasSize(3)
                .allMatch(suite -> suite.matches("TLS_ECDHE_.*_(GCM_SHA\\d+|POLY1305_SHA256)"));
    }

    /// In a process of its own, where nothing has spoken TLS before.
    @Test
    void nobodyRenegotiates() throws Exception {
        var settings =
                Map.of(
                        "DATA", folder.resolve("other").toString(),
                        "BOOTSTRAP_KEY", TestServer.KEY,
                        "TLS_CERTIFICATE", certificate.writePem(folder).toString(),
                        "TLS_PRIVATE_KEY", certificate.writeKey(folder).toString());
        try (var process = new ServerProcess(settings, ServerProcess.Launcher.class)) {
            URI url = URI.create(process.url());
            try (var socket =
                    (SSLSocket)
                            trusting.getSocketFactory()
                                    .createSocket(url.getHost(), url.getPort())) {
                socket.setSoTimeout(60_000);
                socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                socket.startHandshake();
                socket.startHandshake();
                socket.getOutputStream()
                        .write(
                                "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                                        .getBytes(US_ASCII));

                assertThat(answer(socket)).isEmpty();
            } catch (SSLException | SocketException e) {
                assertThat(e).hasMessageNotContaining("certificate");
            }
        }
    }

    private static String answer(Socket socket) {
        try {
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException e) {
            return ""; // Reset.
        }
    }

    private boolean handshakes(URI url, String version, String... suites) {
        try (SSLSocket socket =
                (SSLSocket)
                        trusting.getSocketFactory().createSocket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(60_000);
            socket.setEnabledProtocols(new String[] {version});
            if (suites.length > 0) {
                socket.setEnabledCipherSuites(suites);
            }
            socket.startHandshake();
            return socket.getSession().isValid();
        } catch (IOException e) {
            return false;
        }
    }
}
