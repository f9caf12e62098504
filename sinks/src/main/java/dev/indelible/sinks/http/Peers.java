package dev.indelible.sinks.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// With whom TLS was spoken, for people.
public final class Peers {
    private Peers() {}

    /// Protocol, subject, end of validity and SHA-256 of the certificate.
    public static String describe(String protocol, @Nullable Certificate certificate) {
        if (!(certificate instanceof X509Certificate x509)) {
            return protocol;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(x509.getEncoded());
            return "%s, %s, valid until %s, SHA-256 %s"
                    .formatted(
                            protocol,
                            x509.getSubjectX500Principal().getName(),
                            x509.getNotAfter().toInstant(),
                            HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            return protocol;
        }
    }
}
