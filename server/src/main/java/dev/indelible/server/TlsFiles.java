package dev.indelible.server;

import dev.indelible.server.config.Settings;
import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/* What is said of these files never has their contents, nor what a library says of them: it may be a key. */

/// The two files of TLS: a private key, and its certificate with those that lead to its authority.
final class TlsFiles {
    private static final byte[] SAMPLE = new byte[32];
    private static final Pattern CERTIFICATE =
            Pattern.compile(
                    "-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", Pattern.DOTALL);
    private static final Pattern KEY =
            Pattern.compile(
                    "-----BEGIN ([A-Z ]*)PRIVATE KEY-----(.*?)-----END [A-Z ]*PRIVATE KEY-----",
                    Pattern.DOTALL);
    private static final String KEY_CURE =
            "; INDELIBLE_TLS_PRIVATE_KEY takes a PEM file with one key, as openssl pkey -in KEY writes it";
    private static final String CERTIFICATE_CURE =
            "; INDELIBLE_TLS_CERTIFICATE takes a PEM file with the server's certificate and those that lead to its authority";

    /// What they have.
    ///
    /// @param chain the key's own certificate, and then each that signed the one before
    /// @param isInOrder whether the file has them so
    record Found(PrivateKey key, List<X509Certificate> chain, boolean isInOrder) {
        Found {
            chain = List.copyOf(chain);
        }
    }

    private TlsFiles() {}

    /// @throws IOException if one cannot be read, or they do not fit each other, with the cure
    static Found read(Settings.Tls files) throws IOException {
        List<X509Certificate> certificates = certificates(files.certificate());
        PrivateKey key = key(files.privateKey());
        for (X509Certificate certificate : certificates) {
            if (fits(key, certificate)) {
                List<X509Certificate> chain = chain(certificate, certificates);
                return new Found(key, chain, chain.equals(certificates));
            }
        }
        throw new IOException(
                "the key in %s is not that of the certificate in %s; name two files that were made together"
                        .formatted(files.privateKey(), files.certificate()));
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private static List<X509Certificate> certificates(Path file) throws IOException {
        var certificates = new ArrayList<X509Certificate>();
        Matcher matcher = CERTIFICATE.matcher(text(file));
        while (matcher.find()) {
            try {
                certificates.add(certificate(matcher.group(1)));
            } catch (CertificateException | IllegalArgumentException e) {
                throw new IOException(
                        "%s: certificate %d of it is damaged%s"
                                .formatted(file, certificates.size() + 1, CERTIFICATE_CURE),
                        e);
            }
        }
        if (certificates.isEmpty()) {
            throw new IOException(
                    "%s has no certificate from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----%s"
                            .formatted(file, CERTIFICATE_CURE));
        }
        return certificates;
    }

    private static X509Certificate certificate(String base64) throws CertificateException {
        byte[] encoded = Base64.getMimeDecoder().decode(base64);
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(encoded));
    }

    private static PrivateKey key(Path file) throws IOException {
        String text = text(file);
        Matcher matcher = KEY.matcher(text);
        if (!matcher.find()) {
            throw new IOException(
                    "%s has no key from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----%s"
                            .formatted(file, KEY_CURE));
        }
        if (matcher.group(1).contains("ENCRYPTED") || text.contains("Proc-Type: 4,ENCRYPTED")) {
            throw new IOException(
                    "%s: its key has a passphrase, which nobody could type at a start; write it without one, readable by the server's user only: openssl pkey -in KEY -out PLAIN"
                            .formatted(file));
        }
        try {
            return Keys.builder()
                    .pem(pem -> pem.key(Resource.create(file)))
                    .build()
                    .privateKey()
                    .orElseThrow();
        } catch (RuntimeException e) {
            return pss(matcher.group(2))
                    .orElseThrow(() ->
                            new IOException(
                                    "%s: its key is damaged, or none for RSA, EC, Ed25519 or RSASSA-PSS%s"
                                            .formatted(file, KEY_CURE),
                                    e));
        }
    }

    /// One of RSA for this kind of signatures only.
    private static Optional<PrivateKey> pss(String base64) {
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(base64);
            return Optional.of(
                    KeyFactory.getInstance("RSASSA-PSS")
                            .generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static boolean fits(PrivateKey key, X509Certificate certificate) throws IOException {
        try {
            Signature signature = signature(key);
            signature.initSign(key);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (GeneralSecurityException | RuntimeException e) {
            // One of another algorithm, or numbers that are none of a key.
            return false;
        }
    }

    private static Signature signature(PrivateKey key) throws GeneralSecurityException {
        Signature signature =
                Signature.getInstance(
                        switch (key.getAlgorithm()) {
                            case "EC" -> "SHA256withECDSA";
                            case "RSA" -> "SHA256withRSA";
                            default -> key.getAlgorithm();
                        });
        if (key.getAlgorithm().equals("RSASSA-PSS")) {
            AlgorithmParameterSpec own = ((RSAKey) key).getParams();
            signature.setParameter(
                    own != null
                            ? own
                            : new PSSParameterSpec(
                                    "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        return signature;
    }

    /// Each signed the one before it; those that did not stand behind them, as in the file.
    private static List<X509Certificate> chain(X509Certificate own, List<X509Certificate> all) {
        var rest = new ArrayList<>(all);
        var chain = new ArrayList<X509Certificate>();
        Optional<X509Certificate> next = Optional.of(own);
        while (next.isPresent()) {
            X509Certificate last = next.get();
            rest.remove(last);
            chain.add(last);
            next = rest.stream().filter(above -> signed(above, last)).findFirst();
        }
        chain.addAll(rest);
        return chain;
    }

    private static boolean signed(X509Certificate above, X509Certificate below) {
        try {
            below.verify(above.getPublicKey());
            return below.getIssuerX500Principal().equals(above.getSubjectX500Principal());
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }
}
