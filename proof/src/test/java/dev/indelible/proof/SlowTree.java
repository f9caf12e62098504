package dev.indelible.proof;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The definitions of RFC 6962, section 2.1, word for word: slow, and so a good judge. Uses nothing
/// of the code under test.
final class SlowTree {
    private final List<byte[]> leafHashes;

    private SlowTree(List<byte[]> leafHashes) {
        this.leafHashes = leafHashes;
    }

    /// The tree whose entry `i` is the text of `i`.
    static SlowTree ofNumbers(int size) {
        List<byte[]> hashes = new ArrayList<>();
        for (int index = 0; index < size; index++) {
            hashes.add(leafHash(entry(index)));
        }
        return new SlowTree(hashes);
    }

    static byte[] entry(long index) {
        return Long.toString(index).getBytes(US_ASCII);
    }

    static byte[] leafHash(byte[] entry) {
        return sha256(new byte[] {0}, entry);
    }

    int size() {
        return leafHashes.size();
    }

    byte[] leaf(int index) {
        return leafHashes.get(index);
    }

    List<byte[]> leaves() {
        return leafHashes;
    }

    SlowTree first(int size) {
        return new SlowTree(leafHashes.subList(0, size));
    }

    /// `MTH(D[n])`.
    byte[] root() {
        return root(leafHashes);
    }

    /// `PATH(m, D[n])`.
    List<byte[]> inclusion(int index) {
        return path(index, leafHashes);
    }

    /// `PROOF(m, D[n])`, 0 < m < n.
    List<byte[]> consistency(int oldSize) {
        return subproof(oldSize, leafHashes, true);
    }

    /// The hashes of all complete subtrees.
    HashReader reader() {
        Map<List<Long>, byte[]> known = new HashMap<>();
        return (level, index) -> {
            int begin = Math.toIntExact(index << level);
            List<byte[]> leaves = leafHashes.subList(begin, begin + (1 << level));
            return known.computeIfAbsent(List.of((long) level, index), place -> root(leaves))
                    .clone();
        };
    }

    private static byte[] root(List<byte[]> d) {
        if (d.isEmpty()) {
            return sha256();
        }
        if (d.size() == 1) {
            return d.get(0).clone();
        }
        int k = split(d.size());
        return sha256(new byte[] {1}, root(d.subList(0, k)), root(d.subList(k, d.size())));
    }

    private static List<byte[]> path(int m, List<byte[]> d) {
        if (d.size() == 1) {
            return new ArrayList<>();
        }
        int k = split(d.size());
        List<byte[]> left = d.subList(0, k);
        List<byte[]> right = d.subList(k, d.size());
        List<byte[]> proof = m < k ? path(m, left) : path(m - k, right);
        proof.add(root(m < k ? right : left));
        return proof;
    }

    private static List<byte[]> subproof(int m, List<byte[]> d, boolean b) {
        if (m == d.size()) {
            return new ArrayList<>(b ? List.of() : List.of(root(d)));
        }
        int k = split(d.size());
        List<byte[]> left = d.subList(0, k);
        List<byte[]> right = d.subList(k, d.size());
        List<byte[]> proof = m <= k ? subproof(m, left, b) : subproof(m - k, right, false);
        proof.add(root(m <= k ? right : left));
        return proof;
    }

    private static int split(int n) {
        int k = 1;
        while (2 * k < n) {
            k *= 2;
        }
        return k;
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Arrays.stream(parts).forEach(digest::update);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
