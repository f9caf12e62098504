package dev.indelible.proof;

/// The hashes of a tree stored in tiles: element `i` of `tile(L, N)` is the hash of the subtree of
/// level `8L` and index `256N + i` (tlog-tiles, "Merkle Tree").
final class TileHashes implements HashReader {
    private final long treeSize;
    private final TileReader tiles;

    TileHashes(long treeSize, TileReader tiles) {
        this.treeSize = treeSize;
        this.tiles = tiles;
    }

    @Override
    public byte[] hash(int level, long index) {
        int tileLevel = level / Tile.HEIGHT;
        int innerLevel = level % Tile.HEIGHT;
        long element = index << innerLevel;
        TilePath path = TilePath.tile(tileLevel, element / Tile.WIDTH_MAX, treeSize);
        Tile tile = tiles.read(path);
        if (tile.width() < path.width()) {
            throw new IllegalStateException(
                    "the reader gave " + tile.width() + " hashes for " + path);
        }
        return tile.node(innerLevel, (int) (element % Tile.WIDTH_MAX) >>> innerLevel);
    }
}
