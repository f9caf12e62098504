package dev.indelible.proof;

/// Reads the stored tiles of a tree.
///
/// A reader that keeps [Tile]s and hands out the same ones again saves their inner hashing too.
@FunctionalInterface
public interface TileReader {
    /// The tile at `path`, or a wider one of the same place (a partial tile is the beginning of any
    /// wider one).
    ///
    /// @param path a tile, never a bundle of entries
    /// @return at least `path.width()` hashes
    Tile read(TilePath path);
}
