package dev.indelible.proof;

/// Takes each complete subtree of a growing tree at the moment its last leaf arrives, for a store
/// of hashes.
@FunctionalInterface
public interface NodeSink {
    /// The subtree over the leaves `[index * 2^level, (index + 1) * 2^level)` is complete. Called
    /// once per subtree, a leaf's level 0 first, then upwards.
    ///
    /// @param level 0 for a leaf
    /// @param index 0 for the leftmost subtree of that level
    /// @param hashes holds its hash at `offset`; only until this returns, so copy it
    void complete(int level, long index, byte[] hashes, int offset);
}
