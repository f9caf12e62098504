package dev.indelible.server;

import dev.indelible.core.ops.Worker;
import dev.indelible.server.config.Settings;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/* Certificate and key are two files, and whoever renews them writes one after the other. So they are
 * looked at again and again, and taken together once they fit each other. A handshake asks first for
 * a name, then for what is behind it; each pair has names of its own, and the one before stays for
 * handshakes that began with it. */

/// The certificate that this server shows, read anew when its files change. One that cannot be
/// read, does not fit its key or is not valid leaves the one before in place, which is logged.
final class RenewedCertificate extends X509ExtendedKeyManager implements Worker {
    private static final Duration REST = Duration.ofSeconds(2);

    private static final System.Logger logger =
            System.getLogger(RenewedCertificate.class.getName());

    private final Settings.Tls files;
    private List<Object> seen;
    private int count;
    private volatile Pair now;
    private volatile Pair before;

    /// A certificate with its key, under a name that no other has.
    private record Pair(String name, X509ExtendedKeyManager manager) {
        X509Certificate[] chain() {
            return manager.getCertificateChain(name);
        }

        X509Certificate certificate() {
            return chain()[0];
        }
    }

    private RenewedCertificate(Settings.Tls files) throws IOException {
        this.files = files;
        seen = state();
        now = read();
        before = now;
    }

    /// @throws IOException if there is none, or it does not fit its key
    static RenewedCertificate open(Settings.Tls files) throws IOException {
        return new RenewedCertificate(files);
    }

    /// For all connections; one that is open keeps what it began with.
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {this}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Duration step() {
        List<Object> there = state();
        if (!there.equals(seen)) {
            seen = there;
            renew();
        }
        return REST;
    }

    private void renew() {
        try {
            Pair read = read();
            X509Certificate certificate = read.certificate();
            certificate.checkValidity();
            if (!Arrays.equals(read.chain(), now.chain())) {
                before = now;
                now = read;
                logger.log(
                        System.Logger.Level.INFO,
                        "TLS certificate renewed: until={0}",
                        certificate.getNotAfter().toInstant());
            }
        } catch (IOException | GeneralSecurityException e) {
            logger.log(
                    System.Logger.Level.WARNING,
                    "TLS certificate not renewed, the one before stays: until={0} reason={1}",
                    now.certificate().getNotAfter().toInstant(),
                    e.getMessage());
        }
    }

    /// What changes when the files do. A link to another file is such a change.
    private List<Object> state() {
        return List.of(state(files.certificate()), state(files.privateKey()));
    }

    private static Object state(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(found.lastModifiedTime(), found.size(), String.valueOf(found.fileKey()));
        } catch (IOException e) {
            return "missing";
        }
    }

    private Pair read() throws IOException {
        TlsFiles.Found found = TlsFiles.read(files);
        if (!found.isInOrder()) {
            logger.log(
                    System.Logger.Level.WARNING,
                    "TLS certificates are out of order in their file, and are shown in order:"
                            + " file={0} first={1}",
                    files.certificate(),
                    found.chain().getFirst().getSubjectX500Principal());
        }
        X509Certificate[] chain = found.chain().toArray(new X509Certificate[0]);
        String name = Integer.toString(count++);
        try {
            return new Pair(name, manager(name, found.key(), chain));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IOException(
                    "%s has a key that this Java serves nobody with (%s); take one for EC or RSA"
                            .formatted(files.privateKey(), found.key().getAlgorithm()),
                    e);
        }
    }

    private static X509ExtendedKeyManager manager(
            String name, PrivateKey key, X509Certificate[] chain)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        char[] password = new char[0];
        store.setKeyEntry(name, key, password, chain);
        KeyManagerFactory factory =
                // Others give names of their own.
                KeyManagerFactory.getInstance("SunX509");
        factory.init(store, password);
        return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    }

    private X509ExtendedKeyManager of(String name) {
        Pair newest = now;
        return name.equals(newest.name()) ? newest.manager() : before.manager();
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return now.manager().chooseEngineServerAlias(keyType, issuers, engine);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, Socket socket) {
        return now.manager().chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String name) {
        return of(name).getCertificateChain(name);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String name) {
        return of(name).getPrivateKey(name);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return now.manager().getServerAliases(keyType, issuers);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }
}
