package dev.indelible.server.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The probes, open to all, and what they tell: numbers, never contents or names of organizations.
public final class Health implements Endpoint.Resource {
    private final Map<String, Supplier<Map<String, Object>>> rooms = new LinkedHashMap<>();
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private volatile boolean ready;

    /// Adds what one room tells of itself. Only before the server answers.
    ///
    /// @param report numbers and short texts by name
    public void room(String name, Supplier<Map<String, Object>> report) {
        rooms.put(name, report);
    }

    /// Says whether requests are taken.
    public void ready(State state) {
        ready = state == State.READY;
    }

    /// A part has died, and only a restart brings it back.
    public void failed(String part, String reason) {
        failures.put(part, reason);
    }

    /// Whether requests are taken.
    public enum State {
        READY,
        NOT_READY
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.open("/health/live", (_, response) -> Answers.ok(response, status(true))),
                Endpoint.open("/health/ready", this::answer),
                Endpoint.open("/health", this::answer));
    }

    private void answer(ServerRequest request, ServerResponse response) {
        boolean up = ready && failures.isEmpty();
        Map<String, Object> document = status(up);
        rooms.forEach((name, report) -> document.put(name, report.get()));
        if (!failures.isEmpty()) {
            document.put("failures", new LinkedHashMap<>(failures));
        }
        Answers.send(response, up ? 200 : 503, Answers.JSON, document);
    }

    private static Map<String, Object> status(boolean up) {
        var document = new LinkedHashMap<String, Object>();
        document.put("status", up ? "up" : "down");
        return document;
    }
}
