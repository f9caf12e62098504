package dev.indelible.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// A manifest of more pages than one, from a server whose hour ends between them.
class ManifestPagesTest {
    private static final String HOURS =
            "[{\"hour\":\"2026-01-01T10:00:00.000Z\"},{\"hour\":\"2026-01-01T13:00:00.000Z\"}]";

    private final List<String> asked = new CopyOnWriteArrayList<>();

    @Test
    void allPagesAreOfTheHoursOfTheFirst() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            assertThat(Main.run("integrations", "manifest", "--url", url, "--key", "k", "d1"))
                    .isEqualTo(ExitCode.OK);
        } finally {
            server.stop(0);
        }

        String[] hours = {"from=2026-01-01T10:00:00.000Z", "to=2026-01-01T14:00:00Z"};
        assertThat(asked)
                .satisfiesExactly(
                        first -> assertThat(first).isEmpty(),
                        second ->
                                assertThat(second.split("&"))
                                        .contains(hours)
                                        .contains("after=1000"),
                        third ->
                                assertThat(third.split("&"))
                                        .contains(hours)
                                        .contains("after=2000"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = "{\"integrations\":[{\"id\":\"d1\",\"name\":\"d\"}]}";
        if (exchange.getRequestURI().getPath().endsWith("/manifest")) {
            String query = exchange.getRequestURI().getQuery();
            asked.add(query == null ? "" : query);
            String next = asked.size() < 3 ? ",\"next\":%d".formatted(1000 * asked.size()) : "";
            body = "{\"hours\":%s,\"note\":\"n\"%s}".formatted(HOURS, next);
        }
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
