package dev.indelible.proof;

/// Reads the stored hashes of a tree's complete subtrees.
///
/// Law: a subtree that is complete never changes, so the same question has the same answer for
/// ever. An implementation that cannot answer (a broken disk, a pruned tile) throws an unchecked
/// exception of its own; [Proofs] lets it through.
@FunctionalInterface
public interface HashReader {
    /// `MTH(D[index * 2^level : (index + 1) * 2^level])`.
    ///
    /// @param level 0 to 62; 0 is a leaf hash
    /// @param index 0 for the leftmost subtree of that level; only complete subtrees are asked for
    /// @return [Merkle#HASH_BYTES] bytes, the caller's own
    byte[] hash(int level, long index);

    /// The hashes of a tree that is stored in tiles (tlog-tiles), which hold each eighth level; the
    /// levels between are computed.
    ///
    /// @param treeSize the size that was published; decides how wide the last tiles are
    static HashReader overTiles(long treeSize, TileReader tiles) {
        return new TileHashes(treeSize, tiles);
    }
}
