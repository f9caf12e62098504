package dev.indelible.cli.verify;

import static dev.indelible.cli.verify.EvidenceCheckTest.bad;
import static dev.indelible.cli.verify.EvidenceCheckTest.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.proof.Checkpoint;
import dev.indelible.server.Server;
import dev.indelible.server.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The data folder of a real server, after it was stopped.
@NullUnmarked // JUnit fills what each test begins with
class DataCheckTest {
    private static final int FLIPS = Integer.getInteger("indelible.flips", 60);
    private static final String KEY = "bootstrap key for tests only";
    private static final List<String> ORGANIZATIONS = List.of("acme", "umbra", "zeta");
    private static final int EVENTS = 300;

    @TempDir Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private Path data;

    @BeforeEach
    void fill() throws Exception {
        data = folder.resolve("data");
        serve(
                data,
                url -> {
                    for (int round = 0; round < 3; round++) {
                        for (String organization : ORGANIZATIONS) {
                            send(url, organization, "door.open", EVENTS / 3);
                        }
                    }
                });
    }

    @Test
    void folderIsVerifiedAndNotChanged() throws Exception {
        List<String> before = digests();

        Report report = check();

        assertThat(report.isVerified()).as(text(report)).isTrue();
        assertThat(text(report))
                .contains(
                        "all 900 events were hashed anew, and what was signed of that gives every signed root of 3 organizations (900 signed, 0 waiting for the next checkpoint)");
        assertThat(digests()).isEqualTo(before);
    }

    @Test
    void oneEventIsOne() throws Exception {
        data = folder.resolve("one");
        serve(data, url -> send(url, "acme", "door.open", 1));

        assertThat(text(check()))
                .contains("the anchor's roots come out of 1 head of 1 organization")
                .contains(
                        "the one event was hashed anew, and what was signed of that gives every signed root of 1 organization (1 signed, 0 waiting for the next checkpoint)");
    }

    @Test
    void everyFlippedBitIsFoundAndItsPlaceNamed() throws Exception {
        RandomGenerator random = Seeds.random("everyFlippedBitIsFoundAndItsPlaceNamed");
        List<Path> files = provenFiles();
        assertThat(files).anyMatch(file -> file.toString().endsWith(".zst"));
        assertThat(files).anyMatch(file -> file.toString().endsWith(".raw"));
        for (int flip = 0; flip < FLIPS; flip++) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] original = Files.readAllBytes(file);
            int bit = random.nextInt(original.length * 8);
            Files.write(file, TestWorld.flipped(original, bit));

            Report report = check();

