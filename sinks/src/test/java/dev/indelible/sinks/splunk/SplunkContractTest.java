package dev.indelible.sinks.splunk;

import dev.indelible.core.delivery.Guarantee;
import dev.indelible.core.delivery.SinkKind;
import dev.indelible.core.delivery.SinkKind.Settings;
import dev.indelible.sinks.Loopback;
import dev.indelible.sinks.http.Outgoing;
import dev.indelible.testkit.delivery.ChaosReceiver;
import dev.indelible.testkit.delivery.HecSimulator;
import dev.indelible.testkit.delivery.SinkContract;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;

@NullUnmarked
class SplunkContractTest extends SinkContract {
    private final Outgoing outgoing = Loopback.outgoing();
    private final HecSimulator simulator = new HecSimulator("t-1", acknowledges());
    private ChaosReceiver receiver;

    /// Whether the token has indexer acknowledgement.
    boolean acknowledges() {
        return false;
    }

    private ChaosReceiver receiver() throws IOException {
        if (receiver == null) {
            receiver = ChaosReceiver.start().otherwise(simulator::answer);
        }
        return receiver;
    }

    @AfterEach
    void stop() throws IOException {
        receiver().close();
        outgoing.close();
    }

    @Override
    protected SinkKind kind() {
        return new SplunkKind(outgoing, Clock.systemUTC(), UUID::randomUUID);
    }

    @Override
    protected Settings settings() throws IOException {
        return new Settings(
                "{\"endpoint\":\"http://127.0.0.1:%d\",\"acknowledge\":%s}"
                        .formatted(receiver().port(), acknowledges()),
                Map.of("token", "t-1"));
    }

    @Override
    protected Settings unreachable() throws IOException {
        receiver().close();
        return settings();
    }

    @Override
    protected List<String> stored(int count) {
        return simulator.fields("event_id");
    }

    @Override
    protected Guarantee guarantee() {
        return acknowledges() ? Guarantee.STORED : Guarantee.ACCEPTED;
    }
}
