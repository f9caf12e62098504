package dev.indelible.core.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FreshnessTest {
    private long looks;

    /// One more event is found at each look.
    private long searchable() {
        return looks++;
    }

    @Test
    void waitsUntilWhatIsAwaitedIsFound() {
        new Freshness(this::searchable, () -> 7).await();

        assertThat(looks).isGreaterThan(7);
    }

    @Test
    void doesNotWaitForWhatNobodyAwaits() {
        new Freshness(this::searchable, () -> 0).await();

        assertThat(looks).isLessThan(3);
    }

    @Test
    void doesNotWaitBehindALargeLag() {
        new Freshness(this::searchable, () -> 1_000_000).await();

        assertThat(looks).isLessThan(3);
    }
}
