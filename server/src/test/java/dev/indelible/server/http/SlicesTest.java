package dev.indelible.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SlicesTest {
    @Test
    void objectIsOneEventHoweverItIsWritten() {
        assertThat(cut("{\"a\": {\n \"b\": \"}\\\"\"\n}\n}\n")).hasSize(1);
        assertThat(cut(" {\"a\":1} ")).containsExactly("{\"a\":1}");
    }

    @Test
    void elementsOfAnArrayAreEvents() {
        assertThat(cut("[{\"a\":\"],[\"}, [1,2] ,3]"))
                .containsExactly("{\"a\":\"],[\"}", "[1,2]", "3");
        assertThat(cut(" [ ] ")).isEmpty();
    }

    @Test
    void brokenEndOfAnArrayIsASliceOfItsOwn() {
        assertThat(cut("[{\"a\":1},{\"b\":2")).containsExactly("{\"a\":1}", "{\"b\":2", "");
        assertThat(cut("[1,]")).containsExactly("1", "");
        assertThat(cut("[1]x")).containsExactly("1", "x");
        assertThat(cut("[")).containsExactly("");
    }

    @Test
    void linesAreCutWhereTheyEndWhateverTheyHold() {
        var random = new SplittableRandom(7);
        for (int round = 0; round < 2_000; round++) {
            var body = new StringBuilder();
            var lines = new ArrayList<String>();
            int count = random.nextInt(6);
            for (int i = 0; i < count; i++) {
                String line = text(random, random.nextInt(20));
                body.append(line).append(random.nextBoolean() ? "\n" : "\r\n");
                if (!line.isEmpty()) {
                    lines.add(line);
                }
            }
            assertThat(lines(body.toString())).as("%s", body).isEqualTo(lines);
        }
    }

    /// Of bytes that differ from a line's end by a bit or stand around it, and of more than ASCII.
    private static String text(SplittableRandom random, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("a{\u000b\u000e\u008a\u010a\u0a0a\"*J".charAt(random.nextInt(10)));
        }
        return text.toString();
    }

    private static List<String> lines(String body) {
        byte[] bytes = body.getBytes(UTF_8);
        return Slices.of(bytes, Slices.Layout.LINES).stream()
                .map(line -> new String(bytes, line.from(), line.to() - line.from(), UTF_8))
                .toList();
    }

    @Test
    void brokenLineHarmsNoOther() {
        assertThat(cut("{\"a\":1}\n{\"b\":\n\r\n{\"c\":3}\r\n"))
                .containsExactly("{\"a\":1}", "{\"b\":", "{\"c\":3}");
        List<Slices.Slice> lines = Slices.of("[1]\n\nx".getBytes(UTF_8), Slices.Layout.LINES);
        assertThat(lines).extracting(Slices.Slice::line).containsExactly(1, 3);
    }

    @Test
    void valuesMayFollowEachOther() {
        assertThat(cut("{\n\"a\":1}{\"b\":2}\n{\"c\":3}"))
                .containsExactly("{\n\"a\":1}", "{\"b\":2}", "{\"c\":3}");
    }

    @Test
    void byteOrderMarkIsNoPartOfAnEvent() {
        assertThat(cut("\ufeff{\"a\":1}")).containsExactly("{\"a\":1}");
        assertThat(cut("\ufeff{\"a\":1}\n{\"b\":1}")).containsExactly("{\"a\":1}", "{\"b\":1}");
    }

    @Test
    void endlessNestingCostsNoStack() {
        assertThat(cut("[".repeat(1_000_000))).hasSizeLessThanOrEqualTo(2);
        assertThat(cut("{\"a\":".repeat(200_000))).hasSize(1);
    }

    @Test
    void tooManyEventsAreRefused() {
        byte[] body = ("[" + "1,".repeat(100_000) + "1]").getBytes(UTF_8);

        assertThatThrownBy(() -> Slices.of(body, Slices.Layout.ANY))
                .isInstanceOf(ProblemAnswer.class)
                .hasMessageContaining("100000");
    }

    private static List<String> cut(String text) {
        byte[] body = text.getBytes(UTF_8);
        return Slices.of(body, Slices.Layout.ANY).stream()
                .map(slice -> new String(body, slice.from(), slice.to() - slice.from(), UTF_8))
                .toList();
    }
}
