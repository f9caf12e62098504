package dev.indelible.core.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.ops.AuditException.Rejected;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryLanguageTest {
    @Test
    void examplesOfTheDesign() {
        assertThat(
                        QueryLanguage.parse(
                                "actor:jane@x -outcome:success \"free text\" (action:iam.* OR action:key.*)"))
                .isEqualTo(
                        new Query.And(
                                List.of(
                                        new Query.Is(Field.ACTOR, "jane@x"),
                                        new Query.Not(new Query.Is(Field.OUTCOME, "success")),
                                        new Query.Phrase(List.of("free", "text")),
                                        new Query.Or(
                                                List.of(
                                                        new Query.Begins(Field.ACTION, "iam."),
                                                        new Query.Begins(Field.ACTION, "key."))))));
    }

    @Test
    void blankAsksForEverything() {
        assertThat(QueryLanguage.parse("  ")).isEqualTo(new Query.All());
    }

    @Test
    void andBindsStrongerThanOr() {
        var a = new Query.Word("a");
        var b = new Query.Word("b");
        var c = new Query.Word("c");

        assertThat(QueryLanguage.parse("text:a text:b OR text:c"))
                .isEqualTo(new Query.Or(List.of(new Query.And(List.of(a, b)), c)));
        assertThat(QueryLanguage.parse("text:a AND (text:b OR NOT text:c)"))
                .isEqualTo(new Query.And(List.of(a, new Query.Or(List.of(b, new Query.Not(c))))));
    }

    @Test
    void valuesMayBeQuotedEscapedOrSeveral() {
        assertThat(QueryLanguage.parse("actor:\"Jane \\\"J\\\" *\""))
                .isEqualTo(new Query.Is(Field.ACTOR, "jane \"j\" *"));
        assertThat(QueryLanguage.parse("outcome:(denied OR failure)"))
                .isEqualTo(
                        new Query.Or(
                                List.of(
                                        new Query.Is(Field.OUTCOME, "denied"),
                                        new Query.Is(Field.OUTCOME, "failure"))));
        assertThat(QueryLanguage.parse("TARGETTYPE:Bucket"))
                .isEqualTo(new Query.Is(Field.TARGET_TYPE, "bucket"));
    }

    @Test
    void wordMayAlsoBeTheWholeOfWhatPeoplePaste() {
        Query.Or any = (Query.Or) QueryLanguage.parse("10.0.0.0/8");

        assertThat(any.any())
                .contains(
                        new Query.Phrase(List.of("10", "0", "0", "0", "8")),
                        new Query.Is(Field.ACTOR, "10.0.0.0/8"),
                        new Query.InRange(IpRange.parse("10.0.0.0/8").orElseThrow()));
        assertThat(((Query.Or) QueryLanguage.parse("U-17")).any())
                .contains(
                        new Query.Phrase(List.of("u", "17")),
                        new Query.Is(Field.ACTOR, "u-17"),
                        new Query.Is(Field.TARGET, "u-17"));
    }

    @Test
    void severitiesAreCompared() {
        assertThat(QueryLanguage.parse("severity>=error"))
                .isEqualTo(
                        new Query.Or(
                                List.of(
                                        new Query.Is(Field.SEVERITY, "error"),
                                        new Query.Is(Field.SEVERITY, "critical"))));
        assertThat(QueryLanguage.parse("severity<info")).isEqualTo(new Query.Or(List.of()));
    }

    @Test
    void starStandsForAnyRestUnlessQuotedOrEscaped() {
        assertThat(QueryLanguage.parse("refund*")).isEqualTo(new Query.WordBegins("refund"));
        assertThat(QueryLanguage.parse("action:a\\*")).isEqualTo(new Query.Is(Field.ACTION, "a*"));
        assertThat(QueryLanguage.parse("action:*")).isEqualTo(new Query.Begins(Field.ACTION, ""));
    }

    @Test
    void timesAreBounds() {
        long nanos = 1_767_225_600_000_000_000L;

        assertThat(QueryLanguage.parse("time>=2026-01-01"))
                .isEqualTo(new Query.Time(nanos, Long.MAX_VALUE));
        assertThat(QueryLanguage.parse("time<=2026-01-01T00:00:00Z"))
                .isEqualTo(new Query.Time(Long.MIN_VALUE, nanos + 1));
        assertThat(QueryLanguage.parse("from:2026-01-01"))
                .isEqualTo(new Query.Time(nanos, Long.MAX_VALUE));
        assertThat(QueryLanguage.parse("to:2026-01-01"))
                .isEqualTo(new Query.Time(Long.MIN_VALUE, nanos));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acter:jane | 1 | did you mean 'actor'",
                "a (b | 3 | never closed",
                "a ) b | 3 | closes nothing",
                "a OR | 5 | the query ends",
                "x actor: | 9 | has no value",
                "ip:10.0.0.0/99 | 4 | no address range",
                "action:*.login | 8 | only at the end",
                "say \"hello | 5 | never closed",
                "ok time>yesterday | 9 | RFC 3339",
                "ok +++ | 4 | no letter or digit",
                "AND b | 1 | stands where",
                "a - b | 3 | directly before",
                "a -b - | 6 | directly before",
                "NOT | 4 | the query ends",
                "action:(a AND b) | 11 | only OR",
                "action:(a -b) | 11 | only OR",
                "action:() | 8 | has no value",
                "re*fund | 1 | name a field",
                "* | 1 | name a field",
                "actor>jane | 1 | only time and severity",
                "severity>=loud | 11 | critical",
                "outcome:fine | 9 | none of: success, failure, denied, unknown",
                "time>2026-02-01 time<2026-01-01 | 17 | no time is within",
                "a from:2026-01-01 b AND  to:2026-01-01 | 26 | no time is within",
                "a (time>=2026-01-01 (to:2025-01-01)) | 21 | no time is within",
                "(b from:2026-01-02) c to:2026-01-01 | 23 | no time is within",
                "(from:2026-03-01 OR from:2026-02-01) to:2026-01-01 | 38 | no time is within",
                "(from:2026-02-01 to:2026-01-01) OR (from:2026-04-01 to:2026-03-01) | 18 | no time is",
                "-(from:2026-02-01 to:2026-01-01) from:2026-02-01 to:2026-01-01 | 50 | no time is",
                "(a OR (from:2026-02-01 to:2026-01-01)) to:2026-01-01 from:2026-01-01 | 54 | no time is",
                "a -operation:(read OR raed) | 23 | none of: create, read, update, delete, execute, other",
                "channel:web* | 9 | none of: ui, api, cli, system",
                "category:\"sign in\" | 10 | data-access, system-event, policy-denied, sign-in",
                "severity:inf\\* | 10 | none of: info, notice, warning, error, critical",
                "actorType:robot | 11 | none of: user, service-account, platform, anonymous",
                "(a OR (b) | 1 | never closed",
                "actionn:x | 1 | did you mean 'action'",
                "zzzzzz:x | 1 | known are"
            })
    void errorsPointAtTheColumn(String query, int column, String words) {
        assertThatThrownBy(() -> QueryLanguage.parse(query))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("column " + column)
                .hasMessageContaining(words);
    }

    @Test
    void valuesOfAFewMayBeginOnlyAndBeInAnyCase() {
        assertThat(QueryLanguage.parse("outcome:Denied"))
                .isEqualTo(new Query.Is(Field.OUTCOME, "denied"));
        assertThat(QueryLanguage.parse("category:SIGN*"))
                .isEqualTo(new Query.Begins(Field.CATEGORY, "sign"));
        assertThat(QueryLanguage.parse("channel:*")).isEqualTo(new Query.Begins(Field.CHANNEL, ""));
    }

    /// What was kept while nothing was refused by its values must go on to be read.
    @Test
    void keptQueryWithAValueThatNoEventHasIsRead() {
        assertThat(QueryLanguage.kept("-outcome:(fine den*)"))
                .isEqualTo(
                        new Query.Not(
                                new Query.Or(
                                        List.of(
                                                new Query.Is(Field.OUTCOME, "fine"),
                                                new Query.Begins(Field.OUTCOME, "den")))));
        assertThatThrownBy(() -> QueryLanguage.kept("acter:jane")).isInstanceOf(Rejected.class);
    }

    @Test
    void timesThatExcludeEachOtherAreReadWhereTheyWereKeptOrLeaveSome() {
        long nanos = 1_767_225_600_000_000_000L;
        var after = new Query.Time(nanos + 1, Long.MAX_VALUE);
        var before = new Query.Time(Long.MIN_VALUE, nanos);

        assertThat(QueryLanguage.kept("time>2026-01-01 time<2026-01-01"))
                .isEqualTo(new Query.And(List.of(after, before)));
        assertThat(QueryLanguage.parse("time>2026-01-01 OR time<2026-01-01"))
                .isEqualTo(new Query.Or(List.of(after, before)));
        assertThat(QueryLanguage.parse("time>2026-01-01 -time<2026-01-01"))
                .isEqualTo(new Query.And(List.of(after, new Query.Not(before))));
        assertThat(QueryLanguage.parse("time>=2026-01-01 time<=2026-01-01"))
                .isEqualTo(
                        new Query.And(
                                List.of(
                                        new Query.Time(nanos, Long.MAX_VALUE),
                                        new Query.Time(Long.MIN_VALUE, nanos + 1))));
    }

    /// What can be found all the same is no mistake of the whole.
    @ParameterizedTest
    @CsvSource({
        "-(from:2026-02-01 to:2026-01-01), 1",
        "a -(from:2026-02-01 to:2026-01-01), 1",
        "a OR (from:2026-02-01 to:2026-01-01), 1",
        "from:2026-02-01 to:2026-01-01 OR a, 1",
        "-(a OR (from:2026-02-01 to:2026-01-01)), 0",
        "(from:2026-02-01 OR to:2026-03-01) (to:2026-01-01 OR from:2026-02-01), 1",
        "severity<info from:2026-01-01, 0"
    })
    void timesThatExcludeEachOtherAreAnExpressionLikeAnyOther(String query, int found) {
        long secondOfFebruary = 1_769_990_400_000_000_000L;
        Document event =
                Document.of(
                        new Journaled()
                                .add(
                                        "acme",
                                        "{\"action\":\"a\",\"time\":\"2026-02-02T00:00:00Z\"}"));
        assertThat(event.timeNanos()).isEqualTo(secondOfFebruary);

        assertThat(Matcher.matches(QueryLanguage.parse(query), event)).isEqualTo(found == 1);
    }

    @Test
    void nestingAndLengthAreBounded() {
        assertThatThrownBy(() -> QueryLanguage.parse("(".repeat(4000)))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("nesting");
        assertThatThrownBy(() -> QueryLanguage.parse("a".repeat(5000)))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("4096");
        assertThatThrownBy(() -> QueryLanguage.parse("a ".repeat(400)))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("256");
    }

    @Test
    void anyTextIsAQueryOrARejection() {
        long seed = Long.getLong("indelible.seed", System.nanoTime());
        System.out.println("seed=" + seed);
        var random = new Random(seed);
        String alphabet =
                "ab()\"\\:-* OR AND NOT actor:ip:10.0.0.0/8 time>= severity< text: é\u0000😀";
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            int length = random.nextInt(40);
            for (int j = 0; j < length; j++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                assertThat(QueryLanguage.parse(text.toString())).isNotNull();
            } catch (Rejected e) {
                assertThat(e).hasMessageContaining("column");
            }
        }
    }
}
