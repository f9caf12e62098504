package dev.indelible.core.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.access.KeySecret.Scheme;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/* A secret is `ind_<key id>_<64 hex digits><8 hex digits>`: the id finds one row, the 64 digits are
 * 256 random bits, and the last 8 are the CRC-32 (IEEE 802.3) of all before them, by which a
 * scanner for leaked secrets knows a real one without asking us. Releases before 0.2 made secrets
 * without the last 8.
 *
 * Only HMAC-SHA-256 of the whole is kept. A slow password hash would add nothing, since 256 random
 * bits cannot be guessed, and would cost every request; the bootstrap key, which a person may
 * choose, is long, and guessing it is throttled. */

/// How secrets are made, recognised and hashed.
final class Secrets {
    static final int KEY_BYTES = 32;

    private static final int SECRET_BYTES = 32;
    private static final Pattern MADE =
            Pattern.compile("ind_([a-z0-9]{1,32})_[0-9a-f]{64}([0-9a-f]{8})?");
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final RandomGenerator random;

    /// @param key 32 random bytes that are not in the registry
    Secrets(byte[] key, RandomGenerator random) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("the key of hashes has 32 bytes");
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.random = random;
    }

    String newSecret(String keyId) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String unchecked = "ind_" + keyId + "_" + HexFormat.of().formatHex(bytes);
        return unchecked + checksum(unchecked);
    }

    private static String checksum(String text) {
        var sum = new CRC32();
        sum.update(text.getBytes(US_ASCII));
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }

    /// The key's id in a secret that looks like one of ours; empty for any other text.
    static Optional<String> keyId(String secret) {
        Matcher made = MADE.matcher(secret);
        if (!made.matches()) {
            return Optional.empty();
        }
        String sum = made.group(2);
        return sum == null || sum.equals(checksum(secret.substring(0, secret.length() - 8)))
                ? Optional.of(made.group(1))
                : Optional.empty();
    }

    KeySecret kept(String secret) {
        return new KeySecret(Scheme.HMAC, HexFormat.of().formatHex(hmac(secret)), null);
    }

    /// Whether this is the secret, in a time that does not tell how much of it is right.
    boolean matches(KeySecret kept, String secret) {
        byte[] hash =
                switch (kept.scheme()) {
                    case HMAC -> hmac(secret);
                    case SHA256 -> sha256(secret);
                };
        return MessageDigest.isEqual(HexFormat.of().parseHex(kept.hash()), hash);
    }

    /// Takes as long as a comparison.
    void compareWithNothing(String secret) {
        MessageDigest.isEqual(new byte[32], hmac(secret));
    }

    private byte[] hmac(String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(secret.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HMAC-SHA-256", e);
        }
    }

    private static byte[] sha256(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
