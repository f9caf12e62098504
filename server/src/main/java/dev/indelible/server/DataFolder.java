package dev.indelible.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.random.RandomGenerator;

/// The data folder: for its owner only. Holds `journal`, `index`, `registry.sqlite`, `cursor.key`.
final class DataFolder {
    private static final int CURSOR_KEY_BYTES = 32;

    private DataFolder() {}

    static Path prepare(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            Files.createDirectories(absolute);
            forOwnerOnly(absolute, "rwx------");
        }
        return absolute;
    }

    /// The key that seals cursors: made once, so that cursors outlive a restart.
    static byte[] cursorKey(Path folder, RandomGenerator random) throws IOException {
        Path file = folder.resolve("cursor.key");
        if (Files.exists(file) && Files.size(file) == CURSOR_KEY_BYTES) {
            return Files.readAllBytes(file);
        }
        byte[] key = new byte[CURSOR_KEY_BYTES];
        random.nextBytes(key);
        Files.write(file, new byte[0]);
        forOwnerOnly(file, "rw-------");
        Files.write(file, key);
        return key;
    }

    private static void forOwnerOnly(Path path, String permissions) throws IOException {
        if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }
}
