package dev.indelible.testkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.MemoryDeliveryStore;
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

        var range = new Progress.Replay(0, 71, "pia", world.now(), Progress.Replay.State.RUNNING);
        world.deliveries.replay("d", "r1", range);
        world.until(
                50_000,
                () ->
                        store.progress("d", "r1").orElseThrow().replay().orElseThrow().state()
                                == Progress.Replay.State.DONE);

        assertThat(receiver.stored().stream().filter(Oracle.Stored::replay))
                .flatExtracting(Oracle.Stored::events)
                .extracting(Oracle.Line::destinationSequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 70).filter(n -> n != 51).boxed().toList());
        // It is refused again, and waits for a person as before.
        assertThat(store.recent("d", 1).getFirst().state()).isEqualTo(Plan.State.PARKED);
        assertThat(parkedEvents.waiting("d", 71)).isNotNull();
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
        var range = new Progress.Replay(10, 27, "pia", world.now(), Progress.Replay.State.RUNNING);
        world.deliveries.replay("d", "r1", range);
        world.until(
                50_000,
                () ->
                        store.progress("d", "r1").orElseThrow().replay().orElseThrow().state()
                                == Progress.Replay.State.DONE);
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
        var range = new Progress.Replay(0, 100, "pia", world.now(), Progress.Replay.State.RUNNING);
        world.deliveries.replay("d", "r1", range);
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
}
