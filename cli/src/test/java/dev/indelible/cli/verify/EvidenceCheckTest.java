package dev.indelible.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.event.Part;
import dev.indelible.proof.KeyType;
import dev.indelible.proof.SigningKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class EvidenceCheckTest {
    private static final int FLIPS = Integer.getInteger("indelible.flips", 300);
    private static final TestWorld WORLD = TestWorld.of(37);

    @Test
    void evidenceIsVerifiedAndSaysWhoseKeysItBelieved() {
        byte[] zip = TestWorld.zip(WORLD.evidence(17, Set.of()));

        Report alone = EvidenceCheck.check(zip, Optional.empty());
        Report pinned = EvidenceCheck.check(zip, Optional.of(WORLD.trust()));

        assertThat(alone.isVerified()).as(text(alone)).isTrue();
        assertThat(text(alone))
                .contains("entry 17 of the 37 that log.test/acme")
                .contains("witness witness.test/2 saw the anchor at size 8 on 2025-11-25T19:46:41Z")
                .contains("a forger could have put in others");
        assertThat(pinned.isVerified()).as(text(pinned)).isTrue();
        assertThat(text(pinned)).contains("the keys are those you gave");
    }

    @Test
    void everyEventOfTheLogHasItsEvidence() {
        for (int i = 0; i < WORLD.events.size(); i++) {
            Report report =
                    EvidenceCheck.check(
                            TestWorld.zip(WORLD.evidence(i, Set.of())), Optional.of(WORLD.trust()));
            assertThat(report.isVerified()).as(text(report)).isTrue();
        }
    }

    @Test
    void erasedPartIsSaidToBeErasedAndNotTampered() {
        Report report = check(WORLD.evidence(16, Set.of(Part.ACTOR, Part.CLIENT)));

        assertThat(report.isVerified()).as(text(report)).isTrue();
        assertThat(text(report))
                .contains("part actor is not shown")
                .contains("part client is not shown")
                .doesNotContain("✗");
    }

    @Test
    void changedPartIsNamed() {
        Map<String, byte[]> files = WORLD.evidence(16, Set.of());
        String event = new String(files.get("event.json"), UTF_8);
        files.put("event.json", event.replace("u-16", "u-17").getBytes(UTF_8));

        assertThat(text(check(files)))
                .contains("✗ event.json: part actor: its bytes or its salt are not those")
                .contains("not the event that was sealed as entry 16");
    }

    @Test
    void partThatIsLeftOutIsNamed() {
        Map<String, byte[]> files = WORLD.evidence(16, Set.of());
        String event = new String(files.get("event.json"), UTF_8);
        files.put(
                "event.json",
                event.replaceFirst("\\{\"part\":\"client\".*?},", "").getBytes(UTF_8));

        assertThat(text(check(files)))
                .contains("✗ event.json: part client was sealed and is left out");
    }

    @Test
    void everyFlippedBitIsFoundAndItsFileNamed() {
        RandomGenerator random = Seeds.random("everyFlippedBitIsFoundAndItsFileNamed");
        Map<String, byte[]> files = WORLD.evidence(16, Set.of(Part.CLIENT));
        List<String> names =
                files.keySet().stream().filter(name -> !name.equals("README.txt")).toList();
        for (int flip = 0; flip < FLIPS; flip++) {
            String name = names.get(random.nextInt(names.size()));
            byte[] original = requireNonNull(files.get(name));
            int bit = random.nextInt(original.length * 8);
            var changed = new HashMap<>(files);
            changed.put(name, TestWorld.flipped(original, bit));

            Report report = check(changed);

            assertThat(report.isVerified()).as("%s, bit %d%n%s", name, bit, text(report)).isFalse();
            assertThat(bad(report)).as("%s, bit %d", name, bit).contains(name);
        }
    }

    @Test
    void flippedBitOfTheZipChangesNothingUnseen() {
        RandomGenerator random = Seeds.random("flippedBitOfTheZipChangesNothingUnseen");
        Map<String, byte[]> files = WORLD.evidence(16, Set.of());
        byte[] zip = TestWorld.zip(files);
        for (int flip = 0; flip < FLIPS; flip++) {
            byte[] changed = TestWorld.flipped(zip, random.nextInt(zip.length * 8));
            if (EvidenceCheck.check(changed, Optional.empty()).isVerified()) {
                files.forEach((name, bytes) ->
                        assertThat(Evidence.read(changed).file(name)).isEqualTo(bytes));
            }
        }
    }

    @Test
    void filesOfAnotherEventDoNotPass() {
        Map<String, byte[]> files = WORLD.evidence(16, Set.of());
        Map<String, byte[]> others = WORLD.evidence(20, Set.of());
        for (String name : List.of("event.json", "leaf.bin", "event.tlog-proof")) {
            var mixed = new HashMap<>(files);
            mixed.put(name, others.get(name));
            assertThat(check(mixed).isVerified()).as(name).isFalse();
        }
        var mixed = new HashMap<>(others);
        mixed.put("event.tlog-proof", files.get("event.tlog-proof"));
        assertThat(check(mixed).isVerified()).isFalse();
    }

    @Test
    void forgerWithKeysOfHisOwnIsCaughtByAPinnedPolicy() {
        SigningKey forged = TestWorld.key(KeyType.ED25519, "log.test/acme", 77);
        Map<String, byte[]> files = WORLD.evidence(16, Set.of());
        String policy = new String(files.get("policy.txt"), UTF_8);
        var log = new TestLog(forged, List.of());
        for (int i = 0; i < WORLD.log.size(); i++) {
            log.add(WORLD.log.entry(i));
        }
        files.put("event.tlog-proof", log.proof(16).toBytes());
        files.put(
                "policy.txt",
                policy.replace(
                                WORLD.logKey.verifierKey().toString(),
                                forged.verifierKey().toString())
                        .getBytes(UTF_8));

        assertThat(bad(EvidenceCheck.check(TestWorld.zip(files), Optional.of(WORLD.trust()))))
                .contains("event.tlog-proof: its checkpoint is not to be believed by auditor's");
    }

    @Test
    void missingWitnessIsNoQuorum() {
        var anchor = new TestLog(WORLD.anchorKey, List.of(WORLD.witness1));
        for (int i = 0; i < WORLD.anchor.size(); i++) {
            anchor.add(WORLD.anchor.entry(i));
        }
        Map<String, byte[]> files = WORLD.evidence(16, Set.of());
        files.put("head.tlog-proof", anchor.proof(WORLD.anchor.size() - 2).toBytes());

        assertThat(bad(check(files))).contains("head.tlog-proof").contains("no quorum");
    }

    @Test
    void headOfAnotherStateOrOrganizationIsRefused() {
        Map<String, byte[]> files = WORLD.evidence(16, Set.of());
        var older = new HashMap<>(files);
        older.put("head.leaf", WORLD.anchor.entry(0));
        older.put("head.tlog-proof", WORLD.anchor.proof(0).toBytes());
        var others = new HashMap<>(files);
        int other = WORLD.anchor.size() - 1;
        others.put("head.leaf", WORLD.anchor.entry(other));
        others.put("head.tlog-proof", WORLD.anchor.proof(other).toBytes());

        assertThat(bad(check(older))).contains("head.leaf").contains("of size 10");
        assertThat(bad(check(others))).contains("head.leaf").contains("another organization's");
    }

    @Test
    void hostileZipsAreRefused() {
        assertThat(bad(EvidenceCheck.check(new byte[0], Optional.empty()))).contains("lacks");
        Map<String, byte[]> files = WORLD.evidence(16, Set.of());
        files.put("../../etc/passwd", new byte[1]);
        assertThat(bad(check(files))).contains("does not belong there");
        files.remove("../../etc/passwd");
        files.put("leaf.bin", new byte[9 << 20]);
        assertThat(bad(check(files))).contains("leaf.bin: it is larger than 8 MiB");
    }

    @Test
    void halfACharacterDoesNotPassForAQuestionMark() {
        var world = new TestWorld();
        world.append("why?");
        world.anchorHead();
        Map<String, byte[]> files = world.evidence(0, Set.of());
        assertThat(check(files).isVerified()).isTrue();
        String event = new String(files.get("event.json"), UTF_8);
        files.put("event.json", event.replace("why?", "why\\ud800").getBytes(UTF_8));

        assertThat(bad(check(files))).contains("event.json: text has half a character");
    }

    @Test
    void eventIsUtf8AndNothingElse() {
        Map<String, byte[]> files = WORLD.evidence(16, Set.of());
        String event = new String(files.get("event.json"), UTF_8);
        files.put("event.json", event.getBytes(UTF_16));

        assertThat(bad(check(files))).contains("event.json: it is not UTF-8");
    }

    private static Report check(Map<String, byte[]> files) {
        return EvidenceCheck.check(TestWorld.zip(files), Optional.empty());
    }

    static String text(Report report) {
        var text = new StringBuilder();
        report.findings().forEach(found -> text.append(ReportText.line(found)).append('\n'));
        return text.toString();
    }

    static String bad(Report report) {
        var text = new StringBuilder();
        report.findings().stream()
                .filter(found -> found.mark() == Finding.Mark.BAD)
                .forEach(found -> text.append(ReportText.line(found)).append('\n'));
        return text.toString();
    }
}