            assertThat(report.isVerified()).as("%s, bit %d", file, bit).isFalse();
            boolean isTree = file.getParent().endsWith("tree");
            String name = file.getFileName().toString();
            String place = isTree ? name.substring(0, name.indexOf('.')) : name;
            assertThat(bad(report)).as("%s, bit %d", file, bit).contains(place);
            Files.write(file, original);
        }
    }

    @Test
    void otherHistoryOfTheSameSizeIsFoundByTheHeadsThatWereSigned() throws Exception {
        Path other = folder.resolve("other");
        serve(
                other,
                url -> {
                    for (int round = 0; round < 3; round++) {
                        for (String organization : ORGANIZATIONS) {
                            send(url, organization, "door.close", EVENTS / 3);
                        }
                    }
                });
        replace(other.resolve("journal"), data.resolve("journal"));

        Report report = check();

        assertThat(bad(report))
                .contains("acme, events 0 to ")
                .contains("other events are stored than were signed at size")
                .contains("umbra, events 0 to ");
    }

    @Test
    void folderWrittenAnewAsAWholeIsFoundByAnyCheckpointThatWasKept() throws Exception {
        List<Checkpoint> kept = new ArrayList<>();
        serve(data, url -> kept.add(checkpoint(url, "acme")));
        Path other = folder.resolve("other");
        serve(
                other,
                url -> {
                    for (String organization : ORGANIZATIONS) {
                        send(url, organization, "door.close", EVENTS + 10);
                    }
                });

        Report mine = DataCheck.check(data, kept, _ -> {});
        Report forged = DataCheck.check(other, kept, _ -> {});
        Report alone = DataCheck.check(other, List.of(), _ -> {});

        assertThat(mine.isVerified()).as(text(mine)).isTrue();
        assertThat(text(mine)).contains("the folder has the root of the checkpoint that was kept");
        assertThat(alone.isVerified()).as(text(alone)).isTrue();
        assertThat(bad(forged)).contains("its history was written anew");
    }

    @Test
    void anchorThatWasKeptIsComparedAtItsSizeOrMissed() throws Exception {
        List<Checkpoint> kept = new ArrayList<>();
        serve(data, url -> kept.add(checkpoint(url, "anchor")));
        Checkpoint anchor = kept.getFirst();
        Path other = folder.resolve("other");
        serve(other, url -> send(url, "acme", "door.close", 1));
        var renamed = Checkpoint.of("elsewhere/anchor", anchor.size(), anchor.root());
        var rewritten = Checkpoint.of(anchor.origin(), 1, anchor.root());

        Report mine = DataCheck.check(data, kept, _ -> {});

        assertThat(mine.isVerified()).as(text(mine)).isTrue();
        assertThat(text(mine))
                .contains(
                        "localhost/indelible/anchor at size %d: the folder has the root"
                                .formatted(anchor.size()));
        assertThat(bad(DataCheck.check(other, kept, _ -> {}))).contains("no such log or fewer");
        assertThat(bad(DataCheck.check(data, List.of(renamed), _ -> {})))
                .contains("no such log or fewer");
        assertThat(bad(DataCheck.check(data, List.of(rewritten), _ -> {})))
                .contains("its history was written anew");
    }

    @Test
    void cutTailIsFound() throws Exception {
        Path last =
                provenFiles().stream()
                        .filter(file -> file.toString().endsWith(".raw"))
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
        Files.delete(last);

        assertThat(bad(check())).contains("events were signed and");
    }

    @Test
    void folderInUseIsRefused() throws Exception {
        var open = new Report[1];
        serve(data, _ -> open[0] = check());

        assertThat(bad(open[0])).contains("in use by a server");
    }

    private Report check() {
        return DataCheck.check(data, List.of(), _ -> {});
    }

    /// All files whose every bit is proven: neither the id tables nor the index, which are derived.
    private List<Path> provenFiles() throws IOException {
        var files = new ArrayList<Path>();
        for (String name : List.of("journal", "tree", "checkpoints")) {
            try (Stream<Path> inFolder = Files.list(data.resolve(name))) {
                inFolder.filter(file -> !file.endsWith("lock"))
                        .filter(file -> !file.toString().contains(".ids"))
                        .sorted()
                        .forEach(files::add);
            }
        }
        return files;
    }

    private List<String> digests() throws IOException {
        var digests = new ArrayList<String>();
        for (Path file : provenFiles()) {
            digests.add(file + " " + Arrays.hashCode(Files.readAllBytes(file)));
        }
        return digests;
    }

    private interface Use {
        void of(String url) throws Exception;
    }

    private void serve(Path where, Use use) throws Exception {
        Map<String, String> settings =
                Map.of(
                        "port",
                        "0",
                        "data",
                        where.toString(),
                        "bootstrap-key",
                        KEY,
                        "segment-size",
                        "64KiB");
        Server server = Server.open(Settings.parse(settings, Map.of()));
        try {
            use.of(server.url());
        } finally {
            server.close();
        }
    }

    /// Sends events and waits until they are published.
    private void send(String url, String organization, String action, int count) throws Exception {
        var lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("{\"action\":\"%s\",\"actor\":{\"id\":\"ü-%d\"}}%n".formatted(action, i));
        }
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "%s/v1/events?organization=%s&wait=published"
                                                .formatted(url, organization)))
                        .header("Authorization", "Bearer " + KEY)
                        .header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofString(lines.toString()))
                        .build();
        var answer = http.send(request, BodyHandlers.ofString(UTF_8));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"published\":true");
    }

    private Checkpoint checkpoint(String url, String organization) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create("%s/logs/%s/checkpoint".formatted(url, organization)))
                        .header("Authorization", "Bearer " + KEY)
                        .build();
        String note = http.send(request, BodyHandlers.ofString(UTF_8)).body();
        return Checkpoint.parse(note.substring(0, note.indexOf("\n\n") + 1));
    }

    private static void replace(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(to)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
    }
}
