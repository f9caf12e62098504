package dev.indelible.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {
    /// By the advice of OWASP, and what programs pass over before a formula.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                " =1+1",
                "  -1",
                "\t=1",
                " \t@a",
                "\r=1",
                "\n+1",
                "\u00a0=1",
                "\u3000=1",
                "\ufeff=1",
                "\u200b-1",
                "\u0000=1",
                "\uff1d1",
                "\uff0b1",
                "\uff0d1",
                "\uff20a",
                " \uff1d1",
                "\ufe661",
                "\ufe621",
                "\ufe631",
                "\ufe6ba",
                "\tplain",
                "\rplain",
                "\nplain"
            })
    void whatASpreadsheetCouldTakeForAFormulaIsText(String hostile) {
        String cell = CsvRows.cell(hostile);

        boolean quoted = cell.startsWith("\"");
        assertThat(quoted ? cell.substring(1, cell.length() - 1) : cell).isEqualTo("'" + hostile);
        assertThat(quoted).isEqualTo(hostile.matches("(?s).*[\t\r\n].*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=b", " a", "a -b", "1", "user@example.com", "\u00e4", "'=1", ""})
    void whatIsNoneStaysAsItIs(String plain) {
        assertThat(CsvRows.cell(plain)).isEqualTo(plain);
    }

    @Test
    void noSeparatorOfAnyCountryBeginsACell() {
        assertThat(CsvRows.cell("a;=1+1")).isEqualTo("\"a;=1+1\"");
        assertThat(CsvRows.cell("a\t=1+1")).isEqualTo("\"a\t=1+1\"");
        assertThat(CsvRows.cell("a,\"b\"")).isEqualTo("\"a,\"\"b\"\"\"");
    }
}
