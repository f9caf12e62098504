package dev.indelible.core.sealing;

/// The hashes of growing trees in flat arrays, one array per log and level: a cache of what the
/// journal can rebuild.
///
/// Law for implementers: what was written is read back until the process ends. After a crash it may
/// be there, gone or garbage; readers check what they read against a root. Bytes that lie before
/// something written and were never written themselves are anything. One thread writes, any thread
/// reads. Every implementation passes `TreeStoreContract`.
public interface TreeStore extends AutoCloseable {

    /// Writes hashes of neighbouring complete subtrees of one level, over whatever is there.
    ///
    /// @param log the organization's id, or the anchor's name
    /// @param level of the tree; a hash covers `2^level` leaves
    /// @param firstIndex the first one's index in its level
    /// @param hashes holds `count` times 32 bytes at `offset`
    /// @param count 1 or more
    void write(String log, int level, long firstIndex, byte[] hashes, int offset, int count);

    /// Reads hashes of neighbouring subtrees.
    ///
    /// @param count 1 or more
    /// @return 32 bytes for each, fewer where the array ends before
    byte[] read(String log, int level, long firstIndex, int count);

    @Override
    void close();
}
