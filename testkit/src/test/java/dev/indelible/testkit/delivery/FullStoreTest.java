package dev.indelible.testkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.delivery.Condition;
import dev.indelible.core.delivery.Hour;
import dev.indelible.core.delivery.Lane;
import dev.indelible.core.delivery.MemoryDeliveryStore;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.ParkedEvents;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.delivery.Statements;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What becomes of deliveries while the store has no room, at each kind of write.
@NullUnmarked // JUnit fills what each test begins with
class FullStoreTest {
    private final MemoryDeliveryStore store = new MemoryDeliveryStore();
    private World world;
    private SimulatedReceiver receiver;

    @BeforeEach
    void begin() {
        world = new World(new Random(7), () -> store);
        receiver = world.destination("d", "organization-0", "");
        receiver.bounds(new Sink.Bounds(10, 1 << 16, 1));
    }

    private Lane.View view() {
        return world.deliveries.live("d").orElseThrow();
    }

    private void hours(int count) {
        long end = world.now() + count * 3_600_000L;
        world.until(100_000, () -> world.now() > end);
    }

    private void judge(int events) {
        world.until(50_000, () -> world.isDelivered("d"));
        assertThat(DeliveryTest.numbers(receiver))
                .as("each one once, in order")
                .containsExactlyElementsOf(LongStream.rangeClosed(1, events).boxed().toList());
        assertThat(world.oracle("d").judge(receiver.stored()).violations()).isEmpty();
        assertThat(view().state()).isEqualTo(Condition.State.ACTIVE);
    }

    @Test
    void nothingIsSentThatCannotBePlannedAndAPersonSeesWhy() {
        world.full = true;
        world.append(100, 1);
        hours(1);

        assertThat(receiver.sends()).isZero();
        assertThat(view().state()).isEqualTo(Condition.State.NEEDS_ATTENTION);
        assertThat(view().progress().condition().error().orElseThrow().refusal().reason())
                .isEqualTo("no room");

        world.full = false;
        judge(100);
    }

    @Test
    void whatWasConfirmedAndCannotBeWrittenIsNotSentAgain() {
        world.append(100, 1);
        world.until(50_000, () -> receiver.sends() > 3);
        world.full = true;
        hours(1);

        assertThat(view().state()).isEqualTo(Condition.State.NEEDS_ATTENTION);
        // What was planned before goes out.
        assertThat(receiver.sends()).isBetween(4L, 10L);

        world.full = false;
        judge(100);
        assertThat(store.hours("d", 0, Long.MAX_VALUE).stream().mapToLong(Hour::count).sum())
                .isEqualTo(100);
        assertThat(new Statements(world.supplies()).chainFault("d")).isEmpty();
    }

    @Test
    void splittingAndParkingWaitForRoom() {
        List<Entry> entries = world.append(100, 1);
        receiver.poison(entries.get(4).id());
        world.until(50_000, () -> receiver.sends() == 1);
        world.full = true;
        hours(1);
        assertThat(store.parkedCount("d", Parked.State.PARKED)).isZero();

        world.full = false;
        world.until(50_000, () -> world.isDelivered("d"));
        assertThat(store.parkedCount("d", Parked.State.PARKED)).isOne();
        assertThat(DeliveryTest.numbers(receiver)).hasSize(99).doesNotContain(5L).isSorted();
    }

    @Test
    void replayIsCancelledOnceThereIsRoom() {
        world.append(50, 1);
        world.until(50_000, () -> world.isDelivered("d"));
        world.replay("d", 0, 50);
        world.full = true;
        assertThatThrownBy(() -> world.deliveries.cancelReplay("d", "r1"))
                .isInstanceOf(AuditException.Busy.class);
        world.full = false;
        world.deliveries.cancelReplay("d", "r1");
        assertThat(store.progress("d", "r1").orElseThrow().isRunning()).isFalse();
    }

    @Test
    void otherSettingsWaitUntilWhatWasConfirmedIsWrittenSoThatNothingIsSentAgain() {
        world.append(100, 1);
        world.until(50_000, () -> receiver.sends() == 3);
        world.deliveries.put(World.plain("d", "organization-0", "", 2, 0));
        world.full = true;
        hours(1);
        long sends = receiver.sends();

        world.full = false;
        judge(100);
        assertThat(sends).isLessThanOrEqualTo(10);
        assertThat(view().destination().epoch()).isEqualTo(2);
    }

    @Test
    void destinationThatCannotBeForgottenStays() {
        world.full = true;
        assertThatThrownBy(() -> world.deliveries.remove("d"))
                .isInstanceOf(AuditException.Busy.class);
        world.full = false;
        world.append(10, 1);
        judge(10);
    }

    @Test
    void parkedEventThatWasTakenIsNotSentAgainBecauseThatCouldNotBeWritten() {
        List<Entry> entries = world.append(30, 1);
        receiver.poison(entries.get(3).id());
        world.until(50_000, () -> world.isDelivered("d"));
        receiver.heal();
        var ahead = new Duration[] {Duration.ZERO};
        var afterSend = new Crashes(_ -> world.full = true);
        afterSend.in(2);
        var parkedEvents =
                new ParkedEvents(
                        world.supplies(() -> ahead[0]),
                        _ -> afterSend.around(receiver.sink()),
                        () -> {});
        Parked parked = parkedEvents.waiting("d", 4);
        var decision = new ParkedEvents.Decision("pia", "");
        long sends = receiver.sends();

        assertThatThrownBy(() ->
                        parkedEvents.send(
                                World.plain("d", "organization-0", ""),
                                parked,
                                entries.get(3),
                                entries.get(3),
                                decision))
                .isInstanceOf(AuditException.Busy.class);
        for (int i = 0; i < 100; i++) {
            ahead[0] = ahead[0].plusMinutes(1);
            parkedEvents.step();
        }
        assertThat(store.parked("d", 4).orElseThrow().state()).isEqualTo(Parked.State.SENDING);

        world.full = false;
        ahead[0] = ahead[0].plusMinutes(10);
        parkedEvents.step();
        assertThat(store.parked("d", 4).orElseThrow().state()).isEqualTo(Parked.State.SENT);
        assertThat(receiver.sends()).isEqualTo(sends + 1);
    }
}
