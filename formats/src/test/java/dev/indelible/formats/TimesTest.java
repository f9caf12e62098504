package dev.indelible.formats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.event.EventTime;
import dev.indelible.event.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
    @ParameterizedTest
    @CsvSource({
        "\"2026-11-24T09:30:00.123Z\", 2026-11-24T09:30:00.123Z",
        "\"2026-11-24 09:30:00\", 2026-11-24T09:30:00Z",
        "\"2026-11-24T10:30:00+0100\", 2026-11-24T09:30:00Z",
        "\"2026-11-24 10:30+01\", 2026-11-24T09:30:00Z",
        "\"2026-11-24 09:30:00 UTC\", 2026-11-24T09:30:00Z",
        "\"2026-11-24\", 2026-11-24T00:00:00Z",
        "1700000000, 2023-11-14T22:13:20Z",
        "\"1700000000\", 2023-11-14T22:13:20Z",
        "1700000000.25, 2023-11-14T22:13:20.25Z",
        "1700000000123, 2023-11-14T22:13:20.123Z",
        "1700000000123456, 2023-11-14T22:13:20.123456Z",
        "1700000000123456789, 2023-11-14T22:13:20.123456789Z",
        "5, none",
        "1e400, none",
        "-1700000000, none",
        "\"yesterday\", none",
        "\"1066-10-14T09:00:00Z\", none",
        "\"2026-13-24T09:30:00Z\", none",
        "true, none",
        "99999999999999999999999, none"
    })
    void timesAreReadInTheFormsThatSystemsUse(String sent, String time) {
        assertThat(Times.read(Node.of(Json.parse(sent))).map(EventTime::toString).orElse("none"))
                .isEqualTo(time);
    }
}
