package dev.indelible.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.Batch;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.delivery.SinkKind;
import dev.indelible.sinks.file.FileKind;
import dev.indelible.sinks.http.Outgoing;
import dev.indelible.sinks.splunk.SplunkKind;
import dev.indelible.sinks.syslog.SyslogKind;
import dev.indelible.sinks.webhook.WebhookKind;
import dev.indelible.testkit.delivery.Batches;
import dev.indelible.testkit.delivery.ChaosReceiver;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever gets an event again because a person asked for it can tell, and what comes for the first
/// time has no mark.
class ReplayMarksTest {
    private static final Batch LIVE = Batches.of(new Random(1), 41, 2);
    private static final Batch AGAIN = new Batch(LIVE.destination(), true, LIVE.items());

    private static void bodyHas(SinkKind kind, String json, String mark) {
        try (Sink sink = kind.open(new SinkKind.Settings(json, Map.of("token", "t-1")))) {
            assertThat(new String(sink.render(AGAIN), UTF_8).split(mark, -1))
                    .as(kind.type())
                    .hasSize(1 + AGAIN.items().size());
            assertThat(new String(sink.render(LIVE), UTF_8)).doesNotContain(mark);
            assertThat(new String(sink.render(AGAIN), UTF_8).replace(mark, ""))
                    .hasSize(new String(sink.render(LIVE), UTF_8).length());
        }
    }

    @Test
    void eachEventInFilesSplunkAndSyslogIsMarked(@TempDir Path folder) {
        try (Outgoing outgoing = Loopback.outgoing()) {
            bodyHas(new FileKind(folder), "{\"name\":\"siem\"}", "\"replay\":true,");
            bodyHas(
                    new SplunkKind(outgoing, Clock.systemUTC(), UUID::randomUUID),
                    "{\"endpoint\":\"http://127.0.0.1:8088\"}",
                    ",\"replay\":\"true\"");
        }
    }

    @Test
    void eachSyslogMessageIsMarkedInItsStructuredData() {
        try (Outgoing outgoing = Loopback.outgoing();
                Sink sink =
                        new SyslogKind(outgoing)
                                .open(
                                        new SinkKind.Settings(
                                                "{\"host\":\"127.0.0.1\"}", Map.of()))) {
            assertThat(new String(sink.render(AGAIN), UTF_8))
                    .contains("destinationSequence=\"41\" replay=\"true\"] ")
                    .contains("destinationSequence=\"42\" replay=\"true\"] ");
            assertThat(new String(sink.render(LIVE), UTF_8)).doesNotContain("replay=");
        }
    }

    private static Batch one(Batch batch) {
        return new Batch(batch.destination(), batch.replay(), batch.items().subList(0, 1));
    }

    @Test
    void requestsOfWebhooksAreMarkedInAnyFormat() throws Exception {
        try (Outgoing outgoing = Loopback.outgoing();
                ChaosReceiver receiver = ChaosReceiver.start()) {
            for (String format : new String[] {"native", "stackrox", "ocsf"}) {
                String json =
                        "{\"endpoint\":\"%s\",\"format\":\"%s\"}".formatted(receiver.url(), format);
                try (Sink sink =
                        new WebhookKind(outgoing, Clock.systemUTC())
                                .open(new SinkKind.Settings(json, Map.of()))) {
                    sink.send(Batches.parcel(sink, one(AGAIN)));
                    assertThat(receiver.received().getLast().header("indelible-replay"))
                            .contains("true");
                    sink.send(Batches.parcel(sink, one(LIVE)));
                    assertThat(receiver.received().getLast().header("indelible-replay")).isEmpty();
                }
            }
        }
    }
}
