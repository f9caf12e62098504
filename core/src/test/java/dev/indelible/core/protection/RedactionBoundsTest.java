package dev.indelible.core.protection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.event.EventReader;
import dev.indelible.event.EventText;
import dev.indelible.event.EventTime;
import dev.indelible.event.Parts;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// From which length on something is a secret, as docs/protection.md says it.
class RedactionBoundsTest {
    private static final UUID ID = UUID.fromString("0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e60");

    private final Redaction redaction = new Redaction(DefaultRules.all());

    private boolean goes(String text) {
        byte[] event =
                "{\"action\":\"a\",\"detail\":{\"description\":\"%s\"}}"
                        .formatted(text)
                        .getBytes(UTF_8);
        Parts sent =
                EventReader.read(event, 0, event.length)
                        .placed(ID, EventTime.parse("2026-01-01T00:00:00Z"), "acme");
        return new String(EventText.join(redaction.redacted(sent)), UTF_8).contains("[redacted: ");
    }

    /// `#` stands for as many characters as are said, digits and letters.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sent Bearer # | 16 | 200",
                "Authorization: # | 8 | 200",
                "Authorization: Bearer # | 1 | 200",
                "Cookie: sid=1; # | 1 | 200",
                "ghp_# | 20 | 200",
                "password=# | 1 | 200",
                "http://u:#@db/ | 1 | 509",
                "http://u:x/#@db/ | 1 | 126",
            })
    void secretHasSoManyCharacters(String text, int fewest, int most) {
        assertThat(goes(text.replace("#", characters(fewest)))).isTrue();
        assertThat(goes(text.replace("#", characters(most)))).isTrue();
        if (fewest > 1) {
            assertThat(goes(text.replace("#", characters(fewest - 1)))).isFalse();
        }
        if (most != 200) {
            assertThat(goes(text.replace("#", characters(most + 1)))).isFalse();
        }
    }

    /// The same with blanks and other names than 64 characters have.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "password:# x1 | ' ' | 7",
                "password# = x1 | ' ' | 7",
                "<#password>x1</#password> | a | 56",
                "--#password x1 | a | 56",
                "<password #>x1</password> | a | 510",
            })
    void whatStandsBetweenHasSoMany(String text, String one, int most) {
        assertThat(goes(text.replace("#", one.repeat(most)))).isTrue();
        assertThat(goes(text.replace("#", one.repeat(most + 1)))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Basic amFuZTpodW50ZXIy | true", // jane:hunter2
                "Basic aHVudGVyMg== | false", // hunter2
                "my_ghp_abcdefghijabcdefghi1 | true",
                "my_ghp_abcdefghijabcdefghij | false",
                "password: hunter two | false",
                "password: hunter2 two | true",
                "password=none | false",
            })
    void secretLooksLikeOne(String text, boolean goes) {
        assertThat(goes(text)).isEqualTo(goes);
    }

    private static String characters(int count) {
        return "1abcdefghi".repeat(count / 10 + 1).substring(0, count);
    }
}
