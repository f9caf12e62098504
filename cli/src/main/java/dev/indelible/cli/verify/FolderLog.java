package dev.indelible.cli.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A log in a folder, as `export-log` writes it.
public final class FolderLog implements LogSource {
    /// What stands behind the name of a bundle that the log did not have any more when it was
    /// exported; the file is empty.
    static final String GONE = ".gone";

    private final Path folder;

    /// The log whose `checkpoint` is in this folder.
    public FolderLog(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<byte[]> read(String path) {
        Path file = folder.resolve(path);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
            if (bytes.length > FILE_BYTES_MAX) {
                throw new RefusedException(path, "it is larger than any file of a log");
            }
            return Optional.of(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isGone(String path) {
        return Files.isRegularFile(folder.resolve(path + GONE));
    }

    @Override
    public String name() {
        return folder.toString();
    }
}
