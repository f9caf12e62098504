package dev.indelible.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2019-05-28T16:07:05Z, 2019-05-28T16:07:05Z",
        "2019-05-28t16:07:05z, 2019-05-28T16:07:05Z",
        "2019-05-28 16:07:05Z, 2019-05-28T16:07:05Z",
        "2019-05-28T16:07:05.10Z, 2019-05-28T16:07:05.10Z",
        "2019-05-28T16:07:05.500171300Z, 2019-05-28T16:07:05.500171300Z",
        "2019-05-28T16:07:05.5+02:00, 2019-05-28T14:07:05.5Z",
        "2019-05-28T00:07:05.5-11:30, 2019-05-28T11:37:05.5Z",
        "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
        "2024-02-29T12:00:00Z, 2024-02-29T12:00:00Z"
    })
    void isStoredInUtcWithTheDigitsThatWereGiven(String sent, String stored) {
        assertThat(EventTime.parse(sent)).hasToString(stored);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2019-05-28",
                "2019-05-28T16:07:05",
                "2019-05-28T16:07:05.Z",
                "2019-05-28T16:07:05.1234567890Z",
                "2019-02-29T16:07:05Z",
                "2019-05-28T25:07:05Z",
                "2019-05-28T16:07:61Z",
                "2019-05-28T16:07:05+2:00",
                "2019-05-28T16:07:05+02:00x",
                "2019-05-28T16:07:05+24:00",
                "0001-01-01T00:00:00Z",
                "9999-12-31T23:59:59Z",
                "+12019-05-28T16:07:05Z"
            })
    void anythingElseIsRefused(String sent) {
        assertThatThrownBy(() -> EventTime.parse(sent)).isInstanceOf(InvalidEventException.class);
    }

    @Test
    void agreesWithTheJdk() {
        long seed = Long.getLong("indelible.seed", 7);
        RandomGenerator random = new Random(seed);
        System.out.println("seed=" + seed);
        for (int i = 0; i < 10_000; i++) {
            Instant instant =
                    Instant.ofEpochSecond(
                            random.nextLong(-2_000_000_000L, 7_000_000_000L),
                            random.nextInt(1_000_000_000));
            String text = instant.toString();

            assertThat(EventTime.parse(text).instant())
                    .isEqualTo(OffsetDateTime.parse(text).toInstant());
        }
    }
}
