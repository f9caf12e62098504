package dev.indelible.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.Batch;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.delivery.SinkKind;
import dev.indelible.sinks.SinkKinds;
import dev.indelible.testkit.delivery.Batches;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An export has what destinations get, byte for byte; the events of the test have their sequence
/// for the number of the delivery.
class ExportFormatTest {
    private static final List<String> HARD =
            List.of(
                    "{\"action\":\"a|b=c\",\"outcome\":\"denied\",\"actor\":{\"id\":\"u=1\"},"
                            + "\"detail\":{\"description\":\"one\\ntwo|three=\\\\four\"}}",
                    "{\"action\":\"user.login\",\"category\":\"sign-in\",\"client\":{\"ip\":\"2001:db8::1\"}}",
                    "{\"action\":\"user.create\",\"operation\":\"create\",\"targets\":[{\"type\":\"user\",\"id\":\"\u00e4\"}]}");

    @ParameterizedTest
    @CsvSource({
        "OCSF, webhook, '{\"endpoint\":\"https://example.com\",\"format\":\"ocsf\"}', '^\\[|\\]$'",
        "STACKROX, webhook, '{\"endpoint\":\"https://example.com\",\"format\":\"stackrox\"}', ''",
        "CEF, syslog, '{\"host\":\"example.com\",\"format\":\"cef\"}', '^[^\\]]*\\] '",
        "NDJSON, file, '{\"name\":\"all\"}', '^\\{\"destinationSequence\":\\d+,\"event\":|\\}\\n$'"
    })
    void rowIsWhatADestinationGets(ExportFormat format, String kind, String settings, String around)
            throws Exception {
        long seed = Long.getLong("indelible.seed", System.nanoTime());
        System.out.println("seed=" + seed);
        try (var kinds = new SinkKinds(List.of(), Path.of("unused"), Clock.systemUTC());
                Sink sink = open(kinds, kind, settings)) {
            for (Batch batch :
                    List.of(
                            Batches.of(1, HARD.toArray(String[]::new)),
                            Batches.of(new Random(seed), 9, 50))) {
                for (Batch.Item item : batch.items()) {
                    var one = new Batch(batch.destination(), false, List.of(item));
                    String sent = new String(sink.render(one), UTF_8).replaceAll(around, "");

                    String row = new String(format.row(item.entry()), UTF_8);

                    assertThat(row).isEqualTo(sent).doesNotContain("\n");
                }
            }
        }
    }

    private static Sink open(SinkKinds kinds, String type, String settings) {
        SinkKind kind =
                kinds.all().stream()
                        .filter(one -> one.type().equals(type))
                        .findFirst()
                        .orElseThrow();
        return kind.open(new SinkKind.Settings(settings, Map.of()));
    }
}
