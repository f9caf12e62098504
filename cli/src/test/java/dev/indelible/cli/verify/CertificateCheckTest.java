package dev.indelible.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.proof.KeyType;
import dev.indelible.proof.Note;
import dev.indelible.proof.SigningKey;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CertificateCheckTest {
    private static final String PERSON = "5e".repeat(32);
    private static final String TEXT =
            """
            indelible-erasure/v1
            log log.test/acme
            erasure 019a-7
            person %s
            given actor email
            requested 2026-11-29T10:00:00Z k17
            completed 2026-11-29T10:00:04Z
            events 12 3 40
            records 2
            parts actor=12 client=9
            elsewhere keys=1 searches=2
            remaining holds=1
            limit not looked for: other names
            limit not looked at: backups
            """
                    .formatted(PERSON);

    private final TestWorld world = new TestWorld();
    private final Trust pinned = trust(world.logKey, world.anchorKey);

    @Test
    void whatItSaysIsToldInPlainWords() {
        Report report = CertificateCheck.check(signed(TEXT, world.logKey), "c.txt", pinned);

        assertThat(lines(report))
                .containsExactly(
                        "✓ c.txt: the log log.test/acme signed it, and it was not changed since",
                        "✓ c.txt: erasure 019a-7 was asked for on 2026-11-29T10:00:00Z by 'k17', and was complete on 2026-11-29T10:00:04Z",
                        "· c.txt: it says of nobody who it was: the person stands in it as a salted hash, %s, named by actor, email"
                                .formatted(PERSON),
                        "✓ c.txt: 12 events lost parts, the first of them sequence 3, the last sequence 40",
                        "· c.txt: parts that were erased: actor 12, client 9",
                        "· c.txt: 2 of these events are records of Indelible itself, about reads and changes",
                        "· c.txt: erased or changed beside the events: keys 1, searches 2",
                        "· c.txt: what names the person still, and was left: holds 1",
                        "· c.txt: not looked for: other names",
                        "· c.txt: not looked at: backups",
                        "✓ policy: the keys are those you gave");
        assertThat(report.isVerified()).isTrue();
        assertThat(report.isPinned()).isTrue();
    }

    @Test
    void nothingLeftAndLinesOfALaterReleaseAreToldToo() {
        String text =
                TEXT.replace("remaining holds=1", "remaining")
                        .replace("events 12 3 40", "events 0 -1 -1")
                        .replace("records 2", "colour of-the-sky");

        assertThat(lines(CertificateCheck.check(signed(text, world.logKey), "c.txt", pinned)))
                .contains(
                        "✓ c.txt: no event lost anything",
                        "✓ c.txt: nothing that was looked at names the person any more",
                        "· c.txt: colour of-the-sky");
    }

    @Test
    void oneEventIsOne() {
        String text =
                TEXT.replace("events 12 3 40", "events 1 7 7").replace("records 2", "records 1");

        assertThat(lines(CertificateCheck.check(signed(text, world.logKey), "c.txt", pinned)))
                .contains(
                        "✓ c.txt: 1 event lost parts, sequence 7",
                        "· c.txt: 1 of these events is a record of Indelible itself, about reads and changes");
    }

    @Test
    void noBitCanBeChanged() {
        byte[] certificate = signed(TEXT, world.logKey);
        for (int at = 0; at < certificate.length; at++) {
            for (int bit : new int[] {0, 3}) {
                byte[] changed = certificate.clone();
                changed[at] ^= (byte) (1 << bit);

                assertThat(CertificateCheck.check(changed, "c.txt", pinned).isVerified())
                        .as("byte %d, bit %d", at, bit)
                        .isFalse();
            }
        }
        assertBad(
                new String(certificate, UTF_8).replace("holds=1", "").getBytes(UTF_8),
                "it was changed after it was signed: the signature of log.test/acme is not of this text");
    }

    @Test
    void anotherKeyOfTheSameNameIsNotBelieved() {
        SigningKey forger = key("log.test/acme", 77);

        assertBad(
                signed(TEXT, forger),
                "it is signed as log.test/acme, and by another key than the one in policy");
    }

    @Test
    void theCertificateOfAnotherLogIsNotBelieved() {
        SigningKey other = key("log.test/umbrella", 78);

        assertBad(
                signed(TEXT.replace("acme", "umbrella"), other),
                "it is signed as log.test/umbrella, and policy has no log of that name; its logs are log.test/acme, log.test/anchor");
    }

    /// Not even where the policy names both.
    @Test
    void noLogSpeaksForAnother() {
        assertBad(
                signed(TEXT, world.anchorKey),
                "it is about the log log.test/acme, and signed by log.test/anchor: no log speaks for another");
    }

    @Test
    void whatIsSignedAndNoCertificateIsRefused() {
        assertBad(
                signed(TEXT.replace("erasure/v1", "erasure/v2"), world.logKey),
                "it is a 'indelible-erasure/v2', not known here");
        assertBad(
                signed(TEXT.replace("completed", "finished"), world.logKey),
                "it is signed, and lacks the line 'completed'");
        assertBad(
                signed(TEXT.replace("12 3 40", "12"), world.logKey),
                "it is signed, and its line 'events' is not understood");
        assertBad(signed(TEXT + "events 1 1 1\n", world.logKey), "it has two lines 'events'");
    }

    @Test
    void onlyCertificatesLookLikeOne() {
        assertThat(CertificateCheck.looksLikeOne(signed(TEXT, world.logKey))).isTrue();
        assertThat(CertificateCheck.looksLikeOne("PK\u0003\u0004".getBytes(UTF_8))).isFalse();
        assertThat(CertificateCheck.looksLikeOne(new byte[0])).isFalse();
    }

    private void assertBad(byte[] certificate, String why) {
        Report report = CertificateCheck.check(certificate, "c.txt", pinned);

        assertThat(report.isVerified()).isFalse();
        assertThat(lines(report)).endsWith("✗ c.txt: " + why);
    }

    private static List<String> lines(Report report) {
        return report.findings().stream().map(ReportText::line).toList();
    }

    private static byte[] signed(String text, SigningKey key) {
        return Note.signed(text, key).toBytes();
    }

    private static SigningKey key(String name, int seed) {
        return TestWorld.key(KeyType.ED25519, name, seed);
    }

    private static Trust trust(SigningKey... logs) {
        String policy =
                List.of(logs).stream()
                        .map(key -> "log " + key.verifierKey() + "\n")
                        .collect(Collectors.joining("", "", "quorum none\n"));
        return Trust.of(policy.getBytes(UTF_8), "policy", Trust.Origin.PINNED);
    }
}
