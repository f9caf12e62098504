package dev.indelible.core.protection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.event.EventReader;
import dev.indelible.event.EventText;
import dev.indelible.event.EventTime;
import dev.indelible.event.Parts;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemberPathTest {
    @ParameterizedTest
    @CsvSource({
        "detail.**.ssn, detail/a/b/SSN, true",
        "detail.**.SSN, detail/ssn, true",
        "detail.**.s\uff53N, detail/\uff33s\uff4e, true",
        "detail.**.ssn, 'detail/s\u200bsn', true",
        "detail.**.ssn, 'detail/ ssn ', true",
        "detail.**.ssn, detail/ssns, false",
        "detail.**.ssn, detail/s-sn, false",
        "actor.email, actor/eMail, true",
        "actor.email, actor/emai\u0142, false",
    })
    void namesAreTheSameInAnyCaseAndWhereTheyLookTheSame(String path, String place, boolean is) {
        assertThat(MemberPath.of(path).matches(Arrays.asList(place.split("/")))).isEqualTo(is);
        assertThat(MemberPath.of(path).toString()).isEqualTo(path);
    }

    /// However often a path may go on in several ways.
    @Test
    void eachNameOfAPlaceIsLookedAtOnce() {
        var looks = new AtomicInteger();
        List<String> place =
                new AbstractList<>() {
                    @Override
                    public String get(int index) {
                        looks.incrementAndGet();
                        return "a";
                    }

                    @Override
                    public int size() {
                        return 33;
                    }
                };
        String many = "a.".repeat(14);

        for (String path : List.of("**." + many + "**." + many + "b", "**.*.**.b", "**.b.**.b")) {
            looks.set(0);
            assertThat(MemberPath.of(path).isAround(place, 1)).as(path).isFalse();
            assertThat(looks).as(path).hasValueLessThanOrEqualTo(33);
        }
        assertThat(MemberPath.of("**." + many + "**." + many + "a").isAround(place, 33)).isTrue();
    }

    /// Against the definition, read aloud.
    @Test
    void anyNumberIsNoneOrOneMore() {
        long seed = Long.getLong("indelible.seed", System.nanoTime());
        var random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            List<String> steps = words(random, List.of("a", "b", "*", "**"), 1 + random.nextInt(6));
            if (steps.stream().filter("**"::equals).count() > 2) {
                continue;
            }
            List<String> place = words(random, List.of("a", "b"), random.nextInt(7));
            int least = random.nextInt(4);
            boolean expected =
                    IntStream.rangeClosed(least, place.size())
                            .anyMatch(size -> says(steps, place.subList(0, size)));

            assertThat(MemberPath.of(String.join(".", steps)).isAround(place, least))
                    .as("seed=%d %s %s %d", seed, steps, place, least)
                    .isEqualTo(expected);
        }
    }

    private static List<String> words(Random random, List<String> from, int count) {
        return Stream.generate(() -> from.get(random.nextInt(from.size()))).limit(count).toList();
    }

    private static boolean says(List<String> steps, List<String> place) {
        if (steps.isEmpty()) {
            return place.isEmpty();
        }
        List<String> rest = steps.subList(1, steps.size());
        if (steps.getFirst().equals("**")) {
            return says(rest, place)
                    || !place.isEmpty() && says(steps, place.subList(1, place.size()));
        }
        return !place.isEmpty()
                && (steps.getFirst().equals("*") || steps.getFirst().equals(place.getFirst()))
                && says(rest, place.subList(1, place.size()));
    }

    @ParameterizedTest
    @CsvSource({
        "/profile%2Fssn, profile ssn",
        "#/profile/%73s%6e, profile ssn",
        "/profile~1ssn, profile/ssn",
        "/na%C3%AFve%25, naïve%",
        "/100%/ssn%2, 100% ssn%2",
        "password.1, password",
        "'passwords[1]', passwords",
    })
    void namesOfChangesArePlain(String path, String names) {
        assertThat(ChangePath.names(path, 9)).containsExactly(names.split(" ", -1));
        assertThat(names).endsWith(ChangePath.last(path));
    }

    /// Those of DerivedCoreProperties.txt of Unicode 16 that are Default_Ignorable_Code_Point.
    @ParameterizedTest
    @ValueSource(
            ints = {
                0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180d, 0x180e, 0x180f,
                0x200b, 0x200f, 0x202a, 0x202e, 0x2060, 0x2065, 0x206f, 0x3164, 0xfe00, 0xfe0f,
                0xfeff, 0xffa0, 0xfff0, 0xfff8, 0x1bca0, 0x1bca3, 0x1d173, 0x1d17a, 0xe0000,
                0xe0001, 0xe007f, 0xe01ef, 0xe0fff
            })
    void whatIsIgnoredIsNoPartOfAName(int c) {
        String name = "s" + Character.toString(c) + "sn";

        assertThat(MemberPath.of("detail.ssn").matches(List.of("detail", name))).isTrue();
        byte[] text = name.getBytes(UTF_8);
        assertThat(Letters.isDisguised(text, 1)).isTrue();
    }

    /// Else a question by a member that is masked would be answered.
    @Test
    void pathsThatDifferInCaseMeetAndAreEqual() {
        assertThat(MemberPath.of("actor.Email").meets(MemberPath.of("actor.email"))).isTrue();
        assertThat(MemberPath.of("actor.Email")).isEqualTo(MemberPath.of("actor.email"));
        assertThat(MemberPath.of("actor.name").meets(MemberPath.of("actor.email"))).isFalse();
    }

    @Test
    void whatIsTakenOutByItsPathIsTakenOutOfChangesToo() {
        var own =
                new Redaction(
                        List.of(
                                Rule.of(
                                        "ssn",
                                        Set.of(),
                                        List.of(MemberPath.of("detail.**.ssn")),
                                        List.of())));
        String event =
                "{\"action\":\"a\",\"detail\":{\"changes\":[{\"new\":{\"x\":[1]},\"path\":\"/people/0/SSN\",\"old\":\"1-2\"},{\"path\":\"/name\",\"old\":\"c\",\"new\":{\"Ssn\":\"1-3\"}}]}}";

        byte[] bytes = event.getBytes(UTF_8);
        Parts parts =
                EventReader.read(bytes, 0, bytes.length)
                        .placed(new UUID(1, 2), EventTime.parse("2026-01-01T00:00:00Z"), "acme");

        String left = new String(EventText.join(own.redacted(parts)), UTF_8);

        assertThat(left)
                .contains("\"old\":\"c\"", "/people/0/SSN")
                .doesNotContain("1-2", "1-3", "\"x\"");
        assertThat(left.split("\\[redacted: ssn]", -1)).hasSize(4);
    }

    /// Else a misspelt one would protect nothing, and be found by nobody.
    @Test
    void whatIsInNoEventIsRefused() {
        for (String there :
                List.of(
                        "actor",
                        "actor.eMail",
                        "actor.EMAIL",
                        "actor.*",
                        "actor.onBehalfOf.email",
                        "targets.name",
                        "client.userAgent",
                        "detail.**.ssn",
                        "detail.changes.profile",
                        "detail.labels.x",
                        "correlationId")) {
            MemberPath.of(there).requireMember();
        }
        assertThatThrownBy(() -> MemberPath.of("actor.emial").requireMember())
                .hasMessage(
                        "'actor.emial' is in no event; actor has: type, id, email, name, roles, permissions, onBehalfOf");
        for (String missing : List.of("targets.email", "client.email", "detail.ssn")) {
            assertThatThrownBy(() -> MemberPath.of(missing).requireMember())
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
