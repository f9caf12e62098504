package dev.indelible.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Set;

/// Takes every connection for one of HTTP/1.1, the only thing that is spoken here. The web server
/// by itself closes one whose first line is none of it, and whoever sent it is not told why.
public final class AllAsHttp1 implements ServerConnectionSelector {
    private final Http1ConnectionSelector http1;
    private final Patience patience;

    public AllAsHttp1(Http1Config config, Patience patience) {
        http1 = Http1ConnectionSelector.builder().config(config).build();
        this.patience = patience;
    }

    /// How long a request is waited for.
    ///
    /// @param silence at most without a byte of it
    /// @param whole at most for all of it
    public record Patience(Duration silence, Duration whole) {}

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    @Override
    public Support supports(BufferData begun) {
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http1.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        var connection = new StrictConnection(context);
        return new PatientConnection(http1.connection(connection), connection, patience);
    }
}
