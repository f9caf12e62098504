package dev.indelible.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
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
        http1 =
                Http1ConnectionSelector.builder()
                        .config(
                                Http1Config.builder(config)
                                        .addReceiveListener(new Progress())
                                        .build())
                        .build();
        this.patience = patience;
    }

    /// How long the other side is waited for.
    ///
    /// @param silence at most without a byte of a request
    /// @param whole at most for all of its head, and again of its body
    /// @param untaken at most without that anything of an answer is taken
    public record Patience(Duration silence, Duration whole, Duration untaken) {}

    /// Tells a connection how far it is.
    private static final class Progress implements Http1ConnectionListener {
        @Override
        public void prologue(ConnectionContext connection, HttpPrologue prologue) {
            ((StrictConnection) connection).stage().goesOn();
        }

        @Override
        public void headers(ConnectionContext connection, Headers headers) {
            ((StrictConnection) connection).stage().goesOn();
        }
    }

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
