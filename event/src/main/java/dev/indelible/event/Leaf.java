package dev.indelible.event;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Map;
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

    private static final int HEADER_BYTES = 1 + Long.BYTES + 16 + 1;
    private static final int COMMITMENT_BYTES = 1 + HASH_BYTES;

    /// Bytes of the leaf entry of an event with all parts.
    public static final int BYTES_MAX = HEADER_BYTES + Part.values().length * COMMITMENT_BYTES;

    private Leaf() {}

    /// The leaf entry of an event that still has all its parts.
    ///
    /// @param receivedUnixMillis when the journal took it
    /// @param seed [#SEED_BYTES] bytes
    public static byte[] entry(long receivedUnixMillis, UUID id, byte[] seed, Parts parts) {
        byte[] entry = new byte[BYTES_MAX];
        int length = new LeafWriter().write(receivedUnixMillis, id, seed, parts, entry, 0);
        return Arrays.copyOf(entry, length);
    }

    /// The leaf entry of an event by the commitments of its parts: those of parts that were erased
    /// as they were kept, those of the others as [#commitment] gives them.
    ///
    /// @param commitments of every part that the event ever had, [#HASH_BYTES] bytes each
    public static byte[] entry(long receivedUnixMillis, UUID id, Map<Part, byte[]> commitments) {
        byte[] entry = new byte[HEADER_BYTES + commitments.size() * COMMITMENT_BYTES];
        int at = LeafWriter.header(receivedUnixMillis, id, commitments.size(), entry, 0);
        for (Part part : Part.values()) {
            byte[] commitment = commitments.get(part);
            if (commitment != null) {
                requireHash(commitment, "commitment");
                entry[at++] = (byte) part.number();
                System.arraycopy(commitment, 0, entry, at, HASH_BYTES);
                at += HASH_BYTES;
            }
        }
        return entry;
    }

    /// `SHA-256("indelible-salt/v1" | seed | u8 part)`.
    ///
    /// @param seed [#SEED_BYTES] bytes
    public static byte[] salt(byte[] seed, Part part) {
        requireSeed(seed);
        return new LeafWriter().salt(seed, part);
    }

    /// `SHA-256("indelible-leaf/v1" | salt | u8 part | u64 length | bytes)`.
    ///
    /// @param salt [#HASH_BYTES] bytes
    public static byte[] commitment(byte[] salt, Part part, byte[] bytes) {
        requireHash(salt, "salt");
        return new LeafWriter().commitment(salt, part, bytes);
    }

    static void requireSeed(byte[] seed) {
        if (requireNonNull(seed, "seed is null").length != SEED_BYTES) {
            throw new IllegalArgumentException("a seed has 16 bytes, not " + seed.length);
        }
    }

    private static void requireHash(byte[] hash, String name) {
        if (requireNonNull(hash, name).length != HASH_BYTES) {
            throw new IllegalArgumentException(
                    "a %s has 32 bytes, not %d".formatted(name, hash.length));
        }
    }
}
