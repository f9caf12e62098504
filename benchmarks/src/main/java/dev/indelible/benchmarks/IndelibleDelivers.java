package dev.indelible.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// This project's delivery, by HTTP as an operator uses it.
record IndelibleDelivers(int port, String authorization) implements Engine.Delivers {
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    @Override
    public String webhook(String name, String url) throws IOException {
        return add(
                "{\"name\":\"%s\",\"type\":\"webhook\",\"enabled\":false,\"webhook\":{\"endpoint\":\"%s\"}}"
                        .formatted(name, url));
    }

    @Override
    public String collector(String name, String url, Engine.Acknowledgement acknowledgement)
            throws IOException {
        return add(
                "{\"name\":\"%s\",\"type\":\"splunk\",\"enabled\":false,\"splunk\":{\"endpoint\":\"%s\",\"token\":\"11111111-2222-3333-4444-555555555555\",\"acknowledge\":%s}}"
                        .formatted(name, url, acknowledgement == Engine.Acknowledgement.INDEXED));
    }

    private String add(String settings) throws IOException {
        Matcher id = ID.matcher(post("/v1/integrations", settings));
        if (!id.find()) {
            throw new IOException("an integration without an id");
        }
        return id.group(1);
    }

    @Override
    public void go(String destination) throws IOException {
        post("/v1/integrations/" + destination + "/resume", "");
    }

    @Override
    public void halt(String destination) throws IOException {
        post("/v1/integrations/" + destination + "/pause", "");
    }

    private String post(String path, String body) throws IOException {
        byte[] request =
                HttpConnection.request(
                        "POST",
                        path,
                        authorization + "Content-Type: application/json\r\n",
                        body.getBytes(UTF_8));
        try (var connection = new HttpConnection(port)) {
            HttpConnection.Answer answer = connection.send(request);
            if (answer.status() >= 300) {
                throw new IOException(
                        "Indelible answers %s with %d: %s"
                                .formatted(path, answer.status(), answer.text()));
            }
            return answer.text();
        }
    }

    @Override
    public long unconfirmed(String destination) throws IOException {
        String row = "indelible_delivery_lag_events{destination=\"%s\"".formatted(destination);
        try (var connection = new HttpConnection(port)) {
            byte[] request = HttpConnection.request("GET", "/metrics", authorization, new byte[0]);
            return connection
                    .send(request)
                    .text()
                    .lines()
                    .filter(line -> line.startsWith(row))
                    .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                    .mapToLong(value -> (long) Double.parseDouble(value))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no metric " + row));
        }
    }
}
