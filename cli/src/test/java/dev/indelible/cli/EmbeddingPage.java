package dev.indelible.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An application of somebody else, on an origin of its own: the page of docs/embedding.md as it
/// stands there, and the way to a viewer token.
final class EmbeddingPage implements AutoCloseable {
    private static final Path DOCUMENT = Path.of("..", "docs", "embedding.md");
    private static final String TOKEN_OF =
            """
            {"organization":"demo","q":"outcome:denied OR action:story.embed","subject":"customer 7","minutes":1}\
            """;

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String key;
    private volatile String indelible = "";

    EmbeddingPage(String key) throws IOException {
        this.key = key;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::page);
        server.createContext("/viewer-token", this::token);
        server.start();
    }

    /// As browsers write it.
    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Which server the page shows.
    void shows(String url) {
        indelible = url;
    }

    private void page(HttpExchange exchange) throws IOException {
        Matcher page =
                Pattern.compile("```html\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(DOCUMENT));
        if (!page.find()) {
            throw new IOException("docs/embedding.md has no page");
        }
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        answer(exchange, page.group(1).replace("https://audit.example.com", indelible));
    }

    private void token(HttpExchange exchange) throws IOException {
        var request =
                HttpRequest.newBuilder(URI.create(indelible + "/v1/viewer-tokens"))
                        .header("Authorization", "Bearer " + key)
                        .POST(HttpRequest.BodyPublishers.ofString(TOKEN_OF))
                        .build();
        try {
            String made = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            answer(exchange, made.replaceAll(".*\"token\":\"([^\"]+)\".*", "$1"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}
