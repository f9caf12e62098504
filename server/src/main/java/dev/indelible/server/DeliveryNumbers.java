package dev.indelible.server;

import dev.indelible.core.delivery.Condition;
import dev.indelible.core.delivery.Destination;
import dev.indelible.server.delivery.DeliveryDesk;
import dev.indelible.server.delivery.Standing;
import dev.indelible.server.http.Metrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is measured of destinations, one row for each.
record DeliveryNumbers(DeliveryDesk desk) {
    private static final Map<String, String> DESCRIPTIONS =
            Map.ofEntries(
                    Map.entry(
                            "lag.events",
                            "Events not confirmed by the destination yet; with a filter an upper bound"),
                    Map.entry(
                            "lag.seconds",
                            "Since the journal took the oldest event that is not confirmed; 0 if all are"),
                    Map.entry(
                            "waiting.batches",
                            "Batches that the destination took and has not acknowledged yet"),
                    Map.entry("parked.events", "Events that it refused and that wait for a person"),
                    Map.entry("skipped.events", "Events that it refused and that a person skipped"),
                    Map.entry("delivered.events", "Events that it confirmed, all time"),
                    Map.entry("attempts", "Sends to it, all time"),
                    Map.entry("failures", "Failures in a row; 0 when all is well"),
                    Map.entry("breaker.open", "1 while only one batch is tried after its failures"),
                    Map.entry(
                            "healthy",
                            "1 if active, nothing is parked and nothing unconfirmed for longer than a minute"));

    void register(Metrics metrics) {
        metrics.rows("indelible.delivery", DESCRIPTIONS, this::rows);
    }

    private List<Metrics.Row> rows() {
        return desk.deliveries().destinations().stream().map(this::row).toList();
    }

    private Metrics.Row row(Destination destination) {
        Standing standing = Standing.of(desk, destination);
        Condition condition = standing.view().progress().condition();
        var values = new LinkedHashMap<String, Double>();
        values.put("lag.events", (double) standing.lagEvents());
        values.put("lag.seconds", standing.lagSeconds());
        values.put("waiting.batches", (double) standing.view().waiting());
        values.put("parked.events", (double) standing.parked());
        values.put("skipped.events", (double) standing.skipped());
        values.put("delivered.events", (double) standing.view().progress().delivered());
        values.put("attempts", (double) condition.attempts());
        values.put("failures", (double) condition.failures());
        values.put("breaker.open", condition.breakerOpen() ? 1.0 : 0.0);
        values.put("healthy", standing.healthy() ? 1.0 : 0.0);
        return new Metrics.Row(
                Map.of("destination", destination.id(), "type", destination.type()), values);
    }
}
