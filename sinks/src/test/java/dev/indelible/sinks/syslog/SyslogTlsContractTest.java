package dev.indelible.sinks.syslog;

import dev.indelible.sinks.JsonText;
import dev.indelible.testkit.delivery.Rsyslog;
import dev.indelible.testkit.delivery.TestCertificate;
import java.nio.file.Path;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked
class SyslogTlsContractTest extends SyslogContractTest {
    @TempDir static Path certificates;
    private static TestCertificate certificate;

    /// Made once, because it takes seconds.
    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = TestCertificate.valid(certificates);
    }

    @Override
    Rsyslog start() throws Exception {
        return Rsyslog.tls(folder, certificate);
    }

    @Override
    String transport() throws Exception {
        return "\"transport\":\"tls\",\"caCertificate\":" + JsonText.quoted(certificate.pem());
    }
}
