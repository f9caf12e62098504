package dev.indelible.cli.verify;

import static dev.indelible.cli.verify.EvidenceCheckTest.bad;
import static dev.indelible.cli.verify.EvidenceCheckTest.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.proof.Merkle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // JUnit fills what each test begins with
class LogCheckTest {
    private static final int FLIPS = Integer.getInteger("indelible.flips", 300);

    @TempDir Path folder;

    @Test
    void logsOfEverySizeAreVerified() {
        for (int size : new int[] {1, 2, 255, 256, 257, 511, 512, 600}) {
            TestWorld world = TestWorld.of(size);

            Report report = check(world, world.log, world.disclosures());

            assertThat(report.isVerified()).as(text(report)).isTrue();
            assertThat(text(report))
                    .contains(
                            size == 1
                                    ? "the one stored event"
                                    : "all %d stored events".formatted(size));
        }
    }

    @Test
    void emptyLogIsVerified() {
        var world = new TestWorld();

        assertThat(check(world, world.log, "").isVerified()).isTrue();
    }

    @Test
    void oneEventIsOne() {
        TestWorld world = TestWorld.of(1);

        assertThat(text(check(world, world.log, world.disclosures())))
                .contains("signed that it has 1 entry\n")
                .contains("made anew from its one entry, it has")
                .contains("the one stored event was hashed anew and is the one that was sealed");
    }

    @Test
    void exportHasTheSameTreeAndIsVerified() throws IOException {
        TestWorld world = TestWorld.of(600);

        export(world.log, world);

        assertThat(files())
                .contains(
                        "checkpoint",
                        "tile/entries/001",
                        "tile/entries/002.p/88",
                        "tile/0/002.p/88",
                        "tile/1/000.p/2");
        assertThat(files()).hasSize(8);
        Report report = check(world, new FolderLog(folder), world.disclosures());
        assertThat(report.isVerified()).as(text(report)).isTrue();
    }

    @Test
    void exportAgainAddsAndNeverReplacesAnotherHistory() throws IOException {
        TestWorld world = TestWorld.of(300);
        export(world.log, world);
        TestLog forked = world.log.copy();
        world.append("door.close");
        export(world.log, world);
        for (int i = 0; i < 10; i++) {
            forked.add(new byte[] {1});
        }
        byte[] before = Files.readAllBytes(folder.resolve("checkpoint"));

        assertThatThrownBy(() -> export(forked, world))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("forked");

        assertThat(folder.resolve("checkpoint")).hasBinaryContent(before);
        assertThat(check(world, new FolderLog(folder), world.disclosures()).isVerified()).isTrue();
    }

    @Test
    void everyFlippedBitIsFoundAndItsPlaceNamed() throws IOException {
        RandomGenerator random = Seeds.random("everyFlippedBitIsFoundAndItsPlaceNamed");
        TestWorld world = TestWorld.of(600);
        export(world.log, world);
        Files.writeString(folder.resolve("events"), world.disclosures());
        List<String> names = files();
        for (int flip = 0; flip < FLIPS; flip++) {
            String name = names.get(random.nextInt(names.size()));
            Path file = folder.resolve(name);
            byte[] original = Files.readAllBytes(file);
            int bit = random.nextInt(original.length * 8);
            Files.write(file, TestWorld.flipped(original, bit));

            Report report =
                    check(
                            world,
                            new FolderLog(folder),
                            Files.readAllBytes(folder.resolve("events")));

            String place = name.equals("events") ? "event" : name;
            assertThat(report.isVerified()).as("%s, bit %d", name, bit).isFalse();
            assertThat(bad(report)).as("%s, bit %d", name, bit).contains(place);
            Files.write(file, original);
        }
    }

    @Test
    void theSignedRootSaysWhetherTheTileOrTheEntryWasChanged() throws IOException {
        TestWorld world = TestWorld.of(600);
        export(world.log, world);
        Path tile = folder.resolve("tile/0/001");
        byte[] original = Files.readAllBytes(tile);
        Files.write(tile, TestWorld.flipped(original, 8 * 32 * 44));
        Report ofTile = check(world, new FolderLog(folder), world.disclosures());
        Files.write(tile, original);
        Path bundle = folder.resolve("tile/entries/001");
        byte[] entries = Files.readAllBytes(bundle);
        Files.write(bundle, TestWorld.flipped(entries, 8 * (entries.length - 1)));
        Report ofEntry = check(world, new FolderLog(folder), world.disclosures());

        assertThat(bad(ofTile)).contains("entry 300").contains("the tile was changed");
        assertThat(bad(ofEntry)).contains("entry 511").contains("the entry was changed");
    }

