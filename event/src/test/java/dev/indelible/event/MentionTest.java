package dev.indelible.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MentionTest {
    private final Mention jane =
            new Mention(List.of("u-17", "7"), List.of("jane@example.com", "Jürgen Groß"));

    private boolean isIn(String json) {
        return jane.in(json.getBytes(UTF_8));
    }

    @Test
    void idsCountAsTheyAreWrittenAndAsWholeWords() {
        assertThat(isIn("{\"id\":\"u-17\"}")).isTrue();
        assertThat(isIn("{\"path\":\"/users/u-17/keys\"}")).isTrue();
        assertThat(isIn("{\"text\":\"by u-17.\"}")).isTrue();
        assertThat(isIn("{\"u-17\":true}")).isTrue();
        assertThat(isIn("{\"id\":\"U-17\"}")).isFalse();
        assertThat(isIn("{\"id\":\"u-178\"}")).isFalse();
        assertThat(isIn("{\"id\":\"su-17\"}")).isFalse();
        assertThat(isIn("{\"id\":\"u-17.b\"}")).isFalse();
    }

    @Test
    void shortValuesAreOnlyFoundAlone() {
        assertThat(isIn("{\"id\":\"7\"}")).isTrue();
        assertThat(isIn("{\"id\":7}")).isTrue();
        assertThat(isIn("{\"text\":\"7 items\"}")).isFalse();
    }

    @Test
    void addressesAndNamesCountInAnyCase() {
        assertThat(isIn("[\"mail to JANE@Example.COM, soon\"]")).isTrue();
        assertThat(isIn("[\"mary.jane@example.com\"]")).isFalse();
        assertThat(isIn("[\"mary-jane@example.com\"]")).isFalse();
        assertThat(isIn("[\"jane@example.com.au\"]")).isFalse();
        assertThat(isIn("[\"JÜRGEN GROß\"]")).isTrue();
    }

    @Test
    void escapesHideNothing() {
        var plain = new Mention(List.of(), List.of("jane@example.com"));

        assertThat(plain.in("[\"jane\\u0040example.com\"]".getBytes(UTF_8))).isTrue();
        assertThat(plain.in("[\"jane\\/example.com\"]".getBytes(UTF_8))).isFalse();
    }

    @Test
    void escapesOfJsonInsideOfTextsHideNothing() {
        String inner = "{\"note\":\"hello\\nu-17\\tbye\"}";
        String deeper = "\"" + inner.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        String coded = "{\"mail\":\"\\u006aane\\u0040example.com\"}";

        for (String body : List.of(inner, deeper, coded)) {
            String part = "{\"b\":\"" + body.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
            assertThat(isIn(part)).as(part).isTrue();
        }
        assertThat(isIn("[\"C:\\\\u-17\\\\notes\"]")).isTrue();
        assertThat(isIn("[\"a\\\\nbu-17\"]")).isFalse();
    }

    @Test
    void namesOfTheEventsOwnMembersNameNobody() {
        var named = new Mention(List.of(), List.of("action", "detail of hers"));

        assertThat(named.in("{\"action\":\"door.open\"}".getBytes(UTF_8))).isFalse();
        assertThat(named.in("{\"name\":\"Action\"}".getBytes(UTF_8))).isTrue();
        assertThat(named.in("{\"detail of hers\":1}".getBytes(UTF_8))).isTrue();
    }

    /// Else one such event, by whoever sends it, keeps a person from being erased.
    @Test
    void whateverAnEventMayHaveHidesNothing() {
        for (String before :
                List.of("1".repeat(2000), "1." + "1".repeat(2000), "1e99999999999", "-1E-5")) {
            assertThat(isIn("{\"n\":" + before + ",\"id\":\"u-17\"}")).as(before).isTrue();
        }
        assertThat(isIn("{\"" + "n".repeat(100_000) + "\":1,\"id\":\"u-17\"}")).isTrue();
        assertThat(isIn("[".repeat(34) + "\"u-17\"" + "]".repeat(34))).isTrue();
    }

    @Test
    void nobodyAndBlanksAreRefused() {
        assertThatThrownBy(() -> new Mention(List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Mention(List.of(" "), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
