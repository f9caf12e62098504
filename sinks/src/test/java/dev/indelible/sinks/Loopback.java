package dev.indelible.sinks;

import dev.indelible.core.search.IpRange;
import dev.indelible.sinks.http.AddressGuard;
import dev.indelible.sinks.http.Outgoing;
import java.util.List;

/// The way out to this machine.
public final class Loopback {
    private Loopback() {}

    public static Outgoing outgoing() {
        return new Outgoing(new AddressGuard(List.of(IpRange.parse("127.0.0.0/8").orElseThrow())));
    }
}
