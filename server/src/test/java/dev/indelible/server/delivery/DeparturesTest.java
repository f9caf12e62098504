package dev.indelible.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeparturesTest {
    @Test
    void numbersAreNamedInRanges() {
        assertThat(Departures.ranges(List.of())).isEmpty();
        assertThat(Departures.ranges(List.of(3L))).isEqualTo("3");
        assertThat(Departures.ranges(List.of(3L, 7L, 8L, 9L, 11L))).isEqualTo("3, 7-9, 11");
        assertThat(Departures.ranges(List.of(1L, 2L, 1_000_000_000_000L)))
                .isEqualTo("1-2, 1000000000000");
    }
}
