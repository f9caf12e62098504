package dev.indelible.proof;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;

/// The Merkle tree of RFC 6962, section 2.1, with SHA-256: its hashes, and the judges of its
/// proofs.
///
/// ```
/// MTH({})   = SHA-256()
/// MTH({e})  = SHA-256(0x00 || e)
/// MTH(D[n]) = SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n])),  k the largest power of two < n
/// ```
///
/// Sizes and indexes are unsigned 64-bit numbers in the judges. Any thread may call any of this.
public final class Merkle {
    /// Bytes of every hash here.
    public static final int HASH_BYTES = 32;

    private static final byte[] EMPTY_ROOT = Hasher.sha256().digest();

    private Merkle() {}

    /// `SHA-256()`: the root of the tree without leaves.
    public static byte[] emptyRoot() {
        return EMPTY_ROOT.clone();
    }

    /// `SHA-256(0x00 || entry)`.
    public static byte[] leafHash(byte[] entry) {
        requireNonNull(entry, "entry is null");
        byte[] hash = new byte[HASH_BYTES];
        Hasher.ofThread().leaf(entry, 0, entry.length, hash, 0);
        return hash;
    }

    /// The leaf hash of an entry written behind one byte kept free: `SHA-256(prefixed)`.
    ///
    /// `prefixedLeafHash(0x00 || entry) = leafHash(entry)`, without the copy.
    ///
    /// @param prefixed `0x00`, then the entry
    /// @throws IllegalArgumentException if the first byte is not `0x00`
    public static byte[] prefixedLeafHash(byte[] prefixed) {
        requireNonNull(prefixed, "prefixed is null");
        byte[] hash = new byte[HASH_BYTES];
        Hasher.ofThread().prefixedLeaf(prefixed, 0, prefixed.length, hash, 0);
        return hash;
    }

    /// `SHA-256(0x01 || left || right)`.
    ///
    /// @param left [#HASH_BYTES] bytes
    /// @param right [#HASH_BYTES] bytes
    public static byte[] nodeHash(byte[] left, byte[] right) {
        requireHash(left, "left");
        requireHash(right, "right");
        byte[] hash = new byte[HASH_BYTES];
        Hasher.ofThread().node(left, 0, right, 0, hash, 0);
        return hash;
    }

    /// Whether `proof` shows that the tree of `treeSize` leaves with root `root` holds `leafHash`
    /// at `leafIndex`. RFC 9162, section 2.1.3.2.
    ///
    /// Hashes of any other length than [#HASH_BYTES] are a no.
    ///
    /// @param treeSize unsigned
    /// @param leafIndex unsigned; `treeSize` and above are not in the tree, so the answer is no
    /// @param proof sibling hashes from the leaf up, trusted in no way
    public static boolean includes(
            byte[] root, long treeSize, long leafIndex, byte[] leafHash, List<byte[]> proof) {
        if (Long.compareUnsigned(leafIndex, treeSize) >= 0
                || leafHash.length != HASH_BYTES
                || !areHashes(proof)) {
            return false;
        }
        Hasher hasher = Hasher.ofThread();
        long node = leafIndex;
        long last = treeSize - 1;
        byte[] hash = leafHash.clone();
        for (byte[] sibling : proof) {
            if (last == 0) {
                return false;
            }
            if (isRightChild(node) || node == last) {
                hasher.node(sibling, 0, hash, 0, hash, 0);
                // Neither is 0 here, so this ends at the level where the node is a right child.
                int levels = Long.numberOfTrailingZeros(node);
                node >>>= levels;
                last >>>= levels;
            } else {
                hasher.node(hash, 0, sibling, 0, hash, 0);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && Arrays.equals(hash, root);
    }

    /// Whether `proof` shows that the tree of `oldSize` leaves with root `oldRoot` is the beginning
    /// of the tree of `newSize` leaves with root `newRoot`. RFC 9162, section 2.1.4.2.
    ///
    /// Size 0 is a no: every tree begins with the empty one, so nothing could be shown. Who must
    /// take it, as a witness must, decides it before asking.
    ///
    /// @param oldSize unsigned
    /// @param newSize unsigned
    /// @param proof as from [Proofs#consistency], trusted in no way; empty if the sizes are equal
    public static boolean isConsistent(
            long oldSize, long newSize, byte[] oldRoot, byte[] newRoot, List<byte[]> proof) {
        if (oldSize == 0 || Long.compareUnsigned(newSize, oldSize) < 0) {
            return false;
        }
        if (oldSize == newSize) {
            return proof.isEmpty() && Arrays.equals(oldRoot, newRoot);
        }
        if (proof.isEmpty() || oldRoot.length != HASH_BYTES || !areHashes(proof)) {
            return false;
        }
        // A complete old tree is a node of the new one, and the proof leaves it out.
        boolean isComplete = Long.bitCount(oldSize) == 1;
        byte[] first = isComplete ? oldRoot : proof.get(0);
        List<byte[]> rest = isComplete ? proof : proof.subList(1, proof.size());
        long node = oldSize - 1;
        int levels = Long.numberOfTrailingZeros(~node);
        return climb(node >>> levels, (newSize - 1) >>> levels, first, rest, oldRoot, newRoot);
    }

    private static boolean climb(
            long start,
            long startLast,
            byte[] first,
            List<byte[]> rest,
            byte[] oldRoot,
            byte[] newRoot) {
        Hasher hasher = Hasher.ofThread();
        long node = start;
        long last = startLast;
        byte[] oldHash = first.clone();
        byte[] newHash = first.clone();
        for (byte[] sibling : rest) {
            if (last == 0) {
                return false;
            }
            if (isRightChild(node) || node == last) {
                hasher.node(sibling, 0, oldHash, 0, oldHash, 0);
                hasher.node(sibling, 0, newHash, 0, newHash, 0);
                int levels = Long.numberOfTrailingZeros(node);
                node >>>= levels;
                last >>>= levels;
            } else {
                hasher.node(newHash, 0, sibling, 0, newHash, 0);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && Arrays.equals(oldHash, oldRoot) && Arrays.equals(newHash, newRoot);
    }

    static void requireHash(byte[] hash, String name) {
        if (requireNonNull(hash, name).length != HASH_BYTES) {
            throw new IllegalArgumentException(
                    name + " has " + hash.length + " bytes, a hash has " + HASH_BYTES);
        }
    }

    private static boolean areHashes(List<byte[]> nodes) {
        for (byte[] node : nodes) {
            if (node.length != HASH_BYTES) {
                return false;
            }
        }
        return true;
    }

    private static boolean isRightChild(long node) {
        return (node & 1) == 1;
    }
}
