package dev.indelible.core.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class FreshnessTest {
    private long looks;

    /// Finds one more event at each look.
    private final SearchIndex index =
            (SearchIndex)
                    Proxy.newProxyInstance(
                            SearchIndex.class.getClassLoader(),
                            new Class<?>[] {SearchIndex.class},
                            (_, method, _) -> {
                                assertThat(method.getName()).isEqualTo("searchablePosition");
                                return looks++;
                            });

    @Test
    void waitsUntilWhatIsAwaitedIsFound() {
        new Freshness(index, () -> 7).await();

        assertThat(looks).isGreaterThan(7);
    }

    @Test
    void doesNotWaitForWhatNobodyAwaits() {
        new Freshness(index, () -> 0).await();

        assertThat(looks).isLessThan(3);
    }

    @Test
    void doesNotWaitBehindALargeLag() {
        new Freshness(index, () -> 1_000_000).await();

        assertThat(looks).isLessThan(3);
    }
}
