package dev.indelible.testkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.Condition;
import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.LeftOut;
import dev.indelible.core.delivery.MemoryDeliveryStore;
import dev.indelible.core.delivery.Numbers;
import dev.indelible.core.delivery.ParkedEvents;
import dev.indelible.core.delivery.Plan;
import dev.indelible.core.delivery.Progress;
import dev.indelible.core.delivery.Statements;
import dev.indelible.core.journal.Entry;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What a replay brings of events that were parked.
class ReplayTest {
    private final DeliveryStore store = new MemoryDeliveryStore();
    private final World world = new World(new Random(7), () -> store);
    private final SimulatedReceiver receiver = world.destination("d", "organization-0", "");

    @Test
    void replayBringsAllThatWasDeliveredOrOughtToBe() {
        List<Entry> entries = world.append(100, 1);
        for (int number : List.of(11, 51, 71)) {
            receiver.poison(entries.get(number - 1).id());
        }
        world.until(50_000, () -> world.isDelivered("d"));
        receiver.heal();
        var parkedEvents = new ParkedEvents(world.supplies(), _ -> receiver.sink(), () -> {});
        var decision = new ParkedEvents.Decision("pia", "");
        Entry later = entries.get(10);
        parkedEvents.send(
                World.plain("d", "organization-0", ""),
                parkedEvents.waiting("d", 11),
                later,
                later,
                decision);
        parkedEvents.skip(parkedEvents.waiting("d", 51), decision);
        receiver.poison(entries.get(70).id());
        List<Long> expired = List.of(21L, 22L);
        world.journal.reduce(
                0, entry -> expired.contains(entry.position() + 1) ? entry.expired() : entry);

        world.replay("d", 0, 71);
        world.until(50_000, () -> world.isReplayed("d"));

        assertThat(receiver.replayed())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 70)
                                .filter(n -> n != 51 && !expired.contains(n))
                                .boxed()
                                .toList());
        assertThat(world.deliveries.replayed("d").getFirst().replay().orElseThrow().leftOut())
                .isEqualTo(new LeftOut(1, 2, 1));
        // It is refused again, and waits for a person as before.
        assertThat(store.recent("d", 1).getFirst().state()).isEqualTo(Plan.State.PARKED);
        assertThat(parkedEvents.waiting("d", 71)).isNotNull();
    }

    @Test
    void eachNumberIsWhereItsEventIs() {
        List<Entry> entries = world.append(300, 3);
        Entry refused = of("organization-0", entries).get(20);
        receiver.poison(refused.id());
        world.until(50_000, () -> world.isDelivered("d"));
        List<Entry> own = of("organization-0", entries);
        assertThat(own).hasSizeBetween(50, 200);
        Destination destination = World.plain("d", "organization-0", "");

        for (int number = 1; number <= own.size(); number++) {
            assertThat(Numbers.position(store, destination, number, world.journal.end()))
                    .as("number " + number)
                    .hasValue(own.get(number - 1).position());
        }
        assertThat(Numbers.position(store, destination, -1, world.journal.end()))
                .hasValue(own.getFirst().position());
        assertThat(Numbers.position(store, destination, own.size() + 1, world.journal.end()))
                .isEmpty();
    }

    private static List<Entry> of(String organization, List<Entry> entries) {
        return entries.stream().filter(entry -> entry.organization().equals(organization)).toList();
    }

    @Test
    void whatAReplayGaveAndWhatIsBeingSentIsNotCalledExtra() {
        List<Entry> entries = world.append(20, 1);
        Destination destination = World.plain("d", "organization-0", "", 1, 20);
        world.deliveries.remove("d");
        world.deliveries.put(destination);
        List<Entry> later = world.append(30, 1);
        for (int number : List.of(6, 11)) {
            receiver.poison(later.get(number - 1).id());
        }
        world.until(50_000, () -> world.isDelivered("d"));
        receiver.heal();
        world.replay("d", 10, 27);
        world.until(50_000, () -> world.isReplayed("d"));
        receiver.faults(new SimulatedReceiver.Faults(0, 1, 0, 0, 0));
        var parkedEvents = new ParkedEvents(world.supplies(), _ -> receiver.sink(), () -> {});
        Entry sent = later.get(10);
        parkedEvents.send(
                destination,
                parkedEvents.waiting("d", 11),
                sent,
                sent,
                new ParkedEvents.Decision("pia", ""));
        Set<UUID> has =
                receiver.stored().stream()
                        .flatMap(batch -> batch.events().stream())
                        .map(Oracle.Line::id)
                        .collect(Collectors.toSet());
        assertThat(has)
                .contains(entries.get(10).id(), later.get(5).id(), sent.id())
                .doesNotContain(entries.get(9).id());
        has.add(entries.get(9).id());

        Statements.Comparison comparison =
                new Statements(world.supplies()).compare(destination, has, 1, Long.MAX_VALUE);

        assertThat(comparison.extra()).containsExactly(entries.get(9).id());
        assertThat(comparison.parked()).containsExactly(6L, 11L);
        assertThat(comparison.missingCount()).isZero();
        assertThat(comparison.expected()).isEqualTo(28);
    }

    /// Its receiver may hang: the lane hears of it only later.
    @Test
    void cancelledReplayStaysCancelledWhateverItsLaneWritesAndThoughTheProcessEnds() {
        world.append(100, 1);
        world.until(50_000, () -> world.isDelivered("d"));
        world.replay("d", 0, 100);
        Progress running = store.progress("d", "r1").orElseThrow();
        long sends = receiver.sends();

        world.deliveries.cancelReplay("d", "r1");
        store.record(new DeliveryStore.Step(running, List.of(), List.of(), List.of()));
        assertThat(world.deliveries.running("d")).isEmpty();
        world.start();
        world.append(1, 1);
        world.until(50_000, () -> world.isDelivered("d"));
        assertThat(receiver.sends()).isEqualTo(sends + 1);
        assertThat(world.deliveries.replayed("d"))
                .extracting(progress -> progress.replay().orElseThrow().state())
                .containsExactly(Progress.Replay.State.CANCELLED);
    }

    @Test
    void whoeverResumesHasReplaysTriedAtOnceToo() {
        world.append(100, 1);
        world.until(50_000, () -> world.isDelivered("d"));
        receiver.faults(new SimulatedReceiver.Faults(0, 0, 1, 0, 0));
        world.replay("d", 0, 100);
        world.until(
                50_000,
                () ->
                        world.deliveries.replayed("d").getFirst().condition().state()
                                == Condition.State.NEEDS_ATTENTION);
        receiver.faults(SimulatedReceiver.Faults.none());
        long resumed = world.now();

        world.deliveries.hurry("d");

        world.until(50_000, () -> world.isReplayed("d"));
        assertThat(world.now() - resumed).isLessThan(5_000);
    }
}
