package dev.indelible.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFaultTest {
    private static final String ALL =
            """
             { "a" : [ 1, -0.5e+10, 20E-3 , true,false, null, { } ,[ ] ],
             "b\\u00e4\\n\\\\\\"" : "\u00e4 \u20ac", "c":{"d":[[0]]} }\t
            """
                    .strip();

    private static int find(byte[] bytes) {
        return JsonFault.find(bytes, 0, bytes.length);
    }

    /// A control character stands nowhere in JSON, in a string or out of it.
    @Test
    void controlCharacterIsFoundWhereverItStands() {
        byte[] all = ALL.getBytes(UTF_8);
        assertThat(find(all)).isEqualTo(-1);
        for (int at = 0; at < all.length; at++) {
            byte[] wrong = all.clone();
            wrong[at] = 1;

            assertThat(find(wrong)).as("at %d", at).isEqualTo(at);
        }
    }

    @Test
    void whatIsCutNeedsMoreAtItsEnd() {
        byte[] all = ALL.getBytes(UTF_8);
        for (int end = 0; end < all.length; end++) {
            assertThat(JsonFault.find(all, 0, end)).as("cut at %d", end).isEqualTo(end);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,} | 7",
                "{\"a\" 1} | 5",
                "{\"a\":} | 5",
                "{a:1} | 1",
                "{'a':1} | 1",
                "[1,,2] | 3",
                "[1 2] | 3",
                "[1] ] | 4",
                "[01] | 2",
                "[1.] | 3",
                "[.5] | 1",
                "[+1] | 1",
                "[1e] | 3",
                "[-] | 2",
                "[NaN] | 1",
                "[nul] | 4",
                "[True] | 1",
                "[\"\\x\"] | 3",
                "[\"\\u12g4\"] | 6",
                "[1} | 2",
                "nonsense | 1",
                "// x | 0"
            })
    void firstByteThatCannotStandThereIsFound(String text, int at) {
        assertThat(find(text.getBytes(UTF_8))).isEqualTo(at);
    }

    @Test
    void refusalSaysWhereWithNoMoreThanOneCharacter() {
        assertThatThrownBy(() -> Json.parse(" {\n \"secret\" : word }"))
                .isInstanceOf(InvalidEventException.class)
                .hasMessage("not JSON: byte 16 is 'w', which cannot stand there");
        assertThatThrownBy(() -> Json.parse("[\"a\u0007\"]"))
                .hasMessage("not JSON: byte 4 is 0x07, which cannot stand there");
        assertThatThrownBy(() -> Json.parse("{\"a\": [1, "))
                .hasMessage("not JSON: it ends after byte 10, before it is whole");
        assertThatThrownBy(() -> Json.parse("{} {}"))
                .hasMessage("something follows the JSON value, from byte 4 on");
        byte[] body = "xx{\"action\":\"a\"} {\"b\":1}".getBytes(UTF_8);
        assertThatThrownBy(() -> EventReader.read(body, 2, body.length))
                .hasMessage("something follows the event, from byte 16 on");
        assertThatThrownBy(() -> EventReader.read(body, 0, body.length))
                .hasMessage("not JSON: byte 1 is 'x', which cannot stand there");
    }

    /// No recursion goes deeper than an event may be.
    @Test
    void depthIsBounded() {
        assertThat(find("[".repeat(1_000_000).getBytes(UTF_8))).isEqualTo(-1);
        assertThatThrownBy(() -> Json.parse("[".repeat(1_000_000)))
                .hasMessageContaining("nesting is deeper");
    }
}
