package dev.indelible.server.issuer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.search.IpRange;
import dev.indelible.sinks.http.AddressGuard;
import dev.indelible.sinks.http.Outgoing;
import dev.indelible.sinks.http.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AskingTest {
    /// An issuer that closes after each answer and, as HTTP/1.0 has it, does not say so.
    private static void answerAll(ServerSocket issuer) {
        while (true) {
            try (Socket socket = issuer.accept()) {
                String asked = "";
                while (!asked.endsWith("\r\n\r\n")) {
                    asked += (char) socket.getInputStream().read();
                }
                socket.getOutputStream()
                        .write("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(US_ASCII));
            } catch (IOException e) {
                return;
            }
        }
    }

    @Test
    void anIssuerThatSpeaksHttp10IsAskedAgainAndAgain() throws Exception {
        try (var issuer = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
                var outgoing =
                        new Outgoing(
                                new AddressGuard(
                                        List.of(IpRange.parse("127.0.0.0/8").orElseThrow())))) {
            Thread.ofVirtual().start(() -> answerAll(issuer));
            var url = URI.create("http://127.0.0.1:%d/".formatted(issuer.getLocalPort()));
            var asking =
                    new Asking("old", outgoing.http(new Tls("", false), Duration.ofSeconds(30)));

            for (int i = 0; i < 5; i++) {
                assertThat(asking.get(url, Map.of()).body()).isEqualTo("{}");
            }
        }
    }
}
