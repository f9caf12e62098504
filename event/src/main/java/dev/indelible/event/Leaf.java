package dev.indelible.event;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/// The leaf entry that stands for an event in its organization's tree, version 1. Fixed layout, big
/// endian, no JSON, and none of the event's bytes:
///
/// ```
/// u8 version=1 | u64 received_unix_ms | 16 B event id | u8 k | k × (u8 part | 32 B commitment)
/// commitment = SHA-256("indelible-leaf/v1" | salt | u8 part | u64 length | bytes)
/// salt       = SHA-256("indelible-salt/v1" | seed | u8 part)
/// ```
///
/// The parts stand in the order of their numbers. The salt hides a part's bytes from guessing (the
/// model of SD-JWT, RFC 9901); plain SHA-256 suffices because every field before the bytes has a
/// fixed length. A part is disclosed by its bytes and its salt, never by the seed.
public final class Leaf {
    public static final int VERSION = 1;

    /// Bytes of the random seed of each event.
    public static final int SEED_BYTES = 16;

    public static final int HASH_BYTES = 32;

    private static final byte[] LEAF_DOMAIN = "indelible-leaf/v1".getBytes(US_ASCII);
    private static final byte[] SALT_DOMAIN = "indelible-salt/v1".getBytes(US_ASCII);
    private static final int HEADER_BYTES = 1 + Long.BYTES + 16 + 1;
    private static final int COMMITMENT_BYTES = 1 + HASH_BYTES;

    private Leaf() {}

    /// The leaf entry of an event that still has all its parts.
    ///
    /// @param receivedUnixMillis when the journal took it
    /// @param seed [#SEED_BYTES] bytes
    public static byte[] entry(long receivedUnixMillis, UUID id, byte[] seed, Parts parts) {
        ByteBuffer entry =
                ByteBuffer.allocate(HEADER_BYTES + parts.count() * COMMITMENT_BYTES)
                        .put((byte) VERSION)
                        .putLong(receivedUnixMillis)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .put((byte) parts.count());
        for (Part part : Part.values()) {
            byte[] bytes = parts.get(part);
            if (bytes != null) {
                entry.put((byte) part.number()).put(commitment(salt(seed, part), part, bytes));
            }
        }
        return entry.array();
    }

    /// `SHA-256("indelible-salt/v1" | seed | u8 part)`.
    ///
    /// @param seed [#SEED_BYTES] bytes
    public static byte[] salt(byte[] seed, Part part) {
        if (requireNonNull(seed, "seed is null").length != SEED_BYTES) {
            throw new IllegalArgumentException("a seed has 16 bytes, not " + seed.length);
        }
        MessageDigest digest = sha256();
        digest.update(SALT_DOMAIN);
        digest.update(seed);
        digest.update((byte) part.number());
        return digest.digest();
    }

    /// `SHA-256("indelible-leaf/v1" | salt | u8 part | u64 length | bytes)`.
    ///
    /// @param salt [#HASH_BYTES] bytes
    public static byte[] commitment(byte[] salt, Part part, byte[] bytes) {
        if (requireNonNull(salt, "salt is null").length != HASH_BYTES) {
            throw new IllegalArgumentException("a salt has 32 bytes, not " + salt.length);
        }
        MessageDigest digest = sha256();
        digest.update(
                ByteBuffer.allocate(LEAF_DOMAIN.length + HASH_BYTES + 1 + Long.BYTES)
                        .put(LEAF_DOMAIN)
                        .put(salt)
                        .put((byte) part.number())
                        .putLong(bytes.length)
                        .flip());
        return digest.digest(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
