package dev.indelible.core.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.ops.AuditException.Busy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The rate is a million bytes a second, so that a byte costs a microsecond.
@Timeout(30)
class FairShareTest {
    private static final int RATE = 1_000_000;
    private static final long LARGE = 500_000;
    private static final long SMALL = 1_000;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 3);
    private final FairShare share = new FairShare(RATE, nanos::get);

    private long send(String sender, long bytes) {
        long wait = share.charge(sender, bytes);
        share.read(sender, bytes, bytes);
        return wait;
    }

    private long waitMillis(String sender, long bytes) {
        return TimeUnit.NANOSECONDS.toMillis(send(sender, bytes));
    }

    private void pass(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void whoIsAloneOrBesideOthersThatSendMuchIsNotHeld() {
        for (int i = 0; i < 100; i++) {
            assertThat(waitMillis("flood", LARGE)).isZero();
            assertThat(waitMillis("other flood", LARGE)).isZero();
        }
        assertThat(waitMillis("flood", SMALL)).isZero();
        assertThat(waitMillis("flood", LARGE)).as("its own small ones").isZero();
    }

    @Test
    void besideOneThatSendsLittleItIsHeldToTheRateBehindASecondsWorth() {
        assertThat(waitMillis("calm", SMALL)).isZero();

        // The schedule by hand: paid for until 0.5, 1, 1.5, 2 s, and a second may be owed.
        assertThat(waitMillis("flood", LARGE)).isZero();
        assertThat(waitMillis("flood", LARGE)).isZero();
        assertThat(waitMillis("flood", LARGE)).isZero();
        assertThat(waitMillis("flood", LARGE)).isEqualTo(500);
        assertThat(waitMillis("flood", LARGE)).isEqualTo(1000);
        pass(1000);
        assertThat(waitMillis("flood", LARGE)).isEqualTo(500);
        assertThat(waitMillis("calm", SMALL)).as("who sends little").isZero();
        assertThat(waitMillis("third", LARGE)).as("another one").isZero();
    }

    @Test
    void whatIsLargeDoesNotStopTheSmallOnesOfItsSender() {
        assertThat(waitMillis("calm", SMALL)).isZero();
        assertThat(waitMillis("flood", 60 * LARGE)).isZero();

        for (int i = 0; i < 1000; i++) {
            assertThat(waitMillis("flood", SMALL)).isZero();
        }
        // A second's worth of small ones; both move what large ones wait for.
        assertThat(waitMillis("flood", SMALL)).isZero();
        assertThat(waitMillis("flood", SMALL)).isOne();
        assertThat(waitMillis("flood", LARGE)).isEqualTo(30_000 + 1002 - 1000);
    }

    /// Before it is unpacked nobody knows how small a body is.
    @Test
    void whatIsPackedPaysInTheEndForWhatItHas() {
        assertThat(waitMillis("calm", SMALL)).isZero();
        for (int i = 0; i < 500; i++) {
            assertThat(share.charge("packed", 65_537)).isZero();
            share.read("packed", SMALL, 65_537);
        }
        assertThat(share.charge("packed", 65_537)).isZero();
        share.read("packed", 10 * RATE, 65_537);

        assertThat(waitMillis("packed", LARGE)).isEqualTo(10_000 + 500 - 1000);
    }

    @Test
    void whatDidNotComeWholeCostsNothing() {
        assertThat(waitMillis("calm", SMALL)).isZero();
        assertThat(share.charge("cut off", 30 * RATE)).isZero();
        for (int i = 0; i < 2000; i++) {
            assertThat(share.charge("cut off", SMALL)).isZero();
            share.giveBack("cut off", SMALL);
        }
        share.giveBack("cut off", 30 * RATE);

        assertThat(waitMillis("cut off", LARGE)).isZero();
    }

    /// For ten minutes each sends whenever it may.
    @Test
    void inTheLongRunItIsTheRateAlsoForSingleEvents() {
        for (long bytes : new long[] {LARGE, SMALL}) {
            long sent = 0;
            long end = nanos.get() + TimeUnit.MINUTES.toNanos(10);
            long calm = nanos.get();
            while (nanos.get() - end < 0) {
                for (; calm - nanos.get() <= 0; calm += TimeUnit.SECONDS.toNanos(1)) {
                    assertThat(send("calm", SMALL)).isZero();
                }
                nanos.addAndGet(Math.max(send("flood " + bytes, bytes), 1));
                sent += bytes;
            }
            assertThat(sent).isBetween(600L * RATE, 602L * RATE);
        }
    }

    @Test
    void itIsOverTenSecondsAfterTheLastSmallRequest() {
        assertThat(waitMillis("calm", SMALL)).isZero();
        for (int i = 0; i < 10; i++) {
            send("flood", LARGE);
        }
        pass(9_999);
        send("flood", 20 * LARGE);
        assertThat(waitMillis("flood", LARGE)).isPositive();
        pass(2);

        assertThat(waitMillis("flood", LARGE)).isZero();
        assertThat(waitMillis("calm", SMALL)).isZero();
        assertThat(waitMillis("flood", LARGE)).as("what was sent alone is not owed").isZero();
    }

    @Test
    void whoWouldWaitTooLongIsHeldAndThenRefusedAndOwesNothingForIt() {
        var held = new FairShare(RATE, this::hurrying);
        held.await("calm", SMALL);
        held.read("calm", SMALL, SMALL);
        held.await("flood", 12 * RATE);

        // At 3.6 s by this clock, paid for until 14.4: 9.8 s are to be waited for, and held are 6
        // at its steps.
        assertThatThrownBy(() -> held.await("flood", RATE))
                .isInstanceOfSatisfying(
                        Busy.class,
                        busy -> assertThat(busy.retryAfter()).isEqualTo(Duration.ofSeconds(4)));
        // At 10.8 s: 14.4 - 10.8 - 1, and a second more if it owed for what was refused.
        assertThat(held.charge("flood", RATE)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(2_600));
    }

    /// Each look is 0.4 s later than the one before, so nobody sleeps for long.
    private long hurrying() {
        return nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(400));
    }

    @Test
    void noBoundHoldsNobody() {
        FairShare none = FairShare.none();
        long begun = System.nanoTime();
        none.await("calm", SMALL);
        none.read("calm", SMALL, SMALL);
        for (int i = 0; i < 10; i++) {
            none.await("flood", 100L * RATE);
        }
        assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(5));
    }
}
