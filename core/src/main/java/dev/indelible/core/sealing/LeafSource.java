package dev.indelible.core.sealing;

import dev.indelible.core.ops.AuditException;
import java.util.List;

/// Where the leaf entries of a log come from, again and again: they are stored nowhere else.
interface LeafSource {
    /// The leaf entries of a log from an index on.
    ///
    /// @param count 1 or more, all of which exist
    /// @throws AuditException.Corrupt if one of them cannot be read, naming its index
    /// @throws AuditException.Expired if only its hash is left
    List<byte[]> leaves(String log, long fromIndex, int count);

    /// The hashes of leaf entries from an index on.
    ///
    /// @param count 1 or more, all of which exist
    /// @throws AuditException.Corrupt if one of them cannot be read, naming its index
    List<byte[]> hashes(String log, long fromIndex, int count);
}
