package dev.indelible.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/// Folders in which engines keep their data.
final class Folders {
    private static final int DELETE_ATTEMPTS = 20;

    private Folders() {}

    /// Makes one that other users can enter: PostgreSQL does not run as root.
    static Path make(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        return folder;
    }

    /// With all that it holds, even if others delete or write in it meanwhile.
    static void delete(Path folder) throws IOException {
        IOException last = new IOException("cannot delete " + folder);
        for (int attempt = 0; attempt < DELETE_ATTEMPTS; attempt++) {
            if (Files.notExists(folder)) {
                return;
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                last = e;
                Pause.millis(10);
            } catch (UncheckedIOException e) {
                last = e.getCause();
                Pause.millis(10);
            }
        }
        if (Files.exists(folder)) {
            throw last;
        }
    }
}
