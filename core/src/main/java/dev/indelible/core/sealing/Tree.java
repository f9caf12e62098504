package dev.indelible.core.sealing;

import dev.indelible.proof.CompactRange;
import dev.indelible.proof.Hasher;

/// The growing tree of one log. For the sealing thread alone.
///
/// Hashes go to the store when the tile that they belong to is full, so a log costs one or two
/// small writes per 256 leaves, and one with fewer leaves has no file at all.
final class Tree {
    private static final int HASH_BYTES = 32;
    private static final int BLOCKS = Levels.TILE_LEAVES / Levels.BLOCK_LEAVES;

    private final String log;
    private final TreeStore store;
    private final CompactRange range;

    /// Hashes of level [Levels#BLOCK] of the tile that is not full yet.
    private final byte[] blocks = new byte[BLOCKS * HASH_BYTES];

    /// A tree that goes on from here.
    ///
    /// @param range a multiple of [Levels#TILE_LEAVES] leaves, whose stored hashes are stored
    Tree(String log, TreeStore store, CompactRange range) {
        if (range.size() % Levels.TILE_LEAVES != 0) {
            throw new IllegalArgumentException("a tree goes on at a full tile");
        }
        this.log = log;
        this.store = store;
        this.range = range;
    }

    /// One more leaf.
    ///
    /// @param hash 32 bytes at `offset`
    void append(Hasher hasher, byte[] hash, int offset) {
        range.append(hasher, hash, offset, this::complete);
    }

    private void complete(int level, long index, byte[] hashes, int offset) {
        if (level == Levels.BLOCK) {
            int block = (int) (index % BLOCKS);
            System.arraycopy(hashes, offset, blocks, block * HASH_BYTES, HASH_BYTES);
        } else if (Levels.isStored(level)) {
            if (level == Levels.TILE) {
                store.write(log, Levels.BLOCK, index * BLOCKS, blocks, 0, BLOCKS);
            }
            store.write(log, level, index, hashes, offset, 1);
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
