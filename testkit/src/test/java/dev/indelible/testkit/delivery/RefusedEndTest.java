package dev.indelible.testkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.Condition;
import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.MemoryDeliveryStore;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.Plan;
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

    private Condition replaying() {
        return world.deliveries.replayed("d").getFirst().condition();
    }

    private Condition leaving() {
        return world.deliveries.live("d").orElseThrow().progress().condition();
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
        world.replay("d", 0, 20);

        world.until(50_000, () -> world.isReplayed("d"));

        assertThat(receiver.replayed())
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
        world.replay("d", 11, 12);

        world.until(50_000, () -> world.isReplayed("d"));

        assertThat(receiver.replayed()).isNotEmpty().doesNotContain(12L);
        assertThat(world.deliveries.live("d").orElseThrow().progress().delivered())
                .isEqualTo(confirmed);
        assertThat(world.oracle("d").judge(receiver.stored()).violations()).isEmpty();
    }

    @Test
    void replayThatIsRefusedThroughoutAsksForAPersonAndGoesOnByItself() {
        receiver.bounds(new Sink.Bounds(5, 1 << 16, 1));
        List<Entry> entries = delivered(20);
        entries.forEach(entry -> receiver.poison(entry.id()));
        world.replay("d", 18, 20);

        world.until(50_000, () -> replaying().state() == Condition.State.NEEDS_ATTENTION);

        assertThat(replaying().error().orElseThrow().refusal().reason())
                .contains("it is not the events")
                .contains("cancel the replay");
        assertThat(world.isReplayed("d")).isFalse();
        receiver.heal();
        world.until(50_000, () -> world.isReplayed("d"));
        assertThat(receiver.replayed()).contains(19L, 20L);
    }

    @Test
    void whereNothingElseWasEverTakenAPersonIsAsked() {
        List<Entry> entries = delivered(1);
        receiver.poison(entries.getFirst().id());
        world.replay("d", 0, 1);

        world.until(50_000, () -> replaying().state() == Condition.State.NEEDS_ATTENTION);

        assertThat(replaying().error().orElseThrow().refusal().reason())
                .contains("nothing that was taken before");
        assertThat(world.isReplayed("d")).isFalse();
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

        world.until(50_000, () -> leaving().state() == Condition.State.NEEDS_ATTENTION);

        assertThat(store.parkedCount("d", Parked.State.PARKED)).isZero();
        receiver.heal();
        world.until(50_000, () -> !world.deliveries.drained().isEmpty());
        assertThat(store.parkedCount("d", Parked.State.PARKED)).isZero();
        assertThat(world.oracle("d").judge(receiver.stored()).violations()).isEmpty();
    }

    /// The control proves nothing then, and what is refused is tried again all the same.
    @Test
    void whatLeavesParksNothingWhereTheReceiverKnowsTheControl() {
        delivered(20);
        receiver.conflictOnReplays();
        List<Entry> last = world.append(2, 1);
        last.forEach(entry -> receiver.poison(entry.id()));
        drain();

        world.until(50_000, () -> leaving().state() == Condition.State.NEEDS_ATTENTION);

        assertThat(leaving().error().orElseThrow().refusal().reason())
                .contains("it is not the events")
                .contains("pending=abandon")
                .endsWith("known");
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

        world.until(50_000, () -> leaving().state() == Condition.State.NEEDS_ATTENTION);

        assertThat(store.parkedCount("d", Parked.State.PARKED)).isZero();
        assertThat(world.deliveries.drained()).isEmpty();
        assertThat(leaving().error().orElseThrow().refusal().reason()).contains("pending=abandon");
    }
}
