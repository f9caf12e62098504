package dev.indelible.sinks.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.Guarantee;
import dev.indelible.core.delivery.SinkKind;
import dev.indelible.core.delivery.SinkKind.Settings;
import dev.indelible.core.search.IpRange;
import dev.indelible.sinks.http.AddressGuard;
import dev.indelible.sinks.http.Outgoing;
import dev.indelible.testkit.delivery.ChaosReceiver;
import dev.indelible.testkit.delivery.Received;
import dev.indelible.testkit.delivery.SinkContract;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.json.JsonMapper;

@NullUnmarked
class WebhookContractTest extends SinkContract {
    private final Outgoing outgoing =
            new Outgoing(new AddressGuard(List.of(IpRange.parse("127.0.0.0/8").orElseThrow())));
    private ChaosReceiver receiver;

    @BeforeEach
    void startReceiver() throws IOException {
        receiver = receiver();
    }

    private ChaosReceiver receiver() throws IOException {
        if (receiver == null) {
            receiver = ChaosReceiver.start();
        }
        return receiver;
    }

    @AfterEach
    void stop() throws IOException {
        receiver.close();
        outgoing.close();
    }

    @Override
    protected SinkKind kind() {
        return new WebhookKind(outgoing, Clock.systemUTC());
    }

    @Override
    protected Settings settings() throws IOException {
        return new Settings("{\"endpoint\":\"" + receiver().url() + "\"}", Map.of());
    }

    @Override
    protected Settings unreachable() throws IOException {
        receiver().close();
        return settings();
    }

    @Override
    protected List<String> stored(int count) {
        var ids = new ArrayList<String>();
        for (Received request : receiver.taken()) {
            new JsonMapper()
                    .readTree(request.body())
                    .at("/data/events")
                    .forEach(item -> ids.add(item.at("/event/id").stringValue()));
        }
        assertThat(ids).hasSizeGreaterThanOrEqualTo(count);
        return ids;
    }

    @Override
    protected Guarantee guarantee() {
        return Guarantee.ACCEPTED;
    }
}
