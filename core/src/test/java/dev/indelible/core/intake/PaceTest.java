package dev.indelible.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PaceTest {
    private static final long LARGE = 1 << 20;

    private final AtomicBoolean contested = new AtomicBoolean(true);
    private final Pace pace = new Pace(2, contested::get);

    /// Begins a large request and counts down once it is let.
    private Thread begin(CountDownLatch begun, CountDownLatch goOn) {
        return Thread.ofVirtual()
                .start(() -> {
                    try (Pace.Turn _ = pace.begin(LARGE)) {
                        begun.countDown();
                        goOn.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    @Test
    void whileSeveralWriteALargeRequestWaitsForAnotherAndASmallOneDoesNot() throws Exception {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(0);
        Thread second;
        try (Pace.Turn _ = pace.begin(LARGE)) {
            second = begin(begun, goOn);
            while (second.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            assertThat(begun.getCount()).isOne();
            try (Pace.Turn small = pace.begin(1000)) {
                small.pass(15);
            }
        }
        second.join();

        assertThat(begun.await(0, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void afterEachSliceALargeRequestRests() {
        long began = System.nanoTime();
        try (Pace.Turn large = pace.begin(LARGE)) {
            for (int events = 0; events < 20 * 64; events++) {
                large.pass(events);
            }
        }

        assertThat(System.nanoTime() - began).isGreaterThan(10_000_000);
    }

    @Test
    void whoIsAloneWaitsForNothing() throws Exception {
        contested.set(false);
        var both = new CountDownLatch(2);
        var goOn = new CountDownLatch(1);
        Thread first = begin(both, goOn);
        Thread second = begin(both, goOn);

        assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();
        goOn.countDown();
        first.join();
        second.join();
    }

    @Test
    void aVeryLargeOneLetsTheNextGoNowAndThen() throws Exception {
        var begun = new CountDownLatch(1);
        try (Pace.Turn first = pace.begin(LARGE)) {
            Thread second = begin(begun, new CountDownLatch(0));
            while (second.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            for (int events = 0; events < 1023; events++) {
                first.pass(events);
            }
            assertThat(begun.getCount()).isOne();
            first.pass(1023);

            assertThat(begun.getCount()).isZero();
            second.join();
        }
    }
}
