package dev.indelible.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class StreamsTest {
    @Test
    void brokenAnswerIsNeverTakenForAWholeOne() throws Exception {
        byte[] row = "x".repeat(1000).getBytes(UTF_8);
        HttpRouting.Builder routing =
                HttpRouting.builder()
                        .get(
                                "/whole",
                                (_, response) -> Streams.send(response, out -> out.write(row)))
                        .get(
                                "/broken",
                                (_, response) ->
                                        Streams.send(
                                                response,
                                                out -> {
                                                    for (int i = 0; i < 1000; i++) {
                                                        out.write(row);
                                                    }
                                                    throw new IllegalStateException("broken");
                                                }));
        WebServer server = WebServer.builder().host("127.0.0.1").routing(routing).build().start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(get(client, server, "/whole")).hasSize(1000);
            assertThatThrownBy(() -> get(client, server, "/broken"))
                    .isInstanceOf(IOException.class);
        } finally {
            server.stop();
        }
    }

    private static String get(HttpClient client, WebServer server, String path)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
