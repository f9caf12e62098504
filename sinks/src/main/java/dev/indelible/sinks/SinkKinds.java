package dev.indelible.sinks;

import dev.indelible.core.delivery.SinkKind;
import dev.indelible.core.search.IpRange;
import dev.indelible.sinks.file.FileKind;
import dev.indelible.sinks.http.AddressGuard;
import dev.indelible.sinks.http.Outgoing;
import dev.indelible.sinks.splunk.SplunkKind;
import dev.indelible.sinks.syslog.SyslogKind;
import dev.indelible.sinks.webhook.WebhookKind;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/// All kinds of destinations that there are.
public final class SinkKinds implements AutoCloseable {
    private final Outgoing outgoing;
    private final List<SinkKind> all;

    /// @param outgoingAllow what may be reached although private
    /// @param folder where destinations of kind `file` write
    public SinkKinds(List<IpRange> outgoingAllow, Path folder, Clock clock) {
        outgoing = new Outgoing(new AddressGuard(outgoingAllow));
        all =
                List.of(
                        new WebhookKind(outgoing, clock),
                        new SplunkKind(outgoing, clock, UUID::randomUUID),
                        new SyslogKind(outgoing),
                        new FileKind(folder));
    }

    public List<SinkKind> all() {
        return all;
    }

    /// Ends connections; to be called after the last sink was closed.
    @Override
    public void close() {
        outgoing.close();
    }
}
