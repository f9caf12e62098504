package dev.indelible.cli.verify;

import static dev.indelible.cli.verify.EvidenceCheckTest.bad;
import static dev.indelible.cli.verify.EvidenceCheckTest.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The owner of the disk rewrites history and makes everything anew, signatures too.
@NullUnmarked // JUnit fills what each test begins with
class MonitorTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir Path folder;

    private Instant now = NOW;

    private final TestWorld world = TestWorld.of(40);

    @Test
    void growthIsFollowedAndRemembered() {
        assertThat(text(look(world.log, world.anchor))).contains("seen for the first time");
        for (int i = 0; i < 700; i++) {
            world.append("door.open");
        }
        world.anchorHead();

        Report second = look(world.log, world.anchor);
        Report third = look(world.log, world.anchor);

        assertThat(second.isVerified()).as(text(second)).isTrue();
        assertThat(text(second))
                .contains("log.test/acme: grew from 40 to 740 entries")
                .contains("log.test/anchor: grew from 8 to 10 entries")
                .contains("1 new heads of it in the anchor, the newest at 740 entries, all agree");
        assertThat(text(third)).contains("no new head of it");
        assertThat(third.isVerified()).isTrue();
    }

    @Test
    void changedEventIsCaught() throws IOException {
        look(world.log, world.anchor);
        TestLog rewritten = world.log.copy();
        rewritten.set(7, world.log.entry(8));

        Report same = look(rewritten, world.anchor);
        rewritten.add(world.log.entry(0));
        Report grown = look(rewritten, world.anchor);

        assertThat(bad(same)).contains("the log has forked: two roots were signed for the same 40");
        assertThat(bad(grown)).contains("do not begin with the 40 that were there before");
        assertThat(forks()).hasSize(2);
        assertThat(Files.readString(forks().getFirst()))
                .contains(world.log.note().toString())
                .contains(rewritten.checkpoint().origin());
    }

    @Test
    void bothSignedStatesAreKept() throws IOException {
        look(world.log, world.anchor);
        TestLog rewritten = world.log.copy();
        rewritten.set(7, world.log.entry(8));
        look(rewritten, world.anchor);

        assertThat(Files.readString(forks().getFirst()))
                .contains(world.log.note().toString())
                .contains(rewritten.note().toString());
        assertThat(look(world.log, world.anchor).isVerified()).isTrue();
    }

    @Test
    void cutTailIsCaught() throws IOException {
        look(world.log, world.anchor);
        TestLog cut = world.log.copy();
        cut.shrink(30);

        assertThat(bad(look(cut, world.anchor)))
                .contains("rolled back: it showed 40 entries before, and shows 30 now");
        assertThat(forks()).hasSize(1);
    }

    @Test
    void cutTailIsCaughtAtTheFirstLookByTheAnchor() {
        TestLog cut = world.log.copy();
        cut.shrink(30);

        assertThat(bad(look(cut, world.anchor)))
                .contains("the anchor holds a state of this log, at 40 entries");
    }

    @Test
    void secondHistoryIsCaughtAtTheFirstLookByTheAnchor() {
        TestLog forked = world.log.copy();
        forked.set(35, world.log.entry(8));

        assertThat(bad(look(forked, world.anchor)))
                .contains("the anchor holds a state of this log, at 40 entries, that is not the");
    }

    @Test
    void secondAnchorFindsNoWitness() {
        TestLog forked = world.log.copy();
        forked.set(35, world.log.entry(8));
        // The witnesses have cosigned the true anchor and do not cosign another.
        var anchor = new TestLog(world.anchorKey, List.of());
        int keyId = world.logKey.verifierKey().keyId();
        anchor.add(AnchorHead.of(TestWorld.TAG_SALT, forked.checkpoint(), keyId).entry());

        assertThat(bad(look(forked, anchor))).contains("anchor checkpoint").contains("no quorum");
    }

    @Test
    void rewrittenOrCutAnchorIsCaughtEvenIfItIsCosigned() throws IOException {
        look(world.log, world.anchor);
        TestLog cut = world.anchor.copy();
        cut.shrink(5);
        TestLog rewritten = world.anchor.copy();
        rewritten.set(2, world.anchor.entry(1));

        assertThat(bad(look(world.log, cut))).contains("the anchor was rolled back");
        assertThat(bad(look(world.log, rewritten))).contains("the anchor has forked");
        assertThat(forks()).hasSize(2);
    }

    @Test
    void otherTagSaltThanBeforeIsCaught() {
        look(world.log, world.anchor);

        assertThat(bad(monitor(world.log, world.anchor).look(TestWorld.filled(32, 1), NOW)))
                .contains("names another one than before");
    }

    @Test
    void tagSaltThatIsNotTheOneOfTheLogsKeyIsCaught() {
        assertThat(bad(monitor(world.log, world.anchor).look(TestWorld.filled(32, 1), NOW)))
                .contains("not the one of the log's key");
    }

    @Test
    void damagedMemoryIsSaid() throws IOException {
        look(world.log, world.anchor);
        Path anchor = folder.resolve("anchor");
        String state = Files.readString(anchor, UTF_8);
        Files.writeString(anchor, "x" + state.substring(1));

        assertThat(bad(look(world.log, world.anchor))).contains("anchor: it is damaged");
    }

    @Test
    void logThatIsNeverAnchoredIsCaught() {
        look(world.log, world.anchor);
        world.append("door.open");
        Report shown = look(world.log, world.anchor);
        now = NOW.plus(Monitor.ANCHORED_WITHIN);
        world.append("door.open");
        Report inTime = look(world.log, world.anchor);
        now = now.plusSeconds(1);
        Report late = look(world.log, world.anchor);
        world.anchorHead();
        Report anchored = look(world.log, world.anchor);

        assertThat(shown.isVerified()).as(text(shown)).isTrue();
        assertThat(inTime.isVerified()).as(text(inTime)).isTrue();
        assertThat(bad(late))
                .contains("shown with 41 entries at " + NOW)
                .contains("no head beyond 40 entries");
        assertThat(anchored.isVerified()).as(text(anchored)).isTrue();
    }

    private Report look(TestLog log, TestLog anchor) {
        return monitor(log, anchor).look(TestWorld.TAG_SALT, now);
    }

    private Monitor monitor(TestLog log, TestLog anchor) {
        return new Monitor(
                TestWorld.ORGANIZATION,
                new LogReader(log),
                new LogReader(anchor),
                new MonitorFolder(folder),
                world.trust());
    }

    private List<Path> forks() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("fork-"))
                    .sorted()
                    .toList();
        }
    }
}
