package dev.indelible.testkit.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate that signs itself and its key, made by the JDK's keytool for one test.
public final class TestCertificate {
    private static final char[] PASSWORD = "only for tests".toCharArray();

    private final KeyStore keys;

    private TestCertificate(KeyStore keys) {
        this.keys = keys;
    }

    /// One for 127.0.0.1 and localhost, valid now.
    public static TestCertificate valid(Path folder) throws Exception {
        return make(folder.resolve("valid.p12"), "san=ip:127.0.0.1,dns:localhost", "-1d", 30);
    }

    /// One that ended yesterday.
    public static TestCertificate expired(Path folder) throws Exception {
        return make(folder.resolve("expired.p12"), "san=ip:127.0.0.1,dns:localhost", "-10d", 9);
    }

    /// One of another host.
    public static TestCertificate otherHost(Path folder) throws Exception {
        return make(folder.resolve("other.p12"), "san=dns:other.example.com", "-1d", 30);
    }

    private static TestCertificate make(Path file, String names, String start, int days)
            throws Exception {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "test",
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-dname",
                                "CN=test",
                                "-ext",
                                names,
                                "-ext",
                                "bc=ca:true",
                                "-startdate",
                                start,
                                "-validity",
                                Integer.toString(days),
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                new String(PASSWORD)));
        Process keytool =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(file.resolveSibling("keytool.log").toFile())
                        .start();
        if (keytool.waitFor() != 0) {
            throw new IOException(Files.readString(file.resolveSibling("keytool.log")));
        }
        return new TestCertificate(KeyStore.getInstance(file.toFile(), PASSWORD));
    }

    /// For a server that shows this certificate.
    public SSLContext serverContext() throws GeneralSecurityException {
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    public String pem() throws GeneralSecurityException {
        return pem("CERTIFICATE", keys.getCertificate("test").getEncoded());
    }

    /// The certificate as a file.
    public Path writePem(Path folder) throws GeneralSecurityException, IOException {
        return Files.writeString(folder.resolve("certificate.pem"), pem());
    }

    /// The key as a file.
    public Path writeKey(Path folder) throws GeneralSecurityException, IOException {
        return Files.writeString(
                folder.resolve("key.pem"),
                pem("PRIVATE KEY", keys.getKey("test", PASSWORD).getEncoded()));
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(
                        what,
                        Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes),
                        what);
    }
}
