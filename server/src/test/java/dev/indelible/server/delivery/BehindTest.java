package dev.indelible.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BehindTest {
    @Test
    void whatWaitsIsNeverZeroSecondsBehindBecauseTheClockWasSetBack() {
        assertThat(new Behind(1, true, 5_000).seconds(9_000)).isEqualTo(4);
        assertThat(new Behind(1, true, 5_000).seconds(1_000)).isEqualTo(4);
        assertThat(new Behind(0, true, 0).seconds(1_000)).isZero();
    }
}
