package dev.indelible.cli.verify;

import java.util.Optional;

/// Where a log's files are: a server, a folder. Nothing of it is believed.
public interface LogSource {
    /// No file of a log is larger: a bundle has 256 entries of at most 65,535 bytes.
    int FILE_BYTES_MAX = 256 * (2 + 65_535);

    /// The file at a path below the log's prefix, such as `checkpoint` or `tile/0/000`; nothing if
    /// there is none.
    ///
    /// @throws RuntimeException of its own if it cannot be asked
    Optional<byte[]> read(String path);

    /// Whether the log says of a bundle of entries that it is gone for ever, because events in it
    /// have expired. The hashes of its entries are still in the tile at level 0.
    default boolean isGone(String path) {
        return false;
    }

    /// Where that is, for messages.
    String name();
}
