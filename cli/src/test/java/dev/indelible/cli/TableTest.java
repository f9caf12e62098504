package dev.indelible.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.jline.utils.WCWidth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Rows on terminals of any width, and elsewhere.
class TableTest {
    private static final JsonNode EVENTS =
            new JsonMapper()
                    .readTree(
                            """
                            [{"time":"2026-11-27T22:15:57.324421Z","action":"user.login","outcome":"denied",
                              "actor":{"email":"somebody.with.a.long.name@example.com"},
                              "targets":[{"name":"a thing with a name that is much too long for a column"}],
                              "client":{"ip":"2001:db8:1111:2222:3333:4444:5555:6666"}},
                             {"time":"2026-11-27T22:15:58Z","action":"发票.创建","outcome":"success",
                              "actor":{"name":"李雷李雷李雷李雷李雷李雷李雷李雷"},
                              "targets":[{"name":"\\u001b[31mZoe\\u0308 😀"}],"client":{"ip":"10.0.0.1"}}]\
                            """);

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 20, 33, 40, 60, 72, 80, 100, 132, 250})
    void noRowIsWiderThanTerminalAndColumnsAreAligned(int width) {
        Table table = Rows.table(OptionalInt.of(width), EVENTS);
        List<String> lines =
                List.of(
                        table.header(),
                        table.row(Rows.values(EVENTS.get(0))),
                        table.row(Rows.values(EVENTS.get(1))));

        // Two columns of a character each need three.
        assertThat(lines).allMatch(line -> cells(line) <= Math.max(width, 3));
        assertThat(lines).noneMatch(line -> line.chars().anyMatch(Character::isISOControl));
        String second = lines.get(0).replaceFirst("^TIME *", "").split(" ", -1)[0];
        if (width >= 40) {
            int at = lines.get(0).indexOf(second);
            for (String line : lines) {
                assertThat(cellBefore(line, at)).as(line).isEqualTo(' ');
            }
        }
    }

    @Test
    void whatMattersMostStays() {
        assertThat(header(40)).isEqualTo("TIME ACTION");
        assertThat(header(60)).isEqualTo("TIME ACTOR ACTION OUTCOME");
        assertThat(header(80)).isEqualTo("TIME ACTOR ACTION TARGET OUTCOME");
        assertThat(header(100)).isEqualTo("TIME ACTOR ACTION TARGET OUTCOME IP");
    }

    @Test
    void valuesAreWholeWhereThereIsRoom() {
        String row = Rows.table(OptionalInt.of(250), EVENTS).row(Rows.values(EVENTS.get(0)));

        assertThat(row)
                .contains("somebody.with.a.long.name@example.com", "much too long for a column")
                .endsWith("denied  2001:db8:1111:2222:3333:4444:5555:6666");
    }

    @Test
    void elsewhereItIsAsItWas() {
        Table table = Rows.table(OptionalInt.empty(), EVENTS);

        assertThat(table.header())
                .isEqualTo(
                        "%-24s %-28s %-30s %-28s %-8s %s"
                                .formatted("TIME", "ACTOR", "ACTION", "TARGET", "OUTCOME", "IP"));
        assertThat(table.row(Rows.values(EVENTS.get(0))))
                .isEqualTo(
                        "%-24s %-28s %-30s %-28s %-8s %s"
                                .formatted(
                                        "2026-11-27T22:15:57.324Z",
                                        "somebody.with.a.long.name@e…",
                                        "user.login",
                                        "a thing with a name that is…",
                                        "denied",
                                        "2001:db8:1111:2222:3333:4444:5555:6666"));
    }

    @Test
    void charactersTakeTheCellsThatAnotherTableSays() {
        // Not all that were assigned since: JLine's table is of an older Unicode.
        for (String text :
                List.of(
                        "a~é",
                        "李雷발표ひらカタ",
                        "ﾊﾝｶｸ",
                        "ＡＢ￥",
                        "、。「」",
                        "😀🎉🚀",
                        "e\u0308n\u0303",
                        "Ωжא",
                        "…→✓")) {
            text.codePoints()
                    .forEach(c ->
                            assertThat(Cells.of(c))
                                    .as("%s U+%04X", Character.toString(c), c)
                                    .isEqualTo(WCWidth.wcwidth(c)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 20, 33, 40, 60, 72, 80, 100, 132, 250})
    void parkedEventsFitTheTerminalAndTheirNumbersStayWhole(int width) {
        JsonNode parked =
                new JsonMapper()
                        .readTree(
                                """
                                [{"destinationSequence":1234567,"state":"parked","status":422,
                                  "event":"0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e60",
                                  "reason":"the receiver said: \\u001b[31m李李李李 is no value that this field of mine may have"},
                                 {"destinationSequence":8,"state":"sending","status":0,"event":"e","reason":""}]\
                                """);
        Table table = ParkedRows.table(OptionalInt.of(width), parked);
        List<String> lines =
                List.of(
                        table.header(),
                        table.row(ParkedRows.values(parked.get(0))),
                        table.row(ParkedRows.values(parked.get(1))));

        assertThat(lines).allMatch(line -> cells(line) <= Math.max(width, 16));
        assertThat(lines).noneMatch(line -> line.chars().anyMatch(Character::isISOControl));
        assertThat(lines.get(1)).startsWith("1234567");
        assertThat(lines.get(0).contains("REASON")).isEqualTo(width >= 20);
        assertThat(lines.get(1).endsWith("may have")).isEqualTo(width == 250);
    }

    private static String header(int width) {
        return Rows.table(OptionalInt.of(width), EVENTS).header().replaceAll(" +", " ");
    }

    private static int cells(String line) {
        return line.codePoints().map(WCWidth::wcwidth).sum();
    }

    /// What is in the cell before the one with this number.
    private static char cellBefore(String line, int cell) {
        int taken = 0;
        for (int at = 0; at < line.length(); at += Character.charCount(line.codePointAt(at))) {
            taken += WCWidth.wcwidth(line.codePointAt(at));
            if (taken == cell) {
                return line.charAt(at);
            }
        }
        return '?';
    }
}
