package dev.indelible.proof;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The right edge of a tree: one hash for each 1 bit of its size, which is all that appending and
/// the root need.
///
/// A tree of `size` leaves is a row of complete subtrees, largest first: for each bit `level` of
/// `size` one of `2^level` leaves. `root = node(h1, node(h2, ... node(h_k-1, h_k)))` follows from
/// RFC 6962, section 2.1.
///
/// Grows in place; for one thread at a time. Takes 32 bytes for each level reached.
public final class CompactRange {
    private static final int HASH_BYTES = Merkle.HASH_BYTES;
    private static final int LEVELS_AT_FIRST = 20;

    private long size;

    /// The hash of the complete subtree of `2^level` leaves at `level * 32`, if the size has that
    /// bit; otherwise anything.
    private byte[] hashes;

    /// The tree without leaves.
    public CompactRange() {
        this(0, new byte[LEVELS_AT_FIRST * HASH_BYTES]);
    }

    private CompactRange(long size, byte[] hashes) {
        this.size = size;
        this.hashes = hashes;
    }

    /// The range that [#rightEdge] of a tree of `size` leaves gave.
    ///
    /// @param size 0 to 2^63-1
    /// @param rightEdge one hash for each 1 bit of `size`, largest subtree first
    public static CompactRange of(long size, List<byte[]> rightEdge) {
        if (size < 0 || rightEdge.size() != Long.bitCount(size)) {
            throw new IllegalArgumentException(
                    rightEdge.size() + " hashes are no right edge of " + size + " leaves");
        }
        CompactRange range = new CompactRange(size, room(size));
        long rest = size;
        for (byte[] hash : rightEdge) {
            Merkle.requireHash(hash, "hash");
            int level = levelOf(rest);
            System.arraycopy(hash, 0, range.hashes, level * HASH_BYTES, HASH_BYTES);
            rest ^= 1L << level;
        }
        return range;
    }

    /// The range of the first `size` leaves of a stored tree. Reads one hash for each 1 bit of
    /// `size`.
    ///
    /// @param size 0 to 2^63-1
    public static CompactRange read(long size, HashReader hashes) {
        List<byte[]> edge = new ArrayList<>();
        for (long rest = size; rest > 0; rest ^= Long.highestOneBit(rest)) {
            int level = levelOf(rest);
            edge.add(hashes.hash(level, (size >>> level) - 1));
        }
        return of(size, edge);
    }

    /// The range that [#toBytes] wrote.
    ///
    /// @throws MalformedException if the bytes have another length than their size asks for
    public static CompactRange fromBytes(byte[] bytes) {
        if (bytes.length < Long.BYTES) {
            throw new MalformedException("a range has at least 8 bytes, not " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long size = buffer.getLong();
        if (size < 0 || buffer.remaining() != Long.bitCount(size) * HASH_BYTES) {
            throw new MalformedException(
                    bytes.length + " bytes are no range of " + Long.toUnsignedString(size));
        }
        List<byte[]> edge = new ArrayList<>();
        while (buffer.hasRemaining()) {
            byte[] hash = new byte[HASH_BYTES];
            buffer.get(hash);
            edge.add(hash);
        }
        return of(size, edge);
    }

    /// `u64 size || 32-byte hashes`, largest subtree first: 8 + 32 * bitCount(size) bytes.
    public byte[] toBytes() {
        List<byte[]> edge = rightEdge();
        ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES + edge.size() * HASH_BYTES);
        buffer.putLong(size);
        edge.forEach(buffer::put);
        return buffer.array();
    }

    /// Leaves so far.
    public long size() {
        return size;
    }

    /// One more leaf. Costs one node hash on average, `log2(size)` at most.
    ///
    /// @return the leaf's index
    public long append(byte[] leafHash) {
        Merkle.requireHash(leafHash, "leafHash");
        return append(Hasher.ofThread(), leafHash, 0, CompactRange::ignore);
    }

    /// One more leaf, without garbage; tells of each subtree that it completes, the leaf's own
    /// first.
    ///
    /// @param leafHashes holds the leaf's hash at `offset`
    /// @return the leaf's index
    public long append(Hasher hasher, byte[] leafHashes, int offset, NodeSink sink) {
        // The subtrees of the trailing 1 bits merge into the one of the lowest 0 bit.
        int top = Long.numberOfTrailingZeros(~size);
        if (top == Long.SIZE - 1) {
            throw new IllegalStateException("a tree has at most 2^63-1 leaves");
        }
        long index = size;
        int target = top * HASH_BYTES;
        if (target == hashes.length) {
            hashes = Arrays.copyOf(hashes, hashes.length + 8 * HASH_BYTES);
        }
        System.arraycopy(leafHashes, offset, hashes, target, HASH_BYTES);
        sink.complete(0, index, hashes, target);
        for (int level = 0; level < top; level++) {
            hasher.node(hashes, level * HASH_BYTES, hashes, target, hashes, target);
            sink.complete(level + 1, index >>> (level + 1), hashes, target);
        }
        size++;
        return index;
    }

    /// The tree's root, `MTH(D[size])`. Costs one node hash less than `size` has 1 bits.
    public byte[] root() {
        if (size == 0) {
            return Merkle.emptyRoot();
        }
        Hasher hasher = Hasher.ofThread();
        int lowest = Long.numberOfTrailingZeros(size);
        byte[] root = hashAt(lowest);
        for (long rest = size ^ (1L << lowest); rest != 0; rest &= rest - 1) {
            int level = Long.numberOfTrailingZeros(rest);
            hasher.node(hashes, level * HASH_BYTES, root, 0, root, 0);
        }
        return root;
    }

    /// The hashes of the complete subtrees, largest first: one for each 1 bit of the size.
    public List<byte[]> rightEdge() {
        List<byte[]> edge = new ArrayList<>();
        for (long rest = size; rest != 0; rest ^= Long.highestOneBit(rest)) {
            edge.add(hashAt(levelOf(rest)));
        }
        return edge;
    }

    /// The same range, growing apart from this one.
    public CompactRange copy() {
        return new CompactRange(size, hashes.clone());
    }

    private byte[] hashAt(int level) {
        return Arrays.copyOfRange(hashes, level * HASH_BYTES, (level + 1) * HASH_BYTES);
    }

    private static int levelOf(long rest) {
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(rest);
    }

    private static byte[] room(long size) {
        return new byte[Math.max(LEVELS_AT_FIRST, levelOf(size) + 1) * HASH_BYTES];
    }

    private static void ignore(int level, long index, byte[] hashes, int offset) {
        // Nobody stores this tree's nodes.
    }
}
