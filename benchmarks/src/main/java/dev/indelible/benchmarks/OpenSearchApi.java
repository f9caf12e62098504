package dev.indelible.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Requests to OpenSearch. Its answers are read by pattern, not as a tree: the client shares the
/// machine with the server.
final class OpenSearchApi {
    static final String JSON = "Content-Type: application/json\r\n";

    private OpenSearchApi() {}

    static HttpConnection.Answer send(
            HttpConnection connection, String method, String path, String body) throws IOException {
        String headers = body.isEmpty() ? "" : JSON;
        return connection.send(HttpConnection.request(method, path, headers, body.getBytes(UTF_8)));
    }

    static String ask(HttpConnection connection, String method, String path, String body)
            throws IOException {
        HttpConnection.Answer answer = send(connection, method, path, body);
        if (answer.status() != 200) {
            throw failed(method + " " + path, answer);
        }
        return answer.text();
    }

    static IOException failed(String request, HttpConnection.Answer answer) {
        String text = answer.text();
        return new IOException(
                "OpenSearch answers %s with %d: %s"
                        .formatted(
                                request,
                                answer.status(),
                                text.substring(0, Math.min(1000, text.length()))));
    }

    static String find(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("OpenSearch answers without " + pattern + ": " + text);
        }
        return matcher.group(1);
    }
}
