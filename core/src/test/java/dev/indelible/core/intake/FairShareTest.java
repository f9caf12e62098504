package dev.indelible.core.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.intake.FairShare.Charge;
import dev.indelible.core.ops.AuditException.Busy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The rate is a million bytes a second, so that a byte costs a microsecond. Time passes when the
/// test says so.
@Timeout(60)
class FairShareTest {
    private static final int RATE = 1_000_000;
    private static final int LARGE = 500_000;
    private static final int SMALL = 2_000;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 3);
    private final FairShare share = new FairShare(RATE, nanos::get);

    private boolean isAtOnce(String sender, long bytes) {
        return isAtOnce(sender, bytes, bytes, 1);
    }

    private boolean isAtOnce(String sender, long said, long bytes, int events) {
        Optional<Charge> charge = atOnce(sender, said);
        charge.ifPresent(one -> one.settle(bytes, events));
        return charge.isPresent();
    }

    private static FairShare.Size said(long bytes) {
        return new FairShare.Size(bytes, true);
    }

    /// Without patience.
    private Optional<Charge> atOnce(String sender, long bytes) {
        try {
            return Optional.of(share.await(sender, "key", said(bytes), 0));
        } catch (Busy e) {
            return Optional.empty();
        }
    }

    private void calm() {
        assertThat(isAtOnce("calm", SMALL)).isTrue();
    }

    /// While the calm one goes on.
    private long waitedMillis(String sender, long bytes) {
        long millis = 0;
        for (; !isAtOnce(sender, bytes); millis++) {
            pass(1);
            if (millis % 1000 == 0) {
                calm();
            }
        }
        return millis;
    }

    private void pass(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void whoIsAloneOrBesideOthersThatSendMuchIsNotHeld() {
        for (int i = 0; i < 100; i++) {
            assertThat(isAtOnce("flood", LARGE)).isTrue();
            assertThat(isAtOnce("other flood", LARGE)).isTrue();
        }
        assertThat(isAtOnce("flood", SMALL)).isTrue();
        assertThat(isAtOnce("flood", LARGE)).as("its own small ones").isTrue();
    }

    @Test
    void besideOneThatSendsLittleItIsHeldToTheRateBehindASecondsWorth() {
        calm();

        // The schedule by hand: paid for until 0.5, 1, 1.5 s, and a second may be owed.
        for (int i = 0; i < 3; i++) {
            assertThat(isAtOnce("flood", LARGE)).isTrue();
        }
        assertThat(waitedMillis("flood", LARGE)).isEqualTo(500);
        assertThat(waitedMillis("flood", LARGE)).isEqualTo(500);
        pass(300);
        assertThat(waitedMillis("flood", LARGE)).isEqualTo(200);
        assertThat(isAtOnce("calm", SMALL)).as("who sends little").isTrue();
        assertThat(isAtOnce("third", LARGE)).as("another one").isTrue();
    }

    @Test
    void whatIsLargeDoesNotStopTheSmallOnesOfItsSender() {
        calm();
        assertThat(isAtOnce("flood", 60 * LARGE)).isTrue();

        for (int i = 0; i < 501; i++) {
            assertThat(isAtOnce("flood", SMALL)).isTrue();
        }
        // A second's worth of small ones, and one more; both move what large ones wait for.
        assertThat(waitedMillis("flood", SMALL)).isEqualTo(2);
        assertThat(waitedMillis("flood", LARGE)).isEqualTo(30_000 + 502 * 2 - 2 - 1000);
    }

    /// Before it is read nobody knows what it is.
    @Test
    void whatWasTakenForLargePaysForWhatItIs() {
        calm();
        for (int i = 0; i < 500; i++) {
            settle("packed", 10 * LARGE, SMALL, 1);
        }

        assertThat(waitedMillis("packed", SMALL)).isZero();
        assertThat(waitedMillis("packed", SMALL)).isEqualTo(2);
    }

    /// As much as a small one may be, 65.536 ms, is the small ones' business.
    @Test
    void whatGrewLargeDoesNotStopTheSmallOnes() {
        calm();
        Charge grown = atOnce("packed", SMALL).orElseThrow();
        grown.grow(65_537);
        grown.settle(10 * RATE, 1);

        assertThat(countAtOnce("packed", SMALL, SMALL, 1)).isEqualTo(468);
        assertThat(waitedMillis("packed", LARGE)).isEqualTo(10_000 + 468 * 2 - 1000);
    }

    /// What began as a small one goes on as a large one, in its turn.
    @Test
    void whatGrowsLargeWaitsAgain() throws Exception {
        calm();
        Charge first = atOnce("bombs", SMALL).orElseThrow();
        first.grow(65_536);
        first.grow(65_537);
        first.settle(30 * RATE, 0);

        var second = new HeldRequest(() -> share.await("bombs", "key", said(SMALL)).grow(65_537));
        assertThat(isAtOnce("bombs", SMALL)).as("small ones beside it").isTrue();
        pass(5_000);
        second.end();
        assertThat(second.failure()).isInstanceOf(Busy.class);
    }

    private void settle(String sender, long said, long bytes, int events) {
        assertThat(isAtOnce(sender, said, bytes, events)).isTrue();
    }

    @Test
    void whatDidNotComeWholeCostsWhatCame() {
        calm();
        settle("cut off", 30 * RATE, 3 * LARGE, 0);

        assertThat(waitedMillis("cut off", LARGE)).isEqualTo(500);
        // That was none that sends little, and neither is the other one, whose request is cut off.
        pass(10_001);
        settle("cut off", SMALL, SMALL - 1, 0);
        for (int i = 0; i < 10; i++) {
            assertThat(isAtOnce("flood", 10 * LARGE)).isTrue();
        }
    }

    /// By hand: a million bytes are 976 requests of 1,024 and a rest, or 78 batches of a hundred
    /// events of 128 each and a rest.
    @Test
    void requestsAndEventsCostSomethingHoweverShortTheyAre() {
        calm();
        assertThat(countAtOnce("tiny", FairShare.REQUEST_BYTES, 14, 1)).isEqualTo(977);
        assertThat(countAtOnce("minimal", 1_500, 1_500, 100)).isEqualTo(79);
    }

    private int countAtOnce(String sender, long said, long bytes, int events) {
        int count = 0;
        for (; isAtOnce(sender, said, bytes, events); count++) {}
        return count;
    }

    /// What is short and costs much is none of the small ones that wait for nothing.
    @Test
    void manyEventsAreLargeHoweverShortTheyAre() {
        calm();
        settle("minimal", SMALL, SMALL, 40 * RATE / 128);

        assertThat(waitedMillis("minimal", SMALL)).isEqualTo(39_000);
    }

    /// For ten minutes each sends whenever it may.
    @Test
    void inTheLongRunItIsTheRateAlsoForSingleEvents() {
        for (int bytes : new int[] {LARGE, SMALL}) {
            long sent = 0;
            long end = nanos.get() + TimeUnit.MINUTES.toNanos(10);
            long calm = nanos.get();
            while (nanos.get() - end < 0) {
                for (; calm - nanos.get() <= 0; calm += TimeUnit.SECONDS.toNanos(1)) {
                    calm();
                }
                if (isAtOnce("flood " + bytes, bytes)) {
                    sent += bytes;
                } else {
                    pass(10);
                }
            }
            assertThat(sent).isBetween(600L * RATE, 602L * RATE);
        }
    }

    @Test
    void itIsOverTenSecondsAfterTheLastSmallRequest() {
        calm();
        assertThat(isAtOnce("flood", 40 * LARGE)).isTrue();
        pass(10_000);
        assertThat(isAtOnce("flood", LARGE)).isFalse();
        pass(1);

        assertThat(isAtOnce("flood", LARGE)).isTrue();
        calm();
        assertThat(isAtOnce("flood", LARGE)).as("what was sent alone is not owed").isTrue();
    }

    @Test
    void whoWouldWaitTooLongIsHeldAndThenRefusedAndOwesNothingForIt() throws Exception {
        calm();
        assertThat(isAtOnce("flood", 12 * RATE)).isTrue();

        HeldRequest refused = held("flood", "key", RATE);
        pass(4_999);
        assertThat(refused.looksAgain()).isTrue();
        pass(1);
        refused.end();

        // 12 s were to be paid for, 5 have passed, and one may be owed.
        assertThat(refused.failure())
                .isInstanceOfSatisfying(
                        Busy.class,
                        busy -> {
                            assertThat(busy.retryAfter()).isEqualTo(Duration.ofSeconds(7));
                            assertThat(busy)
                                    .hasMessage(
                                            "more than %d bytes a second of 'flood' wait while others send little; send again in 7 s, or have fair-share-bytes-per-second raised",
                                            RATE);
                        });
        assertThat(waitedMillis("flood", RATE)).isEqualTo(6_000);
    }

    @Test
    void whatOthersDidNotNeedIsForThoseThatAreHeld() throws Exception {
        calm();
        Charge first = atOnce("flood", 30 * RATE).orElseThrow();
        HeldRequest second = held("flood", "key", LARGE);

        first.settle(SMALL, 1);

        second.end();
        assertThat(second.failure()).isNull();
    }

    /// Else each of its bodies would be read in part before it waits.
    @Test
    void whoseBodyGrewLargeWaitsForTheNextOneBeforeItIsRead() throws Exception {
        calm();
        var unknown = new FairShare.Size(SMALL, false);
        Charge first = share.await("packed", "key", unknown);
        first.grow(65_537);
        first.settle(30 * RATE, 1);

        var second = new HeldRequest(() -> share.await("packed", "key", unknown).settle(SMALL, 1));
        share.await("packed", "other key", unknown).settle(SMALL, 1);
        share.await("packed", "key", said(SMALL)).settle(SMALL, 1);
        pass(5_000);
        second.end();
        assertThat(second.failure()).isInstanceOf(Busy.class);
    }

    /// A load in large packed bodies does not stop its key's own small ones.
    @Test
    void whoseBodiesAreAsLargeAsTheySeemHasSmallOnesBeside() {
        calm();
        share.await("packed", "key", new FairShare.Size(LARGE, false)).settle(30 * RATE, 1);

        share.await("packed", "key", new FairShare.Size(SMALL, false)).settle(SMALL, 1);
        assertThat(isAtOnce("packed", LARGE)).isFalse();
    }

    /// Both waits together are no longer than one.
    @Test
    void whatGrowsLargeHasThePatienceThatIsLeft() throws Exception {
        calm();
        Charge one = share.await("packed", "key", new FairShare.Size(SMALL, false));
        assertThat(isAtOnce("packed", 9 * RATE)).isTrue();
        pass(2_000);

        var grown = new HeldRequest(() -> one.grow(65_537));
        pass(2_999);
        assertThat(grown.looksAgain()).isTrue();
        pass(1);
        grown.end();
        assertThat(grown.failure()).isInstanceOf(Busy.class);
    }

    /// Whose requests give up does not lose its turn by that.
    @Test
    void whoGivesUpLeavesItsTurnToTheNextOfItsCaller() throws Exception {
        calm();
        assertThat(isAtOnce("flood", 7 * RATE)).isTrue();
        HeldRequest first = held("flood", "much", RATE);
        pass(1_000);
        HeldRequest second = held("flood", "much", RATE);
        HeldRequest little = held("flood", "little", 3 * RATE);
        pass(4_000);
        first.end();
        assertThat(first.failure()).isInstanceOf(Busy.class);

        // At 6 s of 7 that were owed one may be.
        pass(1_000);
        second.end();
        assertThat(second.failure()).isNull();
        little.end();
        assertThat(little.failure()).isInstanceOf(Busy.class);
    }

    /// The many of one go on one by one beside the few of the other.
    @Test
    void callersOfOneSenderTakeTurns() throws Exception {
        calm();
        assertThat(isAtOnce("flood", 2 * RATE)).isTrue();
        List<HeldRequest> many = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            many.add(held("flood", "much", 2 * RATE));
        }
        HeldRequest single = held("flood", "little", 2 * RATE);

        pass(1_000);
        many.getFirst().end();
        pass(2_000);
        single.end();
        assertThat(single.failure()).isNull();
        assertThat(many.get(1).looksAgain()).isTrue();

        pass(10_000);
        for (HeldRequest one : many) {
            one.end();
        }
    }

    @Test
    void noMoreThanSomeHundredsOfOneCallerAreHeld() throws Exception {
        calm();
        assertThat(isAtOnce("flood", 60 * RATE)).isTrue();
        List<HeldRequest> held = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            held.add(held("flood", "much", LARGE));
        }

        assertThatThrownBy(() -> share.await("flood", "much", said(LARGE)))
                .isInstanceOf(Busy.class);
        HeldRequest other = held("flood", "little", LARGE);
        assertThat(other.looksAgain()).isTrue();

        pass(11_000);
        for (HeldRequest one : held) {
            one.end();
        }
        other.end();
    }

    @Test
    void noBoundHoldsNobody() {
        FairShare none = FairShare.none();
        none.await("calm", "key", said(SMALL)).settle(SMALL, 1);
        none.await("flood", "key", said(100L * RATE)).settle(100L * RATE, 1000);
        none.await("flood", "key", said(100L * RATE)).settle(100L * RATE, 1000);
    }

    private HeldRequest held(String sender, String caller, long bytes) {
        return new HeldRequest(() -> share.await(sender, caller, said(bytes)).settle(bytes, 1));
    }
}
