package dev.indelible.testkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.Condition;
import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.MemoryDeliveryStore;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.Plan;
import dev.indelible.core.delivery.Progress;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.journal.Entry;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Replays and drains of which the last events are refused, so that nothing comes after them.
class RefusedEndTest {
    private final DeliveryStore store = new MemoryDeliveryStore();
    private final World world = new World(new Random(7), () -> store);
    private final SimulatedReceiver receiver = world.destination("d", "organization-0", "");

    private List<Entry> delivered(int count) {
        List<Entry> entries = world.append(count, 1);
        world.until(50_000, () -> world.isDelivered("d"));
        return entries;
    }

    private void replay(long from, long to) {
        var range = new Progress.Replay(from, to, "pia", 1, Progress.Replay.State.RUNNING);
        world.deliveries.replay("d", "r1", range);
    }

    private boolean isDone() {
        return store.progress("d", "r1").orElseThrow().replay().orElseThrow().state()
                == Progress.Replay.State.DONE;
    }

    private Condition replaying() {
        return world.deliveries.replayed("d").getFirst().condition();
    }

    private void drain() {
        Destination old = world.deliveries.destination("d").orElseThrow();
        world.deliveries.put(old.asLeaving(world.journal.end()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void replayEndsWhereTheReceiverRefusesItsLastEventsAndTakesOthers(int refused) {
        List<Entry> entries = delivered(20);
        entries.subList(20 - refused, 20).forEach(entry -> receiver.poison(entry.id()));
        replay(0, 20);

        world.until(50_000, this::isDone);

        assertThat(receiver.stored().stream().filter(Oracle.Stored::replay))
                .flatExtracting(Oracle.Stored::events)
                .extracting(Oracle.Line::destinationSequence)
                .hasSameElementsAs(LongStream.rangeClosed(1, 20 - refused).boxed().toList());
        assertThat(store.recent("d", 100))
                .filteredOn(plan -> plan.state() == Plan.State.PARKED)
                .hasSize(refused);
        assertThat(store.parkedCount("d", Parked.State.PARKED)).isZero();
        assertThat(world.oracle("d").judge(receiver.stored()).violations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void replayOfOneRefusedEventEndsByWhatTheLiveLaneGave(int waiting) {
        receiver.bounds(new Sink.Bounds(5, 1 << 16, waiting));
        List<Entry> entries = delivered(20);
        receiver.poison(entries.get(11).id());
        long confirmed = world.deliveries.live("d").orElseThrow().progress().delivered();
        replay(11, 12);

        world.until(50_000, this::isDone);

        assertThat(receiver.stored().stream().filter(Oracle.Stored::replay))
                .flatExtracting(Oracle.Stored::events)
                .extracting(Oracle.Line::destinationSequence)
                .isNotEmpty()
                .doesNotContain(12L);
        assertThat(world.deliveries.live("d").orElseThrow().progress().delivered())
                .isEqualTo(confirmed);
        assertThat(world.oracle("d").judge(receiver.stored()).violations()).isEmpty();
    }

    @Test
    void replayThatIsRefusedThroughoutAsksForAPersonAndGoesOnByItself() {
        receiver.bounds(new Sink.Bounds(5, 1 << 16, 1));
        List<Entry> entries = delivered(20);
        entries.forEach(entry -> receiver.poison(entry.id()));
        replay(18, 20);

        world.until(50_000, () -> replaying().state() == Condition.State.NEEDS_ATTENTION);

        assertThat(replaying().error().orElseThrow().refusal().reason())
                .contains("it is not the events")
                .contains("cancel the replay");
        assertThat(isDone()).isFalse();
        receiver.heal();
        world.until(50_000, this::isDone);
        assertThat(receiver.stored().stream().filter(Oracle.Stored::replay))
                .flatExtracting(Oracle.Stored::events)
                .extracting(Oracle.Line::destinationSequence)
                .contains(19L, 20L);
    }

    @Test
    void whereNothingElseWasEverTakenAPersonIsAsked() {
        List<Entry> entries = delivered(1);
        receiver.poison(entries.getFirst().id());
        replay(0, 1);

        world.until(50_000, () -> replaying().state() == Condition.State.NEEDS_ATTENTION);

        assertThat(replaying().error().orElseThrow().refusal().reason())
                .contains("nothing that was taken before");
        assertThat(isDone()).isFalse();
    }

    @Test
    void whatLeavesParksItsLastEventsWhereOthersAreTaken() {
        delivered(20);
        List<Entry> last = world.append(2, 1);
        last.forEach(entry -> receiver.poison(entry.id()));
        drain();

        world.until(50_000, () -> !world.deliveries.drained().isEmpty());

        assertThat(store.parkedCount("d", Parked.State.PARKED)).isEqualTo(2);
        assertThat(world.oracle("d").judge(receiver.stored()).violations()).isEmpty();
    }

    @Test
    void whatLeavesParksNothingWhereTheReceiverOnlyKnowsWhatItHas() {
        delivered(20);
        receiver.takeNothingNew();
        world.append(2, 1);
        drain();

        world.until(
                50_000,
                () ->
                        world.deliveries.live("d").orElseThrow().state()
                                == Condition.State.NEEDS_ATTENTION);

        assertThat(store.parkedCount("d", Parked.State.PARKED)).isZero();
        receiver.heal();
        world.until(50_000, () -> !world.deliveries.drained().isEmpty());
        assertThat(store.parkedCount("d", Parked.State.PARKED)).isZero();
        assertThat(world.oracle("d").judge(receiver.stored()).violations()).isEmpty();
    }

    @Test
    void whatLeavesParksNothingWhereNothingIsTakenAndTellsHowToEndIt() {
        List<Entry> entries = delivered(20);
        List<Entry> last = world.append(2, 1);
        entries.forEach(entry -> receiver.poison(entry.id()));
        last.forEach(entry -> receiver.poison(entry.id()));
        drain();

        world.until(
                50_000,
                () ->
                        world.deliveries.live("d").orElseThrow().state()
                                == Condition.State.NEEDS_ATTENTION);

        assertThat(store.parkedCount("d", Parked.State.PARKED)).isZero();
        assertThat(world.deliveries.drained()).isEmpty();
        assertThat(
                        world.deliveries
                                .live("d")
                                .orElseThrow()
                                .progress()
                                .condition()
                                .error()
                                .orElseThrow()
                                .refusal()
                                .reason())
                .contains("pending=abandon");
    }
}
