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

    /// Where that is, for messages.
    String name();
}
