package dev.indelible.core.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.ops.AuditException.Rejected;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CriteriaTest {
    private static Criteria fields(Map<Field, List<String>> fields) {
        return new Criteria(
                fields, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Criteria text(String text) {
        return new Criteria(
                Map.of(), Optional.empty(), Optional.empty(), Optional.of(text), Optional.empty());
    }

    @Test
    void anyValueOfAFieldAndAllFields() {
        var fields = new LinkedHashMap<Field, List<String>>();
        fields.put(Field.OUTCOME, List.of("denied", "Failure"));
        fields.put(Field.ACTION, List.of("iam.*"));
        fields.put(Field.FOLDER, List.of());

        assertThat(fields(fields).query())
                .isEqualTo(
                        new Query.And(
                                List.of(
                                        new Query.Begins(Field.ACTION, "iam."),
                                        new Query.Or(
                                                List.of(
                                                        new Query.Is(Field.OUTCOME, "denied"),
                                                        new Query.Is(Field.OUTCOME, "failure"))))));
    }

    @Test
    void sameCriteriaAreWrittenAlike() {
        var one = new LinkedHashMap<Field, List<String>>();
        one.put(Field.OUTCOME, List.of("denied"));
        one.put(Field.ACTION, List.of("a"));
        one.put(Field.ACTOR, List.of("b"));
        var other = new LinkedHashMap<Field, List<String>>();
        other.put(Field.ACTOR, List.of("b"));
        other.put(Field.ACTION, List.of("a"));
        other.put(Field.OUTCOME, List.of("denied"));

        assertThat(fields(one)).hasToString(fields(other).toString());
        assertThat(fields(one).toString()).contains("{ACTION=[a], OUTCOME=[denied], ACTOR=[b]}");
    }

    @Test
    void valueThatNoEventHasIsRefused() {
        assertThatThrownBy(() -> fields(Map.of(Field.OUTCOME, List.of("denied", "fine"))).query())
                .isInstanceOf(Rejected.class)
                .hasMessage(
                        "parameter 'outcome': 'fine' is none of: success, failure, denied, unknown");
        assertThat(fields(Map.of(Field.SERVICE, List.of("fine"))).query())
                .isEqualTo(new Query.Is(Field.SERVICE, "fine"));
    }

    @Test
    void timeThatEndsBeforeItBeginsIsRefused() {
        assertThatThrownBy(() -> between("2026-02-01T01:00:00+01:00", "2026-01-31T23:59:59Z"))
                .isInstanceOf(Rejected.class)
                .hasMessage(
                        "'from' is 2026-02-01T01:00:00+01:00, which is after 'to',"
                                + " 2026-01-31T23:59:59Z; exchange them");
        long nanos = 1_767_225_600_000_000_000L;
        assertThat(between("2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00Z"))
                .isEqualTo(new Query.Time(nanos, nanos));
    }

    private static Query between(String from, String to) {
        return new Criteria(
                        Map.of(),
                        Optional.of(from),
                        Optional.of(to),
                        Optional.empty(),
                        Optional.empty())
                .query();
    }

    /// Of no word all occur in every event, and whoever looks for a picture would find everything.
    @Test
    void textWithoutAWordFindsNotEverything() {
        for (String text : List.of("😀", "!!! -", " € ")) {
            assertThatThrownBy(() -> text(text).query())
                    .isInstanceOf(Rejected.class)
                    .hasMessage("parameter 'text': '" + text + "' has no letter or digit");
        }
        assertThat(text("order - 4711").query())
                .isEqualTo(new Query.And(List.of(new Query.Word("order"), new Query.Word("4711"))));
    }

    @Test
    void plusOfAnOffsetThatAnAddressLostIsToldOf() {
        var criteria =
                new Criteria(
                        Map.of(),
                        Optional.of("2026-11-28T02:00:00 01:00"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());

        assertThatThrownBy(criteria::query)
                .isInstanceOf(Rejected.class)
                .hasMessage(
                        "parameter 'from': time '2026-11-28T02:00:00 01:00' has a blank where + was"
                                + " meant: in an address + is written %2B");
    }

    @Test
    void textIsWordsThatAllOccur() {
        assertThat(text(" Order  4711, refund* ").query())
                .isEqualTo(
                        new Query.And(
                                List.of(
                                        new Query.Word("order"),
                                        new Query.Word("4711"),
                                        new Query.WordBegins("refund"))));
    }

    @Test
    void faultsNameTheParameter() {
        assertThatThrownBy(() -> fields(Map.of(Field.IP, List.of("10.0.0.0/99"))).query())
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("'ip'");
        assertThatThrownBy(() -> fields(Map.of(Field.ACTION, List.of("*.login"))).query())
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("'action'");
        assertThatThrownBy(() ->
                        new Criteria(
                                        Map.of(),
                                        Optional.of("yesterday"),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty())
                                .query())
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("'from'");
    }

    @Test
    void numberOfValuesAndWordsIsBounded() {
        List<String> many = Collections.nCopies(300, "x");

        assertThatThrownBy(() -> fields(Map.of(Field.ACTION, many)).query())
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("256");
        assertThatThrownBy(() -> text(String.join(" ", many)).query())
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("256");
        assertThatThrownBy(() -> text("x".repeat(5000)).query())
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("4096");
    }
}
