package dev.indelible.core.sealing;

/// Which levels of a tree are stored: 4, and each eighth from 8 on, as tiles have them.
///
/// Leaf hashes are not: they are computed anew from the journal, at most 16 for a proof because of
/// level 4, which costs 2 bytes per event. All others together cost 0.13.
final class Levels {
    /// Levels of one tile.
    static final int TILE = 8;

    /// Leaves of one full tile of level 0.
    static final int TILE_LEAVES = 1 << TILE;

    /// The one stored level inside the lowest tile, and the one that a log goes on from.
    static final int BLOCK = 4;

    /// Leaves under one hash of level [#BLOCK].
    static final int BLOCK_LEAVES = 1 << BLOCK;

    private Levels() {}

    static boolean isStored(int level) {
        return level == BLOCK || level > 0 && level % TILE == 0;
    }

    /// The stored level at or below `level`.
    ///
    /// @param level [#BLOCK] or more
    static int storedBelow(int level) {
        return level < TILE ? BLOCK : level - level % TILE;
    }
}
