package dev.indelible.testkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.Batch;
import dev.indelible.core.delivery.Condition;
import dev.indelible.core.delivery.Deliveries;
import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.Guarantee;
import dev.indelible.core.delivery.Lane;
import dev.indelible.core.delivery.MemoryDeliveryStore;
import dev.indelible.core.delivery.Parcel;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.Progress;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.journal.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What becomes of events on which a sink stumbles when it renders them.
@NullUnmarked // JUnit fills what each test begins with
class RenderingFaultTest {
    private final DeliveryStore store = new MemoryDeliveryStore();
    private World world;
    private SimulatedReceiver receiver;

    @BeforeEach
    void begin() {
        world = new World(new Random(7), () -> store);
        receiver = world.destination("d", "organization-0", "");
    }

    @Test
    void eventThatCannotBeRenderedIsParkedUnsentAndCostsNoOther() {
        List<Entry> entries = world.append(500, 1);
        receiver.formless(entries.get(250).id());
        receiver.formless(entries.get(251).id());

        world.until(50_000, () -> world.isDelivered("d"));

        List<Parked> parked = store.parked("d", Parked.State.PARKED, 0, 10);
        assertThat(parked.stream().map(Parked::destinationSequence)).containsExactly(251L, 252L);
        assertThat(parked.stream().map(Parked::attempts)).containsOnly(0);
        assertThat(parked.getFirst().refusal().reason())
                .isEqualTo(
                        "it was not sent, because it cannot be rendered as simulated/1"
                                + " (UnsupportedOperationException); send it edited, or skip it");
        assertThat(DeliveryTest.numbers(receiver))
                .hasSize(498)
                .doesNotContain(251L, 252L)
                .isSorted();
        assertThat(world.oracle("d").judge(receiver.stored()).violations()).isEmpty();
        assertThat(world.deliveries.live("d").orElseThrow().state())
                .isEqualTo(Condition.State.ACTIVE);
    }

    @Test
    void whereNothingCanBeRenderedNothingIsParkedAndARestartWithACureGoesOn() {
        List<Entry> entries = world.append(40, 1);
        entries.forEach(entry -> receiver.formless(entry.id()));
        world.until(
                50_000,
                () ->
                        world.deliveries.live("d").orElseThrow().state()
                                == Condition.State.NEEDS_ATTENTION);

        assertThat(receiver.sends()).isZero();
        assertThat(store.parkedCount("d", Parked.State.PARKED)).isZero();

        receiver.heal(); // as a repaired renderer does
        world.start();
        world.until(50_000, () -> world.isDelivered("d"));
        assertThat(DeliveryTest.numbers(receiver))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 40).boxed().toList());
    }

    @Test
    void replayOfUnnumberedEventsThatCannotBeRenderedPassesThem() {
        List<Entry> entries = world.append(20, 1);
        world.until(50_000, () -> world.isDelivered("d"));
        world.deliveries.remove("d");
        world.deliveries.put(World.plain("d", "organization-0", "", 1, 20));
        entries.subList(5, 15).forEach(entry -> receiver.formless(entry.id()));
        int before = receiver.stored().size();

        world.deliveries.replay(
                "d",
                "r1",
                new Progress.Replay(0, 20, "pia", world.now(), Progress.Replay.State.RUNNING));
        world.until(
                50_000,
                () ->
                        store.progress("d", "r1").orElseThrow().replay().orElseThrow().state()
                                == Progress.Replay.State.DONE);

        assertThat(
                        receiver.stored().stream()
                                .skip(before)
                                .flatMap(batch -> batch.events().stream())
                                .map(Oracle.Line::id))
                .containsExactlyElementsOf(
                        Stream.concat(
                                        entries.subList(0, 5).stream(),
                                        entries.subList(15, 20).stream())
                                .map(Entry::id)
                                .toList());
    }

    /// Some forms have neither number nor id, so that their bytes may be equal.
    @Test
    void batchesWithoutNumbersHaveIdsOfTheirOwnAlsoIfTheirBytesAreEqual() {
        world.append(20, 1);
        world.deliveries.put(World.plain("d", "organization-0", "", 1, 20));
        var ids = new ArrayList<String>();
        List<Lane> lanes = new ArrayList<>();
        var deliveries =
                new Deliveries(
                        world.supplies(), _ -> new Uniform(ids), (lane, _) -> lanes.add(lane));
        deliveries.open();

        deliveries.replay(
                "d",
                "r1",
                new Progress.Replay(0, 20, "pia", world.now(), Progress.Replay.State.RUNNING));
        for (int i = 0; i < 100 && !lanes.getLast().isOver(); i++) {
            lanes.getLast().step();
        }

        assertThat(store.progress("d", "r1").orElseThrow().replay().orElseThrow().state())
                .isEqualTo(Progress.Replay.State.DONE);
        assertThat(ids).hasSize(4).doesNotHaveDuplicates();
    }

    /// All batches look alike to it.
    private record Uniform(List<String> ids) implements Sink {
        @Override
        public Guarantee guarantee() {
            return Guarantee.ACCEPTED;
        }

        @Override
        public String renderer() {
            return "uniform/1";
        }

        @Override
        public Bounds bounds() {
            return new Bounds(5, 1 << 16, 1);
        }

        @Override
        public byte[] render(Batch batch) {
            return new byte[] {'x'};
        }

        @Override
        public Answer send(Parcel parcel) {
            ids.add(parcel.batchId());
            return new Answer.Confirmed("200");
        }

        @Override
        public Map<String, Acknowledgement> acknowledged() {
            return Map.of();
        }

        @Override
        public Exchange test(Parcel parcel) {
            return new Exchange(send(parcel), "", "", Map.of(), "", "");
        }

        @Override
        public void close() {}
    }
}
