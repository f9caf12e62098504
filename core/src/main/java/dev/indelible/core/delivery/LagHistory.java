package dev.indelible.core.delivery;

import dev.indelible.core.ops.Worker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Writes down each minute how far each destination is behind, and keeps it for a day. The minute
/// in which it begins is left out: lanes are still to load what they know. Steps in one thread; any
/// thread reads.
public final class LagHistory implements Worker {
    /// A day.
    public static final int MINUTES_MAX = 1_440;

    private final Deliveries deliveries;
    private final DeliveryStore store;
    private final InstantSource clock;
    private final Gauge gauge;
    private long writtenMinute = Long.MIN_VALUE;

    public LagHistory(
            Deliveries deliveries, DeliveryStore store, InstantSource clock, Gauge gauge) {
        this.deliveries = deliveries;
        this.store = store;
        this.clock = clock;
        this.gauge = gauge;
    }

    /// Looks how far behind a destination is.
    @FunctionalInterface
    public interface Gauge {
        Lag now(Destination destination, long minuteMillis);
    }

    @Override
    public Duration step() {
        long now = clock.millis();
        long minute = Lag.minuteOf(now);
        if (writtenMinute == Long.MIN_VALUE) {
            writtenMinute = minute;
        }
        if (minute != writtenMinute) {
            List<Lag> lags =
                    deliveries.destinations().stream()
                            .map(destination -> gauge.now(destination, minute))
                            .toList();
            store.sample(lags, minute - MINUTES_MAX * Lag.MINUTE_MILLIS);
            writtenMinute = minute;
        }
        return Duration.ofMillis(minute + Lag.MINUTE_MILLIS - now);
    }

    /// Some minutes, one after another.
    ///
    /// @param fromMillis when the first began
    /// @param minutes nothing for those in which nobody looked
    public record Span(long fromMillis, List<Optional<Lag>> minutes) {}

    /// The last minutes, up to this one.
    ///
    /// @param count 1 to [#MINUTES_MAX]
    public Span last(String destination, int count) {
        long from = Lag.minuteOf(clock.millis()) - (count - 1) * Lag.MINUTE_MILLIS;
        var minutes = new ArrayList<Optional<Lag>>(Collections.nCopies(count, Optional.empty()));
        for (Lag lag : store.lags(destination, from)) {
            int index = (int) ((lag.minuteMillis() - from) / Lag.MINUTE_MILLIS);
            // The clock may have been put back.
            if (index < count) {
                minutes.set(index, Optional.of(lag));
            }
        }
        return new Span(from, minutes);
    }
}
