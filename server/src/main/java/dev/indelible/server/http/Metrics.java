package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// The one home of all metrics: their names, their units, and `GET /metrics` for Prometheus.
public final class Metrics implements Endpoint.Resource, AutoCloseable {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry meters =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Access access;
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final List<DoubleSupplier> counted = new CopyOnWriteArrayList<>();
    private final List<Runnable> scraped = new CopyOnWriteArrayList<>();
    private final Map<String, MultiGauge> gauges = new ConcurrentHashMap<>();

    /// One scrape at a time: the rows of one must not be those of another. And by a thread of the
    /// platform: on a virtual one the JDK's `BufferedWriter`, which the library writes through,
    /// begins small and grows with each name, to some 20 MB of garbage for a scrape.
    private final ExecutorService scraping =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("metrics").daemon().factory());

    /// Metrics that only this caller rule lets out.
    public Metrics(Access access) {
        this.access = access;
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        garbage.bindTo(meters);
    }

    /// Registers a number that only grows.
    public void counter(String name, String description, DoubleSupplier value) {
        // The library holds what it counts only weakly.
        counted.add(value);
        FunctionCounter.builder(name, value, DoubleSupplier::getAsDouble)
                .description(description)
                .register(meters);
    }

    /// Registers a number that goes up and down.
    public void gauge(String name, String description, DoubleSupplier value) {
        Gauge.builder(name, value, DoubleSupplier::getAsDouble)
                .description(description)
                .strongReference(true)
                .register(meters);
    }

    /// Registers rows of numbers that come and go, such as one for each destination: gauges named
    /// `prefix.name` with the row's tags, read anew at each scrape.
    ///
    /// @param descriptions of the numbers, by name; the rows have no other names
    public void rows(String prefix, Map<String, String> descriptions, Supplier<List<Row>> rows) {
        descriptions.forEach((name, description) ->
                gauges.put(
                        prefix + "." + name,
                        MultiGauge.builder(prefix + "." + name)
                                .description(description)
                                .register(meters)));
        scraped.add(() -> {
            Map<String, List<MultiGauge.Row<?>>> byName = new TreeMap<>();
            for (Row row : rows.get()) {
                Tags tags = Tags.empty();
                for (Map.Entry<String, String> tag : row.tags().entrySet()) {
                    tags = tags.and(tag.getKey(), tag.getValue());
                }
                for (Map.Entry<String, Double> value : row.values().entrySet()) {
                    if (!descriptions.containsKey(value.getKey())) {
                        throw new IllegalStateException("no metric is named " + value.getKey());
                    }
                    byName.computeIfAbsent(prefix + "." + value.getKey(), _ -> new ArrayList<>())
                            .add(MultiGauge.Row.of(tags, value.getValue()));
                }
            }
            gauges.forEach((name, gauge) -> {
                if (name.startsWith(prefix + ".")) {
                    gauge.register(byName.getOrDefault(name, List.of()), true);
                }
            });
        });
    }

    /// Numbers by name, about what the tags say.
    public record Row(Map<String, String> tags, Map<String, Double> values) {}

    void answered(Endpoint endpoint, int status, long nanos) {
        Timer.builder("indelible.http.requests")
                .description("Requests answered, by endpoint and status")
                .tag("method", endpoint.method().text())
                .tag("path", endpoint.path())
                .tag("status", Integer.toString(status))
                .register(meters)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/metrics", this::scrape));
    }

    private void scrape(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        access.requireInstance(Authentication.caller(request));
        Answers.send(response, 200, PROMETHEUS_TEXT, scraped());
    }

    private byte[] scraped() {
        try {
            return CompletableFuture.supplyAsync(this::text, scraping).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    private byte[] text() {
        scraped.forEach(Runnable::run);
        return meters.scrape().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        // Without waiting for a scrape that may hang, and without dropping one that somebody
        // awaits.
        scraping.shutdown();
        garbage.close();
        meters.close();
    }
}
