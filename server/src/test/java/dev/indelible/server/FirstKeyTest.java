package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.server.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first administrator's key is shown once, and so not made before it can be.
class FirstKeyTest {
    @Test
    void startThatFailsMakesNone(@TempDir Path data) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> open(data, taken.getLocalPort()))
                    .hasMessageContaining("cannot listen at");
        }
        String key;
        try (Server server = open(data, 0)) {
            key = server.newKey().orElseThrow();
            assertThat(server.isAdministered()).isTrue();
            assertThat(status(server, key)).isEqualTo(200);
        }
        try (Server again = open(data, 0)) {
            assertThat(again.newKey()).isEmpty();
            assertThat(status(again, key)).isEqualTo(200);
        }
    }

    private static Server open(Path data, int port) throws IOException {
        return Server.open(
                Settings.parse(
                        Map.of("data", data.toString(), "port", Integer.toString(port)), Map.of()));
    }

    private static int status(Server server, String key) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(server.url() + "/v1/whoami"))
                                    .header("Authorization", "Bearer " + key)
                                    .build(),
                            BodyHandlers.ofString())
                    .statusCode();
        }
    }
}