    @Test
    void otherLogOfThePolicyIsNotTakenForTheOneThatIsAskedFor() {
        TestWorld world = TestWorld.of(10);

        new LogReader(world.anchor, "anchor").signed(world.trust());
        assertThatThrownBy(() -> new LogReader(world.anchor, "acme").signed(world.trust()))
                .isInstanceOf(RefusedException.class)
                .hasMessage("it is of the log log.test/anchor, not of acme");
        assertThatThrownBy(() -> new LogReader(world.log, "cme").signed(world.trust()))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void lastEventIsThereOnce() {
        TestWorld world = TestWorld.of(10);
        List<String> lines = world.disclosures().lines().toList();
        String again = world.disclosures() + lines.getLast() + "\n";

        assertThat(bad(check(world, world.log, again))).contains("event 9: it is there twice");
    }

    @Test
    void eventsThatAreEditedMissingDoubledOrMovedAreNamed() {
        TestWorld world = TestWorld.of(40);
        List<String> lines = world.disclosures().lines().toList();

        assertThat(badWith(world, replaced(lines, 17, lines.get(17).replace("u-17", "u-18"))))
                .contains("event 17: part actor: its bytes or its salt");
        assertThat(badWith(world, without(lines, 23)))
                .contains("event 23: it was sealed, and is not stored any more");
        assertThat(badWith(world, replaced(lines, 5, lines.get(6)))).contains("event 5");
        assertThat(badWith(world, replaced(lines, 5, lines.get(4)))).contains("event 4: it is");
        assertThat(badWith(world, lines.subList(0, 30))).contains("event 30", "10 events");
        assertThat(badWith(world, replaced(lines, 5, lines.get(5).replace("acme", "acne"))))
                .contains("event 5: it is an event of another organization");
    }

    @Test
    void expiredEventsAreKnownByTheirHash() {
        TestWorld world = TestWorld.of(600);
        LogSource pruned = withoutBundles(world.log, true);
        List<String> lines = world.disclosures().lines().toList();
        String expired = expired(world, 300, Merkle.leafHash(world.log.entry(300)));
        String other = expired(world, 300, Merkle.leafHash(world.log.entry(301)));

        Report report = check(world, pruned, String.join("\n", replaced(lines, 300, expired)));

        assertThat(report.isVerified()).as(text(report)).isTrue();
        assertThat(text(report))
                .contains("3 bundles have events that expired")
                .contains("all 599 stored events")
                .contains("1 event has expired: of it only the sealed hash is left");
        Report lying = check(world, pruned, String.join("\n", replaced(lines, 300, other)));
        assertThat(bad(lying)).contains("event 300: what is left of it is not what was sealed");
        Report edited =
                check(
                        world,
                        pruned,
                        String.join(
                                "\n", replaced(lines, 17, lines.get(17).replace("u-17", "u-18"))));
        assertThat(bad(edited)).contains("event 17");
        Report missing = check(world, withoutBundles(world.log, false), world.disclosures());
        assertThat(bad(missing)).contains("tile/entries/000: it is not there");
    }

    private static LogSource withoutBundles(LogSource log, boolean saysGone) {
        return new LogSource() {
            @Override
            public Optional<byte[]> read(String path) {
                return path.startsWith("tile/entries") ? Optional.empty() : log.read(path);
            }

            @Override
            public boolean isGone(String path) {
                return saysGone && path.startsWith("tile/entries");
            }

            @Override
            public String name() {
                return "pruned";
            }
        };
    }

    /// What is given out of an event whose body has expired.
    private static String expired(TestWorld world, int index, byte[] leafHash) {
        String whole = world.disclosures().lines().toList().get(index);
        return whole.substring(0, whole.indexOf(",\"parts\""))
                + ",\"expired\":true,\"leafHash\":\"%s\"}"
                        .formatted(Base64.getEncoder().encodeToString(leafHash));
    }

    @Test
    void eventsThatAreNotSealedYetAreLeftAlone() {
        TestWorld world = TestWorld.of(40);
        TestLog sealed = world.log.copy();
        world.append("door.close");

        assertThat(check(world, sealed, world.disclosures()).isVerified()).isTrue();
    }

    @Test
    void treeThatWasMadeAnewIsAnotherHistory() {
        TestWorld world = TestWorld.of(40);
        TestLog rewritten = world.log.copy();
        rewritten.set(3, world.log.entry(4));
        LogSource stolen =
                new LogSource() {
                    @Override
                    public Optional<byte[]> read(String path) {
                        return path.equals("checkpoint")
                                ? world.log.read(path)
                                : rewritten.read(path);
                    }

                    @Override
                    public String name() {
                        return "rewritten";
                    }
                };

        assertThat(bad(check(world, stolen, world.disclosures())))
                .contains("another history than the one that was signed")
                .contains("event 3");
    }

    private static String badWith(TestWorld world, List<String> lines) {
        return bad(check(world, world.log, String.join("\n", lines) + "\n"));
    }

    private static List<String> replaced(List<String> lines, int index, String line) {
        var copy = new ArrayList<>(lines);
        copy.set(index, line);
        return copy;
    }

    private static List<String> without(List<String> lines, int index) {
        var copy = new ArrayList<>(lines);
        copy.remove(index);
        return copy;
    }

    private static Report check(TestWorld world, LogSource log, String events) {
        return check(world, log, events.getBytes(UTF_8));
    }

    private static Report check(TestWorld world, LogSource log, byte[] events) {
        var bodies = new BodySource(new ByteArrayInputStream(events), "events");
        return LogCheck.check(new LogReader(log), world.trust(), () -> bodies, count -> {});
    }

    private void export(TestLog log, TestWorld world) {
        var reader = new LogReader(log);
        LogExport.export(reader, reader.signed(world.trust()), folder, count -> {});
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
