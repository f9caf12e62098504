package dev.indelible.sinks.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.Batch;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.delivery.SinkKind.Settings;
import dev.indelible.testkit.delivery.Batches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class FileSinkTest {
    @TempDir Path folder;

    private Sink open(String more) {
        return new FileKind(folder).open(new Settings("{\"name\":\"siem\"" + more + "}", Map.of()));
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(folder.resolve(file));
    }

    @Test
    void largeFileMakesRoomForANewOneAndNothingIsLost() throws Exception {
        Batch batch = Batches.of(new Random(1), 1, 1000);
        try (Sink sink = open(",\"rotateMebibytes\":1")) {
            for (int i = 0; i < 5; i++) {
                assertThat(sink.send(Batches.parcel(sink, batch)))
                        .isInstanceOf(Answer.Confirmed.class);
            }
        }

        var all = new ArrayList<>(lines("siem-000001.ndjson"));
        all.addAll(lines("siem-000002.ndjson"));
        all.addAll(lines("siem.ndjson"));
        assertThat(all).hasSize(5000);
        assertThat(Files.getPosixFilePermissions(folder.resolve("siem.ndjson")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void lineThatACrashCutIsTakenAway() throws Exception {
        Batch batch = Batches.of(new Random(1), 1, 2);
        try (Sink sink = open("")) {
            sink.send(Batches.parcel(sink, batch));
        }
        Files.writeString(
                folder.resolve("siem.ndjson"),
                "{\"destinationSequence\":3,\"ev",
                StandardOpenOption.APPEND);

        try (Sink sink = open("")) {
            sink.send(Batches.parcel(sink, Batches.of(new Random(2), 3, 1)));
        }

        assertThat(lines("siem.ndjson"))
                .hasSize(3)
                .allMatch(
                        line -> line.startsWith("{\"destinationSequence\":") && line.endsWith("}"));
    }

    @Test
    void fileThatWasMovedAwayIsFollowedByANewOne() throws Exception {
        try (Sink sink = open("")) {
            sink.send(Batches.parcel(sink, Batches.of(new Random(1), 1, 1)));
            Files.move(folder.resolve("siem.ndjson"), folder.resolve("siem.old"));
            sink.send(Batches.parcel(sink, Batches.of(new Random(1), 2, 1)));
        }

        assertThat(lines("siem.old")).hasSize(1);
        assertThat(lines("siem.ndjson")).hasSize(1);
    }

    @Test
    void twoDestinationsDoNotShareAFile() throws Exception {
        try (Sink one = open("");
                Sink other = open("")) {
            var parcel = Batches.parcel(one, Batches.of(new Random(1), 1, 1));
            one.send(parcel);

            assertThat(other.send(parcel)).isInstanceOf(Answer.Misconfigured.class);
        }
    }

    @Test
    void linkToElsewhereIsNotFollowed() throws Exception {
        Path elsewhere = Files.createFile(folder.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("siem.ndjson"), elsewhere);

        try (Sink sink = open("")) {
            assertThat(sink.send(Batches.parcel(sink, Batches.of(new Random(1), 1, 1))))
                    .isNotInstanceOf(Answer.Confirmed.class);
        }

        assertThat(elsewhere).isEmptyFile();
    }

    private void send(String organization) {
        try (Sink sink =
                new FileKind(folder)
                        .open(new Settings("{\"name\":\"siem\"}", Map.of()).of(organization))) {
            sink.send(Batches.parcel(sink, Batches.of(new Random(1), 1, 1)));
        }
    }

    @Test
    void organizationsWriteInFoldersOfTheirOwnWhateverTheyAreCalled() throws Exception {
        List<String> organizations =
                List.of(
                        "acme",
                        "ACME",
                        "..",
                        "../..",
                        "a/b",
                        "siem.ndjson",
                        "\u00fc",
                        "_x",
                        "a\u0000");

        send(null);
        organizations.forEach(this::send);

        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSize(1 + organizations.size())
                    .allMatch(file -> folder.relativize(file).getNameCount() <= 2)
                    .contains(folder.resolve("siem.ndjson"), folder.resolve("acme/siem.ndjson"))
                    .allSatisfy(file -> assertThat(Files.readAllLines(file)).hasSize(1));
        }
    }

    @Test
    void ofTwoOrganizationsEachHasItsFile() throws Exception {
        var settings = new Settings("{\"name\":\"siem\",\"rotateMebibytes\":1}", Map.of());
        var kind = new FileKind(folder);
        try (Sink acme = kind.open(settings.of("acme"));
                Sink other = kind.open(settings.of("other"))) {
            var parcel = Batches.parcel(acme, Batches.of(new Random(1), 1, 1));

            assertThat(acme.send(parcel)).isInstanceOf(Answer.Confirmed.class);
            assertThat(other.send(parcel)).isInstanceOf(Answer.Confirmed.class);
        }
        assertThat(lines("acme/siem.ndjson")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "/etc/x",
                "a/b",
                "a.b",
                "",
                "..",
                "a\\\\b",
                "-x",
                "a\\u0000",
                "siem-000001"
            })
    void nameCannotLeaveTheFolderNorPassForAFullFile(String name) {
        var settings = new Settings("{\"name\":\"" + name + "\"}", Map.of());

        assertThat(new FileKind(folder).check(settings)).isNotEmpty();
    }
}
