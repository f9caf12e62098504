package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.server.config.Settings;
import dev.indelible.testkit.delivery.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
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
                    java.security.cert.CertificateFactory.getInstance("X.509")
                            .generateCertificate(in);
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
}
