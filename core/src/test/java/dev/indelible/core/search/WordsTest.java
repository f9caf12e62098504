package dev.indelible.core.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void runsOfLettersAndDigitsInSmallLetters() {
        assertThat(Words.of("Jane.Doe@example.com"))
                .containsExactly("jane", "doe", "example", "com");
        assertThat(Words.of("  POST /v1/notifiers?id=42  "))
                .containsExactly("post", "v1", "notifiers", "id", "42");
        assertThat(Words.of("snake_case kebab-case"))
                .containsExactly("snake", "case", "kebab", "case");
        assertThat(Words.of("")).isEmpty();
        assertThat(Words.of("… - ")).isEmpty();
    }

    @Test
    void lettersOfAllScriptsAreLetters() {
        assertThat(Words.of("Grüne STRASSE, Ünal")).containsExactly("grüne", "strasse", "ünal");
        assertThat(Words.of("Привет, мир")).containsExactly("привет", "мир");
        assertThat(Words.of("हिन्दी")).containsExactly("हिन्दी");
    }

    @Test
    void itDoesNotMatterHowAnAccentWasTyped() {
        String composed = "caf\u00e9";
        String decomposed = "cafe\u0301";

        assertThat(Words.of(decomposed)).isEqualTo(Words.of(composed)).containsExactly(composed);
        assertThat(Words.of("\uff21\uff22\uff23")).containsExactly("abc");
    }

    @Test
    void scriptsWithoutBlanksGiveAWordPerCharacter() {
        assertThat(Words.of("删除用户abc")).containsExactly("删", "除", "用", "户", "abc");
        assertThat(Words.of("x\ud840\udc00y")).containsExactly("x", "\ud840\udc00", "y");
    }

    @Test
    void longWordsCountAsWhatTheyBeginWith() {
        assertThat(Words.of("a".repeat(100) + " b")).containsExactly("a".repeat(64), "b");
        assertThat(Words.of("\ud835\udfd8".repeat(70))).containsExactly("0".repeat(64));
        assertThat(Words.of("a" + "\ud801\udc28".repeat(40)))
                .containsExactly("a" + "\ud801\udc28".repeat(31));
    }
}
