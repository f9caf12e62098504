package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/// The one home of all metrics: their names, their units, and `GET /metrics` for Prometheus.
public final class Metrics implements Endpoint.Resource, AutoCloseable {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry meters =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Access access;
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final List<DoubleSupplier> counted = new CopyOnWriteArrayList<>();

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
        Answers.send(
                response, 200, PROMETHEUS_TEXT, meters.scrape().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        garbage.close();
        meters.close();
    }
}
