package dev.indelible.sinks.webhook;

import dev.indelible.core.delivery.Sink;
import dev.indelible.core.delivery.SinkKind;
import dev.indelible.sinks.SettingsReader;
import dev.indelible.sinks.http.Outgoing;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/// Any program that takes a POST: our own batches, StackRox's messages, or OCSF.
public final class WebhookKind implements SinkKind {
    private final Outgoing outgoing;
    private final Clock clock;

    /// @param clock for the time of an attempt, which is signed
    public WebhookKind(Outgoing outgoing, Clock clock) {
        this.outgoing = outgoing;
        this.clock = clock;
    }

    @Override
    public String type() {
        return "webhook";
    }

    @Override
    public Set<String> secrets() {
        return Set.of("password", "headers", "signingSecret", "previousSigningSecret");
    }

    @Override
    public Set<String> addresses() {
        return Set.of("endpoint", "caCertificate", "skipTlsVerify", "username");
    }

    @Override
    public List<Fault> check(Settings settings) {
        var reader = new SettingsReader(settings);
        WebhookSettings.read(reader);
        return reader.faults();
    }

    @Override
    public Sink open(Settings settings) {
        var reader = new SettingsReader(settings);
        WebhookSettings read = WebhookSettings.read(reader);
        reader.requireFaultless();
        return new WebhookSink(read, outgoing, clock);
    }
}
