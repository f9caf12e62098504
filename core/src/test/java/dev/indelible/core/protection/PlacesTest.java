package dev.indelible.core.protection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.event.EventReader;
import dev.indelible.event.EventText;
import dev.indelible.event.EventTime;
import dev.indelible.event.Leaf;
import dev.indelible.event.Parts;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which values a path takes, by redaction and by masks, and what it costs to tell.
class PlacesTest {
    private static final UUID ID = new UUID(1, 2);
    private static final Redaction DEFAULT = new Redaction(DefaultRules.all());

    private static Parts parts(String detail) {
        byte[] bytes = "{\"action\":\"a\",\"detail\":%s}".formatted(detail).getBytes(UTF_8);
        return EventReader.read(bytes, 0, bytes.length)
                .placed(ID, EventTime.parse("2026-01-01T00:00:00Z"), "acme");
    }

    private static List<MemberPath> paths(String... paths) {
        return Arrays.stream(paths).map(MemberPath::of).toList();
    }

    private static Redaction taking(String... paths) {
        return new Redaction(List.of(Rule.of("own", Set.of(), paths(paths), List.of())));
    }

    private static String redacted(Redaction redaction, String detail) {
        return new String(EventText.join(redaction.redacted(parts(detail))), UTF_8);
    }

    private static Entry entry(String detail) {
        return new Entry(
                0, 0, 0, new Draft("acme", ID, "k", new byte[Leaf.SEED_BYTES], parts(detail)));
    }

    private static Masking masking(String... paths) {
        return new Masking(paths(paths), new byte[32]);
    }

    private static String masked(Masking masking, String detail) {
        return new String(masking.shown(entry(detail)).text(), UTF_8);
    }

