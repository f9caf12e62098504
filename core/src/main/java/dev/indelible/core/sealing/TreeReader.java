package dev.indelible.core.sealing;

import dev.indelible.proof.CompactRange;
import dev.indelible.proof.HashReader;
import dev.indelible.proof.Hasher;
import dev.indelible.proof.Merkle;
import java.util.Arrays;
import java.util.List;

/// The hashes of one log's tree at one size: of its right edge from memory, of stored levels from
/// the store, of all below from the leaves. For one thread and one task.
///
/// What it gives is not to be trusted: the store is a cache. Whoever uses it checks against the
/// root.
final class TreeReader implements HashReader {
    private static final int HASH_BYTES = 32;

    private final String log;
    private final long size;
    private final List<byte[]> edge;
    private final TreeStore store;
    private final LeafSource source;
    private final Hasher hasher = new Hasher();
    private long blockIndex = -1;
    private byte[] block = {};

    /// A reader of the tree whose right edge this is.
    TreeReader(String log, CompactRange edge, TreeStore store, LeafSource source) {
        this.log = log;
        this.size = edge.size();
        this.edge = edge.rightEdge();
        this.store = store;
        this.source = source;
    }

    /// A reader for hashes of full blocks only, of a tree whose right edge is still to be found.
    TreeReader(String log, long size, TreeStore store, LeafSource source) {
        this.log = log;
        this.size = size;
        this.edge = List.of();
        this.store = store;
        this.source = source;
    }

    @Override
    public byte[] hash(int level, long index) {
        long complete = size >>> level;
        if (index >= complete) {
            throw new IllegalArgumentException("no subtree %d at level %d".formatted(index, level));
        }
        if (isEdge(level, index)) {
            return edge.get(Long.bitCount(complete >>> 1)).clone();
        }
        if (level < Levels.BLOCK) {
            return blockNode(level, index);
        }
        int stored = Levels.storedBelow(level);
        int count = 1 << level - stored;
        return fold(stored(stored, index << level - stored, count), 0, count);
    }

    /// Whether a node is part of the right edge.
    boolean isEdge(int level, long index) {
        long complete = size >>> level;
        return !edge.isEmpty() && complete % 2 == 1 && index == complete - 1;
    }

    /// The hash of a leaf as its source has it now, also where it is part of the right edge.
    byte[] leafHash(long index) {
        return blockNode(0, index);
    }

    /// A node inside a block of leaves, which are computed once for all nodes asked of it.
    private byte[] blockNode(int level, long index) {
        long wanted = index << level >>> Levels.BLOCK;
        if (wanted != blockIndex) {
            long first = wanted << Levels.BLOCK;
            block = leafHashes(first, (int) Math.min(Levels.BLOCK_LEAVES, size - first));
            blockIndex = wanted;
        }
        int from = (int) ((index << level) - (wanted << Levels.BLOCK));
        return fold(block.clone(), from, 1 << level);
    }

    /// The hashes of these leaves, one behind the other.
    byte[] leafHashes(long from, int count) {
        byte[] hashes = new byte[count * HASH_BYTES];
        int at = 0;
        for (byte[] hash : source.hashes(log, from, count)) {
            System.arraycopy(hash, 0, hashes, at, HASH_BYTES);
            at += HASH_BYTES;
        }
        return hashes;
    }

    /// Stored hashes, one behind the other; zeros for those that are missing, which lead to no
    /// root.
    byte[] stored(int level, long from, int count) {
        return Arrays.copyOf(store.read(log, level, from, count), count * HASH_BYTES);
    }

    /// The root over a power of two of hashes; overwrites them.
    private byte[] fold(byte[] hashes, int from, int count) {
        int start = from * HASH_BYTES;
        for (int width = count; width > 1; width /= 2) {
            for (int i = 0; i < width / 2; i++) {
                int left = start + 2 * i * HASH_BYTES;
                hasher.node(
                        hashes, left, hashes, left + HASH_BYTES, hashes, start + i * HASH_BYTES);
            }
        }
        byte[] root = new byte[Merkle.HASH_BYTES];
        System.arraycopy(hashes, start, root, 0, HASH_BYTES);
        return root;
    }
}
