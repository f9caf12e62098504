package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineCodeTest {
    @TempDir Path folder;

    @Test
    void aKilledServerLeavesNothingAmongTemporaryFiles() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        Path data = folder.resolve("data");
        // What one left that was killed while it loaded.
        Files.createDirectories(data.resolve("native"));
        Files.writeString(data.resolve("native/sqlite-1-libsqlitejdbc.so"), "half of it");
        for (int life = 0; life < 2; life++) {
            try (var server =
                    new ServerProcess(
                            Map.of("DATA", data.toString()),
                            ServerProcess.Launcher.class,
                            "-Djava.io.tmpdir=" + temporary)) {
                assertThat(list(data.resolve("native"))).isEmpty();
                server.process().destroyForcibly().waitFor();
            }
        }

        assertThat(list(temporary)).isEmpty();
        assertThat(list(data.resolve("native"))).isEmpty();
    }

    private static List<Path> list(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
