package dev.indelible.server.http;

import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Answers that are written while they are found.
final class Streams {
    private static final int BUFFER_BYTES = 64 << 10;

    private Streams() {}

    /// Sends what the content writes. If that fails, the connection ends without the end of the
    /// answer, so that nobody takes a part for the whole.
    ///
    /// @throws CloseConnectionException if it failed; headers were sent, so there is no other
    ///   answer
    static void send(ServerResponse response, Content content) {
        var out = new BufferedOutputStream(response.outputStream(), BUFFER_BYTES);
        try {
            content.write(out);
            out.close();
        } catch (CloseConnectionException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new CloseConnectionException("an answer broke off", e);
        }
    }

    /// What is written.
    @FunctionalInterface
    interface Content {
        void write(OutputStream out) throws IOException;
    }
}
