package dev.indelible.server;

import com.github.luben.zstd.util.Native;
import dev.indelible.storage.sql.SqlStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/* Two libraries bring machine code, which they unpack into a file and load. By themselves they would
 * unpack it into the folder of temporary files and delete it when the process ends, which after a
 * kill never happens. Here the file goes as soon as it is loaded, for a loaded file needs no name, and
 * what a kill leaves in that moment goes at the next start. */

/// Loads the machine code of libraries, and leaves no file of it. Once a process.
final class MachineCode {
    private static final System.Logger logger = System.getLogger(MachineCode.class.getName());

    private MachineCode() {}

    /// Loads what is not loaded yet.
    ///
    /// @param folder of this server alone, and held by it
    /// @throws IOException if it cannot be unpacked anywhere
    static synchronized void load(Path folder) throws IOException {
        empty(folder);
        try {
            loadBy(folder);
        } catch (IOException | LinkageError e) {
            // On the disk of the data often nothing may be executed.
            Path other = Files.createTempDirectory("indelible-");
            logger.log(
                    System.Logger.Level.INFO,
                    "libraries cannot be loaded from {0}, and are from {1}: {2}",
                    folder,
                    other,
                    String.valueOf(e.getMessage()));
            loadBy(other);
            Files.deleteIfExists(other);
        }
    }

    private static void loadBy(Path folder) throws IOException {
        try {
            Native.load(folder.toFile());
            SqlStore.loadLibrary(folder);
        } finally {
            empty(folder);
        }
    }

    /// What another program holds open may stay until the next start.
    private static void empty(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.toList();
        }
        for (Path file : files) {
            try {
                Files.delete(file);
            } catch (IOException e) {
                logger.log(System.Logger.Level.DEBUG, "stays until the next start: {0}", file);
            }
        }
    }
}
