package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.indelible.server.config.Settings;
import dev.indelible.testkit.delivery.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // JUnit fills what each test begins with
class RenewedCertificateTest {
    @TempDir Path folder;
    @TempDir Path work;
    private TestCertificate first;
    private TestCertificate second;
    private Settings.Tls files;
    private RenewedCertificate certificate;
    private SSLEngine engine;

    @BeforeEach
    void open() throws Exception {
        first = TestCertificate.valid(Files.createDirectory(work.resolve("first")));
        second = TestCertificate.otherHost(Files.createDirectory(work.resolve("second")));
        files = new Settings.Tls(first.writePem(folder), first.writeKey(folder));
        certificate = RenewedCertificate.open(files);
        engine = certificate.context().createSSLEngine();
    }

    /// What a handshake asks for first.
    private String name() {
        return Stream.of("EC", "RSA")
                .map(type -> certificate.chooseEngineServerAlias(type, null, engine))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    private X509Certificate shown() {
        return certificate.getCertificateChain(name())[0];
    }

    private static X509Certificate of(TestCertificate one) throws Exception {
        Path pem = one.writePem(Files.createTempDirectory("certificate"));
        try (var in = Files.newInputStream(pem)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        } finally {
            Files.delete(pem);
            Files.delete(pem.getParent());
        }
    }

    @Test
    void isTakenOnceBothFilesFitEachOther() throws Exception {
        assertThat(shown()).isEqualTo(of(first));

        second.writePem(folder);
        certificate.step();
        assertThat(shown()).isEqualTo(of(first));

        second.writeKey(folder);
        certificate.step();
        assertThat(shown()).isEqualTo(of(second));
    }

    @Test
    void whatIsBadLeavesTheOneBefore() throws Exception {
        TestCertificate expired = TestCertificate.expired(work);
        for (Change change :
                new Change[] {
                    () -> Files.writeString(files.certificate(), "-----BEGIN CERTIFICATE-----"),
                    () -> Files.writeString(files.certificate(), ""),
                    () -> Files.delete(files.certificate()),
                    () -> expired.writePem(folder),
                    () -> expired.writeKey(folder),
                    () -> Files.delete(files.privateKey()),
                    () -> Files.createDirectory(files.privateKey())
                }) {
            change.make();
            certificate.step();

            assertThat(shown()).isEqualTo(of(first));
        }

        Files.delete(files.privateKey());
        second.writePem(folder);
        second.writeKey(folder);
        certificate.step();
        assertThat(shown()).isEqualTo(of(second));
    }

    /// As where a file is read before all of it is written, or lacked a part.
    @Test
    void aChainThatGrowsIsTaken() throws Exception {
        TestCertificate above = TestCertificate.valid(Files.createDirectory(work.resolve("above")));
        Files.write(
                files.certificate(),
                Files.readAllBytes(above.writePem(Files.createDirectory(work.resolve("pem")))),
                StandardOpenOption.APPEND);
        certificate.step();

        assertThat(certificate.getCertificateChain(name())).containsExactly(of(first), of(above));
    }

    private interface Change {
        void make() throws Exception;
    }

    /// Certificate and key of one handshake are of one pair, also where another comes between.
    @Test
    void aHandshakeEndsWithWhatItBeganWith() throws Exception {
        String name = name();
        Object key = certificate.getPrivateKey(name);

        second.writePem(folder);
        second.writeKey(folder);
        certificate.step();

        assertThat(certificate.getCertificateChain(name)[0]).isEqualTo(of(first));
        assertThat(certificate.getPrivateKey(name)).isEqualTo(key);
        assertThat(shown()).isEqualTo(of(second));
    }

    @Test
    void aServerDoesNotStartWithAKeyThatDoesNotFit() throws Exception {
        second.writeKey(folder);

        assertThatThrownBy(() -> RenewedCertificate.open(files))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not that of the certificate in");
    }

    private String said() {
        return catchThrowable(() -> RenewedCertificate.open(files)).getMessage();
    }

    @Test
    void whatIsWrongWithAFileIsSaidWithItsCure() throws Exception {
        String key = Files.readString(files.privateKey());
        String pem = Files.readString(files.certificate());

        Files.writeString(files.privateKey(), "rubbish\n");
        assertThat(said())
                .startsWith(files.privateKey() + " has no key")
                .contains("INDELIBLE_TLS_PRIVATE_KEY");
        Files.writeString(
                files.privateKey(),
                key.replaceFirst("\n[A-Za-z0-9+/]{20}", "\nAAAAAAAAAAAAAAAAAAAA"));
        assertThat(said())
                .startsWith(files.privateKey() + ": its key is damaged")
                .doesNotContain("AAAAAAA");
        Files.writeString(files.privateKey(), key.replace("PRIVATE", "ENCRYPTED PRIVATE"));
        assertThat(said()).startsWith(files.privateKey() + ": its key has a passphrase");

        Files.writeString(files.privateKey(), key);
        Files.writeString(files.certificate(), "rubbish\n");
        assertThat(said())
                .startsWith(files.certificate() + " has no certificate")
                .contains("INDELIBLE_TLS_CERTIFICATE");
        Files.writeString(
                files.certificate(),
                pem + pem.replaceFirst("\n[A-Za-z0-9+/]{20}", "\nAAAAAAAAAAAAAAAAAAAA"));
        assertThat(said()).startsWith(files.certificate() + ": certificate 2 of it is damaged");
    }

    /// As RFC 8446, section 4.4.2, has it: the own one first, then each that certified the one
    /// before.
    @Test
    void certificatesAreShownInOrderWhateverTheOrderOfTheirFile() throws Exception {
        Path made = Files.createDirectory(work.resolve("made"));
        openssl(
                made,
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=root -keyout root.key -out root.pem",
                "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=between -keyout between.key -out between.csr",
                "x509 -req -in between.csr -CA root.pem -CAkey root.key -CAcreateserial -days 2 -out between.pem",
                "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=own -keyout own.key -out own.csr",
                "x509 -req -in own.csr -CA between.pem -CAkey between.key -CAcreateserial -days 2 -out own.pem");
        Files.copy(
                made.resolve("own.key"), files.privateKey(), StandardCopyOption.REPLACE_EXISTING);
        for (String order :
                new String[] {"own between root", "root between own", "between own root"}) {
            var all = new StringBuilder();
            for (String name : order.split(" ", -1)) {
                all.append(Files.readString(made.resolve(name + ".pem")));
            }
            Files.writeString(files.certificate(), all);
            certificate = RenewedCertificate.open(files);

            assertThat(certificate.getCertificateChain(name()))
                    .as(order)
                    .extracting(one -> one.getSubjectX500Principal().getName())
                    .containsExactly("CN=own", "CN=between", "CN=root");
        }
    }

    @Test
    void aKeyForProbabilisticSignaturesOnlyIsServed() throws Exception {
        Path made = Files.createDirectory(work.resolve("pss"));
        openssl(
                made,
                "req -x509 -newkey rsa-pss -pkeyopt rsa_keygen_bits:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 -keyout own.key -out own.pem");
        Files.copy(
                made.resolve("own.key"), files.privateKey(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(
                made.resolve("own.pem"), files.certificate(), StandardCopyOption.REPLACE_EXISTING);
        certificate = RenewedCertificate.open(files);

        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (var in = Files.newInputStream(files.certificate())) {
            trusted.setCertificateEntry(
                    "own", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, managers.getTrustManagers(), null);
        for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
            try (var listening =
                            certificate
                                    .context()
                                    .getServerSocketFactory()
                                    .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    var socket =
                            (SSLSocket)
                                    client.getSocketFactory()
                                            .createSocket(
                                                    listening.getInetAddress(),
                                                    listening.getLocalPort())) {
                Thread.startVirtualThread(() -> greet(listening));
                socket.setEnabledProtocols(new String[] {version});
                socket.setSoTimeout(60_000);

                assertThat(socket.getInputStream().read()).as(version).isEqualTo('x');
            }
        }
    }

    private static void greet(ServerSocket listening) {
        try (var accepted = listening.accept()) {
            accepted.getOutputStream().write('x');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void openssl(Path folder, String... commands) throws Exception {
        for (String command : commands) {
            Process made =
                    new ProcessBuilder(("openssl " + command).split(" ", -1))
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("log").toFile())
                            .start();
            assertThat(made.waitFor()).as(() -> read(folder.resolve("log"))).isZero();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
