package dev.indelible.sinks.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Whom a destination's certificate may be from.
///
/// @param caCertificate PEM, one or more, trusted beside the system's; empty for the system's alone
/// @param skipVerify takes any certificate of anybody: whoever is in between reads everything
public record Tls(String caCertificate, boolean skipVerify) {
    /// What is wrong with certificates in PEM; empty if nothing is.
    public static Optional<String> fault(String pem) {
        try {
            return certificates(pem).isEmpty()
                    ? Optional.of("there is no certificate in it; give PEM")
                    : Optional.empty();
        } catch (GeneralSecurityException e) {
            return Optional.of("is no certificate in PEM");
        }
    }

    /// Sockets for TLS that trust so.
    public SSLSocketFactory sockets(X509TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, new SecureRandom());
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("there is no TLS in this JDK", e);
        }
    }

    /// Decides about certificates.
    public X509TrustManager trust() {
        if (skipVerify) {
            return new TrustAnybody();
        }
        try {
            return new Strict(caCertificate.isBlank() ? trust(null) : trust(withSystem()));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("the CA certificate cannot be used", e);
        }
    }

    private KeyStore withSystem() throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
        keys.load(null, null);
        int number = 0;
        for (X509Certificate issuer : trust(null).getAcceptedIssuers()) {
            keys.setCertificateEntry("system-" + number++, issuer);
        }
        for (Certificate certificate : certificates(caCertificate)) {
            keys.setCertificateEntry("own-" + number++, certificate);
        }
        return keys;
    }

    private static X509ExtendedTrustManager trust(@Nullable KeyStore keys)
            throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(keys);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager trust) {
                return trust;
            }
        }
        throw new IllegalStateException("this JDK trusts no X.509 certificates");
    }

    private static Collection<? extends Certificate> certificates(String pem)
            throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(
                        new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
    }

    /// The JDK's decision, and none for a certificate out of its time: the JDK takes one that is
    /// itself in the list of trusted ones although it has ended.
    private static final class Strict extends X509ExtendedTrustManager {
        private final X509ExtendedTrustManager decider;

        Strict(X509ExtendedTrustManager decider) {
            this.decider = decider;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            decider.checkClientTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            chain[0].checkValidity();
            decider.checkServerTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            decider.checkClientTrusted(chain, type, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            chain[0].checkValidity();
            decider.checkServerTrusted(chain, type, socket);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            decider.checkClientTrusted(chain, type, engine);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            chain[0].checkValidity();
            decider.checkServerTrusted(chain, type, engine);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return decider.getAcceptedIssuers();
        }
    }

    /// For those who said that they want it. Extended, so that the JDK adds no checks of its own.
    private static final class TrustAnybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