    private static String change(String path) {
        return "{\"changes\":[{\"old\":\"1-2\",\"path\":%s,\"new\":{\"a\":\"1-3\"}}]}"
                .formatted(JsonStrings.quoted(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/profile/ssn",
                "#/profile/ssn",
                "profile.ssn",
                "$.profile.ssn",
                "$.profile[0].SSN",
                "profile[*].ssn",
                "profile['ssn']",
                "profile[\"ssn\"]",
                "$['profile']['ssn']",
                "profile[\\\"ssn\\\"]",
                "/profile/-/ssn",
                "/profile/ssn/part"
            })
    void aChangeTellsOfTheMemberHoweverItsPathIsWritten(String path) {
        for (String own :
                List.of("detail.changes.profile.ssn", "detail.**.ssn", "detail.*.*.ssn")) {
            assertThat(redacted(taking(own), change(path))).as(own).doesNotContain("1-2", "1-3");
            assertThat(masked(masking(own), change(path))).as(own).doesNotContain("1-2", "1-3");
            assertThat(masking(own).has(entry(change(path)), MemberPath.of(own), "1-2")).isTrue();
        }
    }

    @Test
    void namesOfSecretsAreFoundInSuchPathsToo() {
        for (String path : List.of("$.user['password']", "user.passwords[0]", "#/user/password")) {
            assertThat(redacted(DEFAULT, change(path))).as(path).doesNotContain("1-2", "1-3");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "detail.changes.profile, /profile/ssn, true",
        "detail.changes.profile, /profile, true",
        "detail.*.profile, /profile/a/b/c, true",
        "detail.changes.profile, /profiles/ssn, false",
        "detail.changes.profile.ssn, /profile, false",
        "detail.request.payload.ssn, /payload/ssn, false"
    })
    void whatIsBelowAMemberGoesWithIt(String own, String path, boolean goes) {
        for (String after :
                List.of(redacted(taking(own), change(path)), masked(masking(own), change(path)))) {
            assertThat(after.contains("1-2")).isNotEqualTo(goes);
            assertThat(after.contains("1-3")).isNotEqualTo(goes);
        }
    }

    /// Such a path may be of anything that changes tell of, and of nothing else.
    @Test
    void aPathOfMoreNamesThanAnEventHasInsideEachOtherHidesItsValues() {
        String deep = change("/ssn" + "/a".repeat(40));
        for (String own : List.of("detail.changes.b.ssn", "detail.**.ssn")) {
            assertThat(redacted(taking(own), deep)).as(own).doesNotContain("1-2", "1-3");
            assertThat(masked(masking(own), deep)).as(own).doesNotContain("1-2", "1-3");
        }
        assertThat(redacted(taking("detail.request.params.ssn"), deep)).contains("1-2", "1-3");
        assertThat(masked(masking("detail.request.params.ssn"), deep)).contains("1-2", "1-3");
        assertThat(redacted(DEFAULT, deep)).contains("1-2", "1-3");
    }

    /// Of Unicode's Default_Ignorable_Code_Point, those that are no letters.
    @ParameterizedTest
    @ValueSource(
            ints = {
                0xad, 0x34f, 0x61c, 0x180b, 0x180e, 0x200b, 0x200f, 0x202a, 0x202e, 0x2060, 0x2066,
                0x2069, 0x206f, 0xfe00, 0xfe0f, 0xfeff, 0xe0001, 0xe0041, 0xe0100, 0xe01ef
            })
    void charactersThatNobodySeesChangeNoName(int unseen) {
        String raw = Character.toString(unseen);
        var escaped = new StringBuilder();
        raw.chars().forEach(c -> escaped.append("\\u%04x".formatted(c)));
        for (String c : List.of(raw, escaped.toString())) {
            String own = "{\"request\":{\"params\":{\"x\":{\"s%ssn\":\"1-2\"}}}}".formatted(c);
            String secret = "{\"request\":{\"params\":{\"pass%sword\":\"1-2\"}}}".formatted(c);
            assertThat(redacted(taking("detail.**.ssn"), own)).doesNotContain("1-2");
            assertThat(masked(masking("detail.**.ssn"), own)).doesNotContain("1-2");
            assertThat(redacted(DEFAULT, secret)).doesNotContain("1-2");
        }
    }

    /// Each has a part of its bytes as names, and another as values below them.
    private static List<String> hostile() {
        String name = "xY".repeat(50_000);
        String many = String.join(",", Collections.nCopies(2_000, "\"cookie\",[1]"));
        String path = "/aB".repeat(30) + "/" + name;
        return List.of(
                "{\"%s\":[%s]}".formatted(name, many),
                "{\"secret\":{\"%s\":[[12345],%s,{}]}}".formatted(name, many),
                "{\"%sPassword\":[[12345],%s,{}]}".formatted(name, many),
                "{\"%s\":[%s],\"ssn\":1}".formatted(name, many),
                "{\"%s\":1,\"x\":[%s],\"ssn\":{}}".formatted(path, many));
    }

    @Test
    void aLongNameCostsNoMoreThanItsLengthHoweverManyValuesAreBelowIt() {
        String[] own = {"detail.request.payload.a", "detail.**.b.**.ssn", "detail.**.ssn"};
        for (String payload : hostile()) {
            String detail = "{\"request\":{\"payload\":%s}}".formatted(payload);
            expectCheap(detail, own);
        }
    }

    @Test
    void theValuesOfAChangeCostNoMoreThanTheyAreHoweverLongItsPathIs() {
        String many = "{\"b\":[1,[2]]},".repeat(2_000);
        for (String path : List.of("/aB".repeat(30), "/A".repeat(1_000), "/".repeat(2_000))) {
            String old = "[%s\"ssn\"]".formatted(many);
            expectCheap(
                    "{\"changes\":[{\"path\":\"%s\",\"old\":%s}]}".formatted(path, old),
                    "detail.request.payload.ssn",
                    "detail.changes.c.ssn",
                    "detail.**.b.**.ssn");
        }
    }

    /// Counted in bytes, which are the same each time.
    private static void expectCheap(String detail, String... own) {
        Parts parts = parts(detail);
        Entry entry = entry(detail);
        long bytesMax = 150L * detail.length();
        assertThat(allocated(() -> DEFAULT.redacted(parts))).isLessThan(bytesMax);
        assertThat(allocated(() -> taking(own).redacted(parts))).isLessThan(bytesMax);
        assertThat(allocated(() -> masking(own).shown(entry))).isLessThan(bytesMax);
        assertThat(allocated(() -> masking(own).has(entry, MemberPath.of(own[1]), "no")))
                .isLessThan(bytesMax);
    }

    private static long allocated(Runnable work) {
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        work.run();
        return thread.getCurrentThreadAllocatedBytes() - before;
    }
}
