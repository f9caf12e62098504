package dev.indelible.proof;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Builds roots and proofs out of stored hashes. The judges are [Merkle#includes] and
/// [Merkle#isConsistent].
///
/// Each hash asked of the [HashReader] is of a complete subtree inside the tree; at most `2 *
/// log2(size)` are asked for. Sizes are 0 to 2^63-1.
public final class Proofs {
    private Proofs() {}

    /// `MTH(D[0:size])`, RFC 6962, section 2.1.
    public static byte[] root(long size, HashReader hashes) {
        requireNonNull(hashes, "hashes is null");
        if (size < 0) {
            throw new IllegalArgumentException("a tree has 0 to 2^63-1 leaves, not " + size);
        }
        return size == 0 ? Merkle.emptyRoot() : root(0, size, hashes);
    }

    /// `PATH(index, D[size])`, RFC 6962, section 2.1.1: the siblings on the way from the leaf up.
    ///
    /// @param index 0 to `size - 1`
    public static List<byte[]> inclusion(long index, long size, HashReader hashes) {
        requireNonNull(hashes, "hashes is null");
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("no leaf " + index + " in a tree of " + size);
        }
        List<byte[]> proof = new ArrayList<>();
        long begin = 0;
        long end = size;
        while (end - begin > 1) {
            long split = split(begin, end);
            if (index < split) {
                proof.add(root(split, end, hashes));
                end = split;
            } else {
                proof.add(root(begin, split, hashes));
                begin = split;
            }
        }
        Collections.reverse(proof);
        return proof;
    }

    /// `PROOF(oldSize, D[newSize])`, RFC 6962, section 2.1.2; empty if the sizes are equal or
    /// `oldSize` is 0.
    ///
    /// @param oldSize 0 to `newSize`
    public static List<byte[]> consistency(long oldSize, long newSize, HashReader hashes) {
        requireNonNull(hashes, "hashes is null");
        if (oldSize < 0 || oldSize > newSize) {
            throw new IllegalArgumentException("no way from " + oldSize + " to " + newSize);
        }
        List<byte[]> proof = new ArrayList<>();
        if (oldSize == 0) {
            return proof;
        }
        long begin = 0;
        long end = newSize;
        while (end != oldSize) {
            long split = split(begin, end);
            if (oldSize <= split) {
                proof.add(root(split, end, hashes));
                end = split;
            } else {
                proof.add(root(begin, split, hashes));
                begin = split;
            }
        }
        // An old tree that is one subtree of the new one is known to the reader of the proof.
        if (begin != 0) {
            proof.add(root(begin, end, hashes));
        }
        Collections.reverse(proof);
        return proof;
    }

    /// `begin + k`, `k` the largest power of two below the number of leaves.
    private static long split(long begin, long end) {
        return begin + Long.highestOneBit(end - begin - 1);
    }

    /// `MTH(D[begin:end])` for a range that the recursion of RFC 6962 reaches, so that each subtree
    /// of the range's size in binary lies where the tree has one.
    private static byte[] root(long begin, long end, HashReader hashes) {
        int level = Long.numberOfTrailingZeros(end - begin);
        byte[] root = hashes.hash(level, (end >>> level) - 1);
        long right = end - (1L << level);
        while (right != begin) {
            level = Long.numberOfTrailingZeros(right - begin);
            byte[] left = hashes.hash(level, (right >>> level) - 1);
            root = Merkle.nodeHash(left, root);
            right -= 1L << level;
        }
        return root;
    }
}
