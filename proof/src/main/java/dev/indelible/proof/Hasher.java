package dev.indelible.proof;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;

/// The three hashes of RFC 6962, section 2.1, written into arrays of the caller, without garbage.
///
/// For one thread at a time. A loop that hashes much holds its own; [Merkle] has the same hashes as
/// functions, for everybody else.
public final class Hasher {
    static final byte LEAF = 0x00;
    static final byte NODE = 0x01;

    private static final int HASH_BYTES = Merkle.HASH_BYTES;
    private static final int SCRATCH_BYTES = 1024;
    private static final ThreadLocal<Hasher> OF_THREAD = ThreadLocal.withInitial(Hasher::new);

    private final MessageDigest digest = sha256();
    private final byte[] node = new byte[1 + 2 * HASH_BYTES];
    private final byte[] leaf = new byte[SCRATCH_BYTES];

    /// A hasher with its own digest and scratch space, about 1.5 kB.
    public Hasher() {
        node[0] = NODE;
        leaf[0] = LEAF;
    }

    /// This thread's own.
    static Hasher ofThread() {
        return OF_THREAD.get();
    }

    /// `target = SHA-256(0x00 || entry)`.
    ///
    /// @param entry holds the entry's bytes at `offset`
    /// @param length the entry's bytes; 0 is an entry too
    /// @param target gets [Merkle#HASH_BYTES] bytes at `targetOffset`; may be `entry`
    public void leaf(byte[] entry, int offset, int length, byte[] target, int targetOffset) {
        Objects.checkFromIndexSize(offset, length, entry.length);
        if (length < SCRATCH_BYTES) {
            System.arraycopy(entry, offset, leaf, 1, length);
            digest.update(leaf, 0, 1 + length);
        } else {
            digest.update(LEAF);
            digest.update(entry, offset, length);
        }
        finish(target, targetOffset);
    }

    /// The leaf hash of an entry that its maker wrote behind one byte kept free for the prefix, so
    /// that nothing is copied: `target = SHA-256(0x00 || entry)`.
    ///
    /// @param prefixed `0x00` at `offset`, the entry behind it
    /// @param length 1 + the entry's bytes
    /// @param target gets [Merkle#HASH_BYTES] bytes at `targetOffset`; may be `prefixed`
    /// @throws IllegalArgumentException if the byte at `offset` is not `0x00`
    public void prefixedLeaf(
            byte[] prefixed, int offset, int length, byte[] target, int targetOffset) {
        Objects.checkFromIndexSize(offset, length, prefixed.length);
        if (length == 0 || prefixed[offset] != LEAF) {
            throw new IllegalArgumentException("a prefixed entry starts with the byte 0x00");
        }
        digest.update(prefixed, offset, length);
        finish(target, targetOffset);
    }

    /// `target = SHA-256(0x01 || left || right)`.
    ///
    /// @param left a hash at `leftOffset`
    /// @param right a hash at `rightOffset`
    /// @param target gets [Merkle#HASH_BYTES] bytes at `targetOffset`; may be `left` or `right`
    public void node(
            byte[] left,
            int leftOffset,
            byte[] right,
            int rightOffset,
            byte[] target,
            int targetOffset) {
        System.arraycopy(left, leftOffset, node, 1, HASH_BYTES);
        System.arraycopy(right, rightOffset, node, 1 + HASH_BYTES, HASH_BYTES);
        digest.update(node, 0, node.length);
        finish(target, targetOffset);
    }

    private void finish(byte[] target, int targetOffset) {
        try {
            digest.digest(target, targetOffset, HASH_BYTES);
        } catch (DigestException | IllegalArgumentException e) {
            digest.reset();
            throw new IllegalArgumentException(
                    "no room for 32 bytes at " + targetOffset + " of " + target.length, e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
