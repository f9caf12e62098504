package dev.indelible.sinks.syslog;

import dev.indelible.core.delivery.Sink;
import dev.indelible.core.delivery.SinkKind;
import dev.indelible.sinks.SettingsReader;
import dev.indelible.sinks.http.Outgoing;
import java.util.List;
import java.util.Set;

/// Syslog receivers. Plain TCP and TLS have no answer, RELP has.
public final class SyslogKind implements SinkKind {
    private final Outgoing outgoing;

    public SyslogKind(Outgoing outgoing) {
        this.outgoing = outgoing;
    }

    @Override
    public String type() {
        return "syslog";
    }

    @Override
    public Set<String> secrets() {
        return Set.of();
    }

    @Override
    public Set<String> addresses() {
        return Set.of("host", "port", "transport", "caCertificate", "skipTlsVerify");
    }

    @Override
    public List<Fault> check(Settings settings) {
        var reader = new SettingsReader(settings);
        SyslogSettings.read(reader);
        return reader.faults();
    }

    @Override
    public Sink open(Settings settings) {
        var reader = new SettingsReader(settings);
        SyslogSettings read = SyslogSettings.read(reader);
        reader.requireFaultless();
        return new SyslogSink(read, outgoing);
    }
}
