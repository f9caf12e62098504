package dev.indelible.event;

import static dev.indelible.event.Leaf.HASH_BYTES;
import static dev.indelible.event.Leaf.SEED_BYTES;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/// Writes leaf entries, one after another, into arrays of the caller: the work of [Leaf] without
/// its garbage, for whoever makes many. For one thread at a time.
public final class LeafWriter {
    private static final byte[] LEAF_DOMAIN = "indelible-leaf/v1".getBytes(US_ASCII);
    private static final byte[] SALT_DOMAIN = "indelible-salt/v1".getBytes(US_ASCII);
    private static final int COMMITMENT_PREFIX_BYTES =
            LEAF_DOMAIN.length + HASH_BYTES + 1 + Long.BYTES;

    /// Parts up to this size are copied behind the prefix, so that the digest is called once.
    private static final int COPIED_BYTES_MAX = 1024;

    private static final Part[] PARTS = Part.values();

    private final MessageDigest digest = sha256();
    private final byte[] salted = new byte[SALT_DOMAIN.length + SEED_BYTES + 1];
    private final byte[] committed = new byte[COMMITMENT_PREFIX_BYTES + COPIED_BYTES_MAX];

    /// A writer with its own digest and scratch space, about 1.5 kB.
    public LeafWriter() {
        System.arraycopy(SALT_DOMAIN, 0, salted, 0, SALT_DOMAIN.length);
        System.arraycopy(LEAF_DOMAIN, 0, committed, 0, LEAF_DOMAIN.length);
    }

    /// Writes the leaf entry of an event that still has all its parts, as [Leaf#entry].
    ///
    /// @param target has room for [Leaf#BYTES_MAX] at `offset`
    /// @return how many bytes were written
    public int write(
            long receivedUnixMillis, UUID id, byte[] seed, Parts parts, byte[] target, int offset) {
        Leaf.requireSeed(seed);
        int at = header(receivedUnixMillis, id, parts.count(), target, offset);
        System.arraycopy(seed, 0, salted, SALT_DOMAIN.length, SEED_BYTES);
        for (Part part : PARTS) {
            byte[] bytes = parts.get(part);
            if (bytes != null) {
                target[at++] = (byte) part.number();
                salted[salted.length - 1] = (byte) part.number();
                digest.update(salted, 0, salted.length);
                finish(committed, LEAF_DOMAIN.length);
                commit(part, bytes, target, at);
                at += HASH_BYTES;
            }
        }
        return at - offset;
    }

    /// Writes the leaf entry of an event of which parts were erased: the one it always had.
    ///
    /// @param remains of which the body has not expired
    /// @param target has room for [Leaf#BYTES_MAX] at `offset`
    /// @return how many bytes were written
    public int write(
            long receivedUnixMillis,
            UUID id,
            Remains remains,
            Parts parts,
            byte[] target,
            int offset) {
        int at = header(receivedUnixMillis, id, 0, target, offset);
        int count = 0;
        for (Part part : PARTS) {
            byte[] commitment = remains.commitment(part);
            byte[] salt = remains.salt(part);
            byte[] bytes = parts.get(part);
            if (commitment == null && salt != null && bytes != null) {
                commitment = commitment(salt, part, bytes);
            }
            if (commitment != null) {
                target[at++] = (byte) part.number();
                System.arraycopy(commitment, 0, target, at, HASH_BYTES);
                at += HASH_BYTES;
                count++;
            }
        }
        header(receivedUnixMillis, id, count, target, offset);
        return at - offset;
    }

    /// Writes what stands before the commitments.
    static int header(long receivedUnixMillis, UUID id, int partCount, byte[] target, int offset) {
        int at = offset;
        target[at++] = Leaf.VERSION;
        at = putLong(receivedUnixMillis, target, at);
        at = putLong(id.getMostSignificantBits(), target, at);
        at = putLong(id.getLeastSignificantBits(), target, at);
        target[at++] = (byte) partCount;
        return at;
    }

    byte[] salt(byte[] seed, Part part) {
        System.arraycopy(seed, 0, salted, SALT_DOMAIN.length, SEED_BYTES);
        salted[salted.length - 1] = (byte) part.number();
        return digest.digest(salted);
    }

    byte[] commitment(byte[] salt, Part part, byte[] bytes) {
        System.arraycopy(salt, 0, committed, LEAF_DOMAIN.length, HASH_BYTES);
        byte[] commitment = new byte[HASH_BYTES];
        commit(part, bytes, commitment, 0);
        return commitment;
    }

    /// The salt stands in its place already.
    private void commit(Part part, byte[] bytes, byte[] target, int offset) {
        int at = LEAF_DOMAIN.length + HASH_BYTES;
        committed[at++] = (byte) part.number();
        at = putLong(bytes.length, committed, at);
        if (bytes.length <= COPIED_BYTES_MAX) {
            System.arraycopy(bytes, 0, committed, at, bytes.length);
            digest.update(committed, 0, at + bytes.length);
        } else {
            digest.update(committed, 0, at);
            digest.update(bytes, 0, bytes.length);
        }
        finish(target, offset);
    }

    private void finish(byte[] target, int offset) {
        try {
            digest.digest(target, offset, HASH_BYTES);
        } catch (DigestException e) {
            throw new IllegalArgumentException("no room for 32 bytes at " + offset, e);
        }
    }

    private static int putLong(long value, byte[] target, int offset) {
        for (int i = 0; i < Long.BYTES; i++) {
            target[offset + i] = (byte) (value >>> Long.SIZE - Byte.SIZE * (i + 1));
        }
        return offset + Long.BYTES;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
