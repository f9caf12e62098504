package dev.indelible.sinks.splunk;

import dev.indelible.core.delivery.Sink;
import dev.indelible.core.delivery.SinkKind;
import dev.indelible.sinks.SettingsReader;
import dev.indelible.sinks.http.Outgoing;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/// Splunk, Enterprise or Cloud, and whatever else speaks its HTTP Event Collector.
public final class SplunkKind implements SinkKind {
    private final Outgoing outgoing;
    private final Clock clock;
    private final Supplier<UUID> channels;

    /// @param channels a new id for each channel
    public SplunkKind(Outgoing outgoing, Clock clock, Supplier<UUID> channels) {
        this.outgoing = outgoing;
        this.clock = clock;
        this.channels = channels;
    }

    @Override
    public String type() {
        return "splunk";
    }

    @Override
    public Set<String> secrets() {
        return Set.of("token", "headers");
    }

    @Override
    public Set<String> addresses() {
        return Set.of("endpoint", "caCertificate", "skipTlsVerify");
    }

    @Override
    public List<Fault> check(Settings settings) {
        var reader = new SettingsReader(settings);
        SplunkSettings.read(reader);
        return reader.faults();
    }

    @Override
    public Sink open(Settings settings) {
        var reader = new SettingsReader(settings);
        SplunkSettings read = SplunkSettings.read(reader);
        reader.requireFaultless();
        return new SplunkSink(read, outgoing, clock, channels);
    }
}
