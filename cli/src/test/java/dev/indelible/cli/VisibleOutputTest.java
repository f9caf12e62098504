package dev.indelible.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class VisibleOutputTest {
    /// Escape sequences in seven and in eight bits, what turns writing around, what is not seen
    /// (also beyond the basic plane), and what ends lines where JSON does not.
    private static final List<Integer> STEERING =
            List.of(
                    0x00, 0x07, 0x08, 0x0b, 0x0c, 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0x9d, 0xad, 0x200b,
                    0x200e, 0x2028, 0x2029, 0x202e, 0x2066, 0x2069, 0xfeff, 0xe0001, 0xe007f);

    @Test
    void nothingThatSteersATerminalGetsThroughHoweverTheBytesAreCut() throws IOException {
        for (int c : STEERING) {
            String text = "a" + Character.toString(c) + "ü😀\r\n\tz";
            byte[] bytes = text.getBytes(UTF_8);
            for (int cut = 0; cut <= bytes.length; cut++) {
                String shown = shown(VisibleOutput.Form.TEXT, bytes, cut);

                assertThat(shown).as("%x cut at %d", c, cut).isEqualTo("a\ufffdü😀\r\n\tz");
            }
        }
    }

    @Test
    void jsonStaysTheSameJson() throws IOException {
        var mapper = new JsonMapper();
        for (int c : STEERING) {
            // What stands in JSON as it is: of the control characters those from 7f on.
            String plain = c < 0x20 ? "\\u%04x".formatted(c) : Character.toString(c);
            String json = "{\"text\":\"ü😀" + plain + "\"}\n";

            String shown = shown(VisibleOutput.Form.JSON, json.getBytes(UTF_8), 3);

            assertThat(shown).endsWith("\n").contains("ü😀");
            assertThat(shown.codePoints().filter(STEERING::contains)).as("%x", c).isEmpty();
            assertThat(mapper.readTree(shown)).isEqualTo(mapper.readTree(json));
        }
    }

    @Test
    void aReturnWithoutANewLineWritesOverNothing() throws IOException {
        assertThat(shown(VisibleOutput.Form.TEXT, "a\rb\r\r\nc\r".getBytes(UTF_8), 2))
                .isEqualTo("a\ufffdb\ufffd\r\nc\ufffd");
    }

    @Test
    void bytesThatAreNoTextAreNoControls() throws IOException {
        // As one byte 9b begins an escape sequence of a terminal that reads eight bits.
        byte[] bytes = {'a', (byte) 0x9b, '2', 'J', (byte) 0xc2};

        assertThat(shown(VisibleOutput.Form.TEXT, bytes, 1)).isEqualTo("a\ufffd2J\ufffd");
    }

    /// What a terminal has no character for would be a question mark, and lost.
    @Test
    void jsonStaysTheSameJsonOnTerminalsOfOtherLocales() throws IOException {
        var mapper = new JsonMapper();
        String json = "{\"nämé 李😀\":\"Zoë €\u0308\"}\n";
        for (Charset locale : List.of(US_ASCII, ISO_8859_1, Charset.forName("windows-1252"))) {
            byte[] shown = shown(VisibleOutput.Form.JSON, locale, json.getBytes(UTF_8), 5);
            String read = new String(shown, locale);

            assertThat(mapper.readTree(read)).as("%s", locale).isEqualTo(mapper.readTree(json));
            assertThat(read).as("%s", locale).contains("\\u674e\\ud83d\\ude00");
            assertThat(read.contains("Zoë")).as("%s", locale).isEqualTo(!locale.equals(US_ASCII));
            assertThat(Terminal.escaped(json.strip(), locale)).isEqualTo(read.strip());
        }
    }

    @Test
    void textIsInTheLettersOfTheLocale() throws IOException {
        byte[] shown = shown(VisibleOutput.Form.TEXT, ISO_8859_1, "Zoë 李\n".getBytes(UTF_8), 3);

        assertThat(new String(shown, ISO_8859_1)).isEqualTo("Zoë ?\n");
    }

    private static String shown(VisibleOutput.Form form, byte[] bytes, int cut) throws IOException {
        return new String(shown(form, UTF_8, bytes, cut), UTF_8);
    }

    private static byte[] shown(VisibleOutput.Form form, Charset locale, byte[] bytes, int cut)
            throws IOException {
        var terminal = new ByteArrayOutputStream();
        var out = new VisibleOutput(terminal, locale, form);
        out.write(bytes, 0, cut);
        out.write(bytes, cut, bytes.length - cut);
        out.end();
        return terminal.toByteArray();
    }
}
