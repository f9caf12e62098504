package dev.indelible.testkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.Lag;
import dev.indelible.core.delivery.LagHistory;
import dev.indelible.core.delivery.MemoryDeliveryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A day of lags, one each minute.
@NullUnmarked // JUnit fills what each test begins with
class LagHistoryTest {
    private static final Instant BEGIN = Instant.parse("2026-11-26T12:00:30Z");
    private final MemoryDeliveryStore store = new MemoryDeliveryStore();
    private Instant now = BEGIN;
    private long events;
    private LagHistory history;

    @BeforeEach
    void begin() {
        var world = new World(new Random(7), () -> store);
        world.destination("d", "organization-0", "");
        history =
                new LagHistory(
                        world.deliveries,
                        store,
                        () -> now,
                        (destination, minute) -> new Lag(destination.id(), minute, events, 1.5));
    }

    @Test
    void aLookAMinuteAndNothingWhereNobodyLooked() {
        events = 3;
        assertThat(history.step()).isEqualTo(Duration.ofSeconds(30));
        assertThat(store.lags("d", 0)).as("of the minute in which it began").isEmpty();
        now = BEGIN.plusSeconds(60);
        events = 4;
        assertThat(history.step()).isEqualTo(Duration.ofSeconds(30));
        events = 5;
        assertThat(history.step()).isEqualTo(Duration.ofSeconds(30));
        now = BEGIN.plusSeconds(160);
        history.step();

        LagHistory.Span span = history.last("d", 5);
        assertThat(Instant.ofEpochMilli(span.fromMillis())).isEqualTo("2026-11-26T11:59:00Z");
        assertThat(span.minutes().stream().map(lag -> lag.map(Lag::events)).toList())
                .isEqualTo(
                        List.of(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(4L),
                                Optional.empty(),
                                Optional.of(5L)));
    }

    @Test
    void whatIsOlderThanADayIsForgotten() {
        for (int minute = 0; minute < 3_000; minute++) {
            events = minute;
            now = BEGIN.plus(Duration.ofMinutes(minute));
            history.step();
        }

        LagHistory.Span span = history.last("d", LagHistory.MINUTES_MAX);
        assertThat(span.minutes()).hasSize(1_440).allSatisfy(lag -> assertThat(lag).isPresent());
        assertThat(span.minutes().getFirst().orElseThrow().events()).isEqualTo(1_560);
        assertThat(store.lags("d", 0)).hasSize(1_441);
    }
}
