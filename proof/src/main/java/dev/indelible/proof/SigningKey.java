package dev.indelible.proof;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/// An Ed25519 private key with the name and type it signs under, used through the JDK.
///
/// ```
/// skey = "PRIVATE+KEY+" || name || "+" || hex8(key id) || "+" || base64(type || seed)
/// ```
///
/// The form of the skey is that of Go's `sumdb/note`. Any thread may sign. Signatures are the same
/// for the same message (RFC 8032). Never shows its seed but through [#text] and [#seed].
public final class SigningKey implements Signer {
    /// Bytes of a seed, which is the private key of RFC 8032.
    public static final int SEED_BYTES = 32;

    private static final String START = "PRIVATE+KEY+";
    private static final String ALGORITHM = "Ed25519";
    private static final int PARTS = 3;

    /// What stands before the seed in its PKCS #8 (RFC 8410).
    private static final byte[] PREFIX =
            HexFormat.of().parseHex("302e020100300506032b657004220420");

    private final VerifierKey verifierKey;
    private final byte[] seed;
    private final PrivateKey privateKey;

    private SigningKey(VerifierKey verifierKey, byte[] seed) {
        this.verifierKey = verifierKey;
        this.seed = seed;
        this.privateKey = privateKey(seed);
    }

    /// The key of a seed.
    ///
    /// @param type of Ed25519
    /// @param seed [#SEED_BYTES] secret bytes
    public static SigningKey of(KeyType type, String name, byte[] seed) {
        if (type.algorithm() != Algorithm.ED25519 || seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("a signing key is Ed25519 and has 32 secret bytes");
        }
        byte[] copy = seed.clone();
        return new SigningKey(VerifierKey.of(type, name, publicKey(copy)), copy);
    }

    /// A new key.
    ///
    /// @param type of Ed25519
    /// @param random where its secret comes from
    public static SigningKey generate(KeyType type, String name, SecureRandom random) {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return of(type, name, seed);
    }

    /// The key that a skey holds. Inverse of [#text()].
    ///
    /// @throws MalformedException if it is not a skey of an Ed25519 type, or prints a wrong key id;
    ///   the message holds nothing of it
    public static SigningKey parse(String skey) {
        requireNonNull(skey, "skey is null");
        String[] parts = skey.startsWith(START) ? rest(skey) : new String[0];
        if (parts.length < PARTS || !Names.isKeyName(parts[0])) {
            throw new MalformedException("a skey is PRIVATE+KEY+<name>+<8 hex digits>+<base64>");
        }
        byte[] material = Wire.base64(parts[2], "the key of a skey");
        KeyType type = VerifierKey.typeOf(material);
        if (type.algorithm() != Algorithm.ED25519 || material.length != 1 + SEED_BYTES) {
            throw new MalformedException("a skey is Ed25519 and has 32 secret bytes");
        }
        SigningKey key = of(type, parts[0], Arrays.copyOfRange(material, 1, material.length));
        VerifierKey.requireKeyId(parts[1], key.verifierKey);
        return key;
    }

    @Override
    public VerifierKey verifierKey() {
        return verifierKey;
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK does not sign with Ed25519", e);
        }
    }

    /// The secret itself, for another library to sign with.
    public byte[] seed() {
        return seed.clone();
    }

    /// The skey: a secret. Inverse of [#parse].
    public String text() {
        return START
                + verifierKey.name()
                + "+"
                + VerifierKey.hex(verifierKey.keyId())
                + "+"
                + Wire.base64(VerifierKey.typed(verifierKey.type(), seed));
    }

    /// The vkey: nothing secret.
    @Override
    public String toString() {
        return verifierKey.toString();
    }

    private static String[] rest(String skey) {
        return skey.substring(START.length()).split("\\+", PARTS);
    }

    private static PrivateKey privateKey(byte[] seed) {
        byte[] encoded =
                ByteBuffer.allocate(PREFIX.length + SEED_BYTES).put(PREFIX).put(seed).array();
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK takes no Ed25519 key", e);
        }
    }

    /// The JDK derives a public key only while it generates a pair, so it is given the seed as the
    /// random bytes that it asks for.
    private static byte[] publicKey(byte[] seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
            KeyPair pair = generator.generateKeyPair();
            byte[] used = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            if (!Arrays.equals(used, seed)) {
                throw new IllegalStateException("this provider makes keys of its own");
            }
            byte[] encoded = pair.getPublic().getEncoded();
            int keyBytes = Algorithm.ED25519.publicKeyBytes();
            return Arrays.copyOfRange(encoded, encoded.length - keyBytes, encoded.length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK makes no Ed25519 key", e);
        }
    }

    private static final class Fixed extends SecureRandom {
        private final byte[] bytes;

        Fixed(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] target) {
            System.arraycopy(bytes, 0, target, 0, target.length);
        }
    }
}
