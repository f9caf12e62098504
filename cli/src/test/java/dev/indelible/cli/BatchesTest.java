package dev.indelible.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BatchesTest {
    @Test
    void linesAreCutAlwaysAtTheSamePlaces() throws IOException {
        String text = lines(0, 12_001);

        List<Batch> batches = batches("f", "", text);

        assertThat(batches).extracting(Batch::lines).containsExactly(5000, 5000, 2001);
        assertThat(batches).extracting(Batch::firstLine).containsExactly(1, 5001, 10_001);
        assertThat(
                        batches.stream()
                                .map(b -> new String(b.body(), UTF_8))
                                .collect(Collectors.joining()))
                .isEqualTo(text);
        assertThat(batches("f", "", text)).isEqualTo(batches);
    }

    @Test
    void fileThatHasGrownKeepsTheNamesOfItsBatches() throws IOException {
        List<Batch> before = batches("f", "", lines(0, 6000).stripTrailing());
        List<Batch> after = batches("f", "", lines(0, 6100));

        assertThat(after)
                .extracting(Batch::idempotencyKey)
                .isEqualTo(before.stream().map(Batch::idempotencyKey).toList());
    }

    @Test
    void otherFileOtherBeginningAndOtherNamespaceAreOtherEvents() throws IOException {
        String key = batches("f", "", lines(0, 3)).getFirst().idempotencyKey();

        assertThat(batches("g", "", lines(0, 3)).getFirst().idempotencyKey()).isNotEqualTo(key);
        assertThat(batches("f", "", lines(1, 3)).getFirst().idempotencyKey()).isNotEqualTo(key);
        assertThat(batches("f", "again", lines(0, 3)).getFirst().idempotencyKey())
                .isNotEqualTo(key);
    }

    @Test
    void largeLinesMakeSmallerBatches() throws IOException {
        String line = "{\"a\":\"" + "x".repeat(900_000) + "\"}\n";

        assertThat(batches("f", "", line.repeat(10)))
                .extracting(Batch::lines)
                .containsExactly(4, 4, 2);
    }

    @Test
    void documentsAreSentWhole() throws IOException {
        for (String document : List.of("[\n{\"a\":1},\n{\"a\":2}\n]", "{\n \"a\": [1,\n2]\n}\n")) {
            List<Batch> batches = batches("f", "", document);

            assertThat(batches).hasSize(1);
            assertThat(batches.getFirst().kind()).isEqualTo(Batch.Kind.DOCUMENT);
            assertThat(new String(batches.getFirst().body(), UTF_8)).isEqualTo(document);
        }
    }

    @Test
    void nothingIsNoBatch() throws IOException {
        assertThat(batches("f", "", "")).isEmpty();
        assertThat(batches("f", "", " \n\n ")).isEmpty();
    }

    @Test
    void hostileTextCannotReachTheTerminal() {
        assertThat(Terminal.safe("a\u001b[31mb\r\nc\u202ed\u0007")).isEqualTo("a�[31mb��c�d�");
        assertThat(Terminal.column("😀😀😀", 4)).isEqualTo("😀… ");
        assertThat(Terminal.column("ab", 4)).isEqualTo("ab  ");
    }

    private static String lines(int from, int count) {
        var text = new StringBuilder();
        for (int i = from; i < from + count; i++) {
            text.append("{\"n\":").append(i).append("}\n");
        }
        return text.toString();
    }

    private static List<Batch> batches(String source, String namespace, String text)
            throws IOException {
        var batches =
                new Batches(source, namespace, new ByteArrayInputStream(text.getBytes(UTF_8)));
        var all = new ArrayList<Batch>();
        for (Optional<Batch> next = batches.next(); next.isPresent(); next = batches.next()) {
            all.add(next.get());
        }
        return all;
    }
}
