package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.indelible.server.config.Settings;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// The keys of a data folder as kills, backups and people may leave them.
class KeyFilesTest {
    private static final String ASKED =
            "{\"organization\":\"acme\",\"member\":\"actor.email\",\"value\":\"jane@example.com\"}";

    @TempDir Path folder;

    private String hash() throws IOException, InterruptedException {
        try (var server = new TestServer(folder)) {
            server.post("/v1/events?organization=acme", "{\"action\":\"a\"}");
            return server.posted("/v1/lookup-hash", ASKED).path("hash").stringValue();
        }
    }

    @Test
    void keysThatABackupBroughtBackForAllToReadAreForTheirOwnerOnlyAgain() throws Exception {
        String before = hash();
        List<Path> keys;
        try (Stream<Path> files = Files.list(folder)) {
            keys = files.filter(file -> file.toString().endsWith(".key")).toList();
        }
        for (Path key : keys) {
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        }

        assertThat(hash()).isEqualTo(before);

        assertThat(keys)
                .extracting(file -> file.getFileName().toString())
                .contains("cursor.key", "protection.key", "registry.key", "sealing.key");
        for (Path key : keys) {
            assertThat(Files.getPosixFilePermissions(key))
                    .as(key.toString())
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    /// The first start has no hash that anybody was told.
    @Test
    void protectionKeyThatIsMissingBesideEventsIsToldAndComesBackWithWhatItMade() throws Exception {
        Path key = folder.resolve("protection.key");
        var hashes = new String[3];
        assertThat(warningsOf(() -> hashes[0] = hash())).isEmpty();
        byte[] first = Files.readAllBytes(key);
        Files.delete(key);

        assertThat(warningsOf(() -> hashes[1] = hash()))
                .singleElement()
                .asString()
                .contains("protection.key is missing and is made anew");
        Files.write(key, first);
        assertThat(warningsOf(() -> hashes[2] = hash())).isEmpty();

        assertThat(hashes[1]).isNotEqualTo(hashes[0]);
        assertThat(hashes[2]).isEqualTo(hashes[0]);
    }

    private interface Course {
        void run() throws Exception;
    }

    private static List<String> warningsOf(Course course) throws Exception {
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        var logger = (Logger) LoggerFactory.getLogger(DataFolder.class);
        logger.addAppender(lines);
        try {
            course.run();
        } finally {
            logger.detachAppender(lines);
        }
        return lines.list.stream()
                .filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void whatAKillLeftOfAKeyIsNeverTakenForOne() throws Exception {
        Files.write(folder.resolve("protection.key.new"), new byte[7]);

        hash();

        assertThat(folder.resolve("protection.key.new")).doesNotExist();
        assertThat(folder.resolve("protection.key")).hasSize(32);
    }

    /// A container makes a folder of a file that is to be mounted and is not there.
    @ParameterizedTest
    @ValueSource(strings = {"protection.key", "sealing.key", "registry.key", "secrets.key"})
    void keyThatIsNoFileOrNotWholeStopsTheStartAndIsTold(String name) throws Exception {
        String before = hash();
        Path key = folder.resolve(name);
        byte[] whole = Files.readAllBytes(key);
        for (byte[] part : List.of(new byte[0], Arrays.copyOf(whole, 31))) {
            Files.write(key, part);
            assertThatThrownBy(() -> new TestServer(folder))
                    .hasMessage(
                            "%s has %d bytes instead of 32; bring it back from a backup"
                                    .formatted(key, part.length));
            assertThat(key).hasBinaryContent(part);
        }
        Files.delete(key);
        Files.createDirectory(key);
        assertThatThrownBy(() -> new TestServer(folder))
                .hasMessage(key + " is no file; bring it back from a backup");
        Files.delete(key);
        Files.write(key, whole);

        assertThat(hash()).isEqualTo(before);
    }

    @Test
    void keyThatMayNotBeReadIsNoReasonForAnotherFolder() {
        String data = folder.toString();
        Path key = folder.resolve("protection.key");

        assertThat(
                        StartFaults.said(
                                new AccessDeniedException(key.toString()),
                                Settings.parse(Map.of("data", data), Map.of())))
                .isEqualTo(
                        key
                                + ": no permission to read it; give it to the user that runs the server");
    }

    @Test
    void whoIsTheSecondInAFolderMakesNoKey() throws Exception {
        try (var first = new TestServer(folder)) {
            Path key = folder.resolve("protection.key");
            Files.delete(key);

            assertThatThrownBy(() -> new TestServer(folder)).isNotNull();

            assertThat(key).doesNotExist();
            assertThat(first.get("/health").status()).isEqualTo(200);
        }
    }
}
