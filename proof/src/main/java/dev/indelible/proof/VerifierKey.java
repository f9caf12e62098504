package dev.indelible.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/// A public key with the name and the type it signs under: the vkey of signed-note, "Verifier
/// keys".
///
/// ```
/// vkey   = name || "+" || hex8(key id) || "+" || base64(type || public key)
/// key id = SHA-256(name || 0x0A || type || public key)[0:4]
/// ```
///
/// Name and key id together say which lines of a note are this key's.
public final class VerifierKey {
    private static final int PARTS = 3;

    private final KeyType type;
    private final String name;
    private final byte[] publicKey;
    private final int keyId;

    private VerifierKey(KeyType type, String name, byte[] publicKey) {
        this.type = type;
        this.name = name;
        this.publicKey = publicKey;
        this.keyId = keyId(name, type.code(), publicKey);
    }

    /// The key with these parts.
    ///
    /// @param name not empty, no white space, no plus, at most [Limits#NAME_BYTES_MAX] bytes
    /// @param publicKey as long as the algorithm of `type` has it
    public static VerifierKey of(KeyType type, String name, byte[] publicKey) {
        requireNonNull(type, "type is null");
        if (!Names.isKeyName(name)) {
            throw new IllegalArgumentException("no name for a key: \"" + name + "\"");
        }
        if (publicKey.length != type.algorithm().publicKeyBytes()) {
            throw new IllegalArgumentException(
                    publicKey.length + " bytes are no public key of " + type.algorithm());
        }
        return new VerifierKey(type, name, publicKey.clone());
    }

    /// The key that a vkey names. Inverse of [#toString()].
    ///
    /// The key id is computed; a vkey that prints another one has been mistyped or tampered with.
    ///
    /// @throws MalformedException if it is not a vkey, of another type than [KeyType] knows, or
    ///   prints a wrong key id
    public static VerifierKey parse(String vkey) {
        // The Base64 may hold a plus too, the name may not.
        String[] parts = requireNonNull(vkey, "vkey is null").split("\\+", PARTS);
        if (parts.length < PARTS || !Names.isKeyName(parts[0])) {
            throw new MalformedException("a vkey is <name>+<8 hex digits>+<base64>");
        }
        byte[] material = Wire.base64(parts[2], "the key of a vkey");
        KeyType type = typeOf(material);
        if (material.length != 1 + type.algorithm().publicKeyBytes()) {
            throw new MalformedException(
                    "%d bytes are no public key of %s"
                            .formatted(material.length - 1, type.algorithm()));
        }
        byte[] publicKey = Arrays.copyOfRange(material, 1, material.length);
        VerifierKey key = new VerifierKey(type, parts[0], publicKey);
        requireKeyId(parts[1], key);
        return key;
    }

    static KeyType typeOf(byte[] material) {
        if (material.length == 0) {
            throw new MalformedException("a key starts with its type");
        }
        return KeyType.of(material[0] & 0xff)
                .orElseThrow(() ->
                        new MalformedException(
                                "keys of type 0x%02x cannot be checked here"
                                        .formatted(material[0])));
    }

    static void requireKeyId(String printed, VerifierKey key) {
        if (!printed.equals(hex(key.keyId))) {
            throw new MalformedException(
                    "the key's id is %s, not the one printed".formatted(hex(key.keyId)));
        }
    }

    /// `SHA-256(name || 0x0A || type || public key)[0:4]`, signed-note, "Signatures".
    static int keyId(String name, int type, byte[] publicKey) {
        MessageDigest digest = Hasher.sha256();
        digest.update(name.getBytes(UTF_8));
        digest.update((byte) '\n');
        digest.update((byte) type);
        return ByteBuffer.wrap(digest.digest(publicKey)).getInt();
    }

    /// What it signs.
    public KeyType type() {
        return type;
    }

    /// The name its lines bear.
    public String name() {
        return name;
    }

    /// The bare public key.
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /// The first four bytes of each of its signatures, big-endian.
    public int keyId() {
        return keyId;
    }

    boolean hasSamePublicKey(VerifierKey other) {
        return Arrays.equals(publicKey, other.publicKey);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierKey key
                && type == key.type
                && name.equals(key.name)
                && hasSamePublicKey(key);
    }

    @Override
    public int hashCode() {
        return keyId;
    }

    /// The vkey. Inverse of [#parse].
    @Override
    public String toString() {
        return name + "+" + hex(keyId) + "+" + Wire.base64(typed(type, publicKey));
    }

    static String hex(int keyId) {
        return HexFormat.of().toHexDigits(keyId);
    }

    /// `type || key`.
    static byte[] typed(KeyType type, byte[] key) {
        return ByteBuffer.allocate(1 + key.length).put((byte) type.code()).put(key).array();
    }
}
