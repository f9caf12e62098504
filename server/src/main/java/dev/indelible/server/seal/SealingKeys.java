package dev.indelible.server.seal;

import dev.indelible.core.sealing.LogKeys;
import dev.indelible.proof.Signer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The keys of all logs, derived from one master seed, so that there is one secret to guard:
///
/// ```
/// log key  = HKDF-SHA256(master seed, "indelible-log-key/v1 "  | origin)      a seed of Ed25519
/// tag salt = SHA-256("indelible-tag-salt/v1" | public key of the log)
/// ```
///
/// Never shows the seed.
public final class SealingKeys implements LogKeys {
    /// Bytes of the master seed.
    public static final int SEED_BYTES = 32;

    private static final String LOG_KEY = "indelible-log-key/v1 ";
    private static final String TAG_SALT = "indelible-tag-salt/v1";

    private final byte[] masterSeed;
    private final Map<String, Signer> signers = new ConcurrentHashMap<>();

    /// Keys from this seed, which is copied.
    public SealingKeys(byte[] masterSeed) {
        if (masterSeed.length != SEED_BYTES) {
            throw new IllegalArgumentException(
                    "a master seed has 32 bytes, not " + masterSeed.length);
        }
        this.masterSeed = masterSeed.clone();
    }

    @Override
    public Signer signer(String origin) {
        return signers.computeIfAbsent(
                origin, name -> new Ed25519Signer(name, derived(LOG_KEY + name)));
    }

    @Override
    public byte[] tagSalt(String origin) {
        // Of the key that readers pin: an operator who could choose it could anchor two histories
        // of
        // one organization under two tags.
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(TAG_SALT.getBytes(StandardCharsets.UTF_8));
            return digest.digest(signer(origin).verifierKey().publicKey());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private byte[] derived(String info) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(new SecretKeySpec(masterSeed, "Generic"))
                                    .thenExpand(info.getBytes(StandardCharsets.UTF_8), SEED_BYTES));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("JDK 25 has HKDF-SHA256", e);
        }
    }
}
