package dev.indelible.testkit.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.Condition;
import dev.indelible.core.delivery.Hour;
import dev.indelible.core.delivery.Lane;
import dev.indelible.core.delivery.MemoryDeliveryStore;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.ParkedEvents;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.journal.Entry;
import dev.indelible.testkit.SlowTree;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Deliveries while somebody sets the clock back.
@NullUnmarked // JUnit fills what each test begins with
class ClockTest {
    private static final Duration DAY = Duration.ofDays(1);

    private final MemoryDeliveryStore store = new MemoryDeliveryStore();
    private World world;
    private SimulatedReceiver receiver;

    @BeforeEach
    void begin() {
        world = new World(new Random(7), () -> store);
        receiver = world.destination("d", "organization-0", "");
        receiver.bounds(new Sink.Bounds(10, 1 << 16, 1));
    }

    private void heal() {
        receiver.heal();
        receiver.faults(SimulatedReceiver.Faults.none());
    }

    private void untilWithin(Duration longest, Supplier<Boolean> holds) {
        long end = world.now() + longest.toMillis();
        world.until(1_000_000, () -> holds.get() || world.now() > end);
        assertThat(holds.get()).as("within %s: %s", longest, world.state()).isTrue();
    }

    /// What keeps a lane waiting.
    enum Wait {
        TRANSIENT,
        CONFIG,
        SUSPECT,
        FULL
    }

    @ParameterizedTest
    @EnumSource(Wait.class)
    void pausesDoNotLastAsLongAsTheClockWasSetBack(Wait wait) {
        List<Entry> entries = world.append(20, 1);
        switch (wait) {
            case TRANSIENT -> receiver.faults(new SimulatedReceiver.Faults(1, 0, 0, 0, 0));
            case CONFIG -> receiver.faults(new SimulatedReceiver.Faults(0, 0, 1, 0, 0));
            case SUSPECT -> receiver.poison(entries.getLast().id());
            case FULL -> world.full = true;
        }
        long before = receiver.sends();
        world.until(
                100_000,
                () ->
                        wait == Wait.FULL
                                ? view().state() == Condition.State.NEEDS_ATTENTION
                                : receiver.sends() > before + 3);

        world.clockSet = DAY.negated();
        heal();
        world.full = false;
        untilWithin(Duration.ofMinutes(11), () -> world.isDelivered("d"));
        assertThat(DeliveryTest.numbers(receiver)).hasSize(20);
    }

    private Lane.View view() {
        return world.deliveries.live("d").orElseThrow();
    }

    @Test
    void numbersOfAnHourFollowThoseOfTheHourBefore() {
        deliver(30);
        untilHourPasses();
        deliver(30);
        world.clockSet = DAY.negated();
        deliver(30);
        world.start();
        deliver(30);
        world.clockSet = Duration.ofHours(-1);
        deliver(30);

        List<Oracle.Line> lines =
                receiver.stored().stream().flatMap(batch -> batch.events().stream()).toList();
        long next = 1;
        for (Hour hour : store.hours("d", 0, Long.MAX_VALUE)) {
            assertThat(hour.first()).isEqualTo(next);
            List<byte[]> leaves =
                    lines.subList((int) hour.first() - 1, (int) hour.last()).stream()
                            .map(line -> line.destinationSequence() + " " + line.id())
                            .map(line -> line.getBytes(US_ASCII))
                            .toList();
            assertThat(hour.root()).isEqualTo(HexFormat.of().formatHex(SlowTree.root(leaves)));
            next = hour.last() + 1;
        }
        assertThat(next).isEqualTo(151);
    }

    private void untilHourPasses() {
        long end = world.now() + 3_600_000;
        world.until(100_000, () -> world.now() > end);
    }

    private void deliver(int count) {
        world.append(count, 1);
        world.until(50_000, () -> world.isDelivered("d"));
    }

    @Test
    void parkedEventThatAPersonSendsDoesNotWaitADayLonger() {
        List<Entry> entries = world.append(20, 1);
        receiver.poison(entries.get(4).id());
        world.until(50_000, () -> world.isDelivered("d"));
        receiver.heal();
        receiver.faults(new SimulatedReceiver.Faults(1, 0, 0, 0, 0));
        var ahead = new Duration[] {Duration.ZERO};
        var parkedEvents =
                new ParkedEvents(world.supplies(() -> ahead[0]), _ -> receiver.sink(), () -> {});
        parkedEvents.send(
                World.plain("d", "organization-0", ""),
                parkedEvents.waiting("d", 5),
                entries.get(4),
                entries.get(4),
                new ParkedEvents.Decision("pia", ""));
        parkedEvents.step();

        world.clockSet = DAY.negated();
        heal();
        for (int i = 0; i < 11; i++) {
            ahead[0] = ahead[0].plusMinutes(1);
            parkedEvents.step();
        }
        assertThat(store.parked("d", 5).orElseThrow().state()).isEqualTo(Parked.State.SENT);
    }
}
