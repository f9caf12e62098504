package dev.indelible.core.sealing;

import dev.indelible.proof.CompactRange;
import dev.indelible.proof.Hasher;

/// The growing tree of one log. For the sealing thread alone.
///
/// Hashes of level [Levels#BLOCK] are gathered and go to the store by the sixteen, or when somebody
/// is about to be told of the tree. So a log costs one small write per 256 leaves and one per
/// round, and one with fewer than 16 leaves has no file at all.
final class Tree {
    private static final int HASH_BYTES = 32;
    private static final int BLOCKS_MAX = 16;

    private final String log;
    private final TreeStore store;
    private final CompactRange range;

    /// Hashes of level [Levels#BLOCK] that are not stored yet.
    private final byte[] blocks = new byte[BLOCKS_MAX * HASH_BYTES];

    private int blockCount;
    private long firstBlock;

    /// A tree that goes on from here.
    ///
    /// @param range a multiple of [Levels#BLOCK_LEAVES] leaves, whose hashes are stored
    Tree(String log, TreeStore store, CompactRange range) {
        if (range.size() % Levels.BLOCK_LEAVES != 0) {
            throw new IllegalArgumentException("a tree goes on at a full block");
        }
        this.log = log;
        this.store = store;
        this.range = range;
        this.firstBlock = range.size() >>> Levels.BLOCK;
    }

    /// One more leaf.
    ///
    /// @param hash 32 bytes at `offset`
    void append(Hasher hasher, byte[] hash, int offset) {
        range.append(hasher, hash, offset, this::complete);
    }

    private void complete(int level, long index, byte[] hashes, int offset) {
        if (level == Levels.BLOCK && index >= firstBlock) {
            // By index, because a leaf whose hashes could not all be stored is appended again.
            blockCount = (int) (index - firstBlock) + 1;
            int start = (blockCount - 1) * HASH_BYTES;
            System.arraycopy(hashes, offset, blocks, start, HASH_BYTES);
            if (blockCount == BLOCKS_MAX) {
                flush();
            }
        } else if (level > Levels.BLOCK && Levels.isStored(level)) {
            store.write(log, level, index, hashes, offset, 1);
        }
    }

    /// Stores what was gathered. Before anybody is told of the tree as it is now.
    void flush() {
        if (blockCount > 0) {
            store.write(log, Levels.BLOCK, firstBlock, blocks, 0, blockCount);
            firstBlock += blockCount;
            blockCount = 0;
        }
    }

    long size() {
        return range.size();
    }

    byte[] root() {
        return range.root();
    }

    /// The right edge as it is now.
    CompactRange edge() {
        return range.copy();
    }
}
