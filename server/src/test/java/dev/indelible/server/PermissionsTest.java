package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the data folder lets others see, started by somebody who would let everybody see all.
class PermissionsTest {
    private static final List<String> OPEN_TO_ALL =
            List.of("sh", "-c", "umask 000; exec \"$0\" \"$@\"");

    @Test
    void aFolderThatIsMadeIsForItsOwner(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");

        run(data);

        assertThat(permissions(data)).isEqualTo("rwx------");
        assertOwnersOnly(data);
    }

    /// Such as a volume's, which is not for us to close.
    @Test
    void whatIsInAFolderOfSomebodyElseIsForItsOwner(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("volume");
        Files.createDirectory(data);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));

        run(data);

        assertThat(permissions(data)).isEqualTo("rwxr-xr-x");
        assertOwnersOnly(data);
    }

    /// Takes an event, seals it, signs somebody out and ends.
    private static void run(Path data) throws Exception {
        Map<String, String> settings =
                Map.of(
                        "DATA",
                        data.toString(),
                        "BOOTSTRAP_KEY",
                        TestServer.KEY,
                        "PROTECTED_MEMBERS",
                        "actor.email",
                        "SEGMENT_SIZE",
                        "1MiB");
        try (var server = new ServerProcess(OPEN_TO_ALL, settings, ServerProcess.Launcher.class);
                var client = HttpClient.newHttpClient()) {
            assertThat(post(client, server, "/v1/organizations", "{\"id\":\"acme\"}"))
                    .isEqualTo(201);
            String event =
                    "{\"action\":\"a.b\",\"organization\":\"acme\",\"actor\":{\"email\":\"a@x\"}}";
            assertThat(post(client, server, "/v1/events", event)).isEqualTo(200);
            String hold =
                    "{\"organization\":\"acme\",\"query\":\"*\",\"reason\":\"a\",\"owner\":\"b\"}";
            assertThat(post(client, server, "/v1/holds", hold)).isEqualTo(201);
            server.process().destroy();
            assertThat(server.process().onExit().join().exitValue()).isEqualTo(143);
        }
    }

    private static int post(HttpClient client, ServerProcess server, String path, String body)
            throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create(server.url() + path))
                                .header("Authorization", "Bearer " + TestServer.KEY)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    private static void assertOwnersOnly(Path data) throws IOException {
        try (Stream<Path> parts = Files.list(data)) {
            List<Path> all = parts.toList();
            assertThat(all.stream().map(part -> part.getFileName().toString()))
                    .contains("journal", "lifecycle", "untold", "registry.sqlite", "sealing.key");
            for (Path part : all) {
                assertThat(permissions(part))
                        .as(part.toString())
                        .isEqualTo(Files.isDirectory(part) ? "rwx------" : "rw-------");
            }
        }
        for (String name : List.of("journal", "lifecycle", "checkpoints")) {
            try (Stream<Path> files = Files.list(data.resolve(name))) {
                List<Path> own = files.filter(file -> !file.endsWith("lock")).toList();
                assertThat(own).as(name).isNotEmpty();
                for (Path file : own) {
                    assertThat(permissions(file)).as(file.toString()).isEqualTo("rw-------");
                }
            }
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
