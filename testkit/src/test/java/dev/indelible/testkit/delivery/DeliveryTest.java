package dev.indelible.testkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.delivery.Condition;
import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Lane;
import dev.indelible.core.delivery.MemoryDeliveryStore;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.Plan;
import dev.indelible.core.delivery.Progress;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What becomes of events, receiver by receiver, with a clock that the test turns.
@NullUnmarked // JUnit fills what each test begins with
class DeliveryTest {
    private static final SimulatedReceiver.Faults CLOSED =
            new SimulatedReceiver.Faults(0, 0, 1, 0, 0);
    private static final SimulatedReceiver.Faults BUSY =
            new SimulatedReceiver.Faults(1, 0, 0, 0, 0);

    private final DeliveryStore store = new MemoryDeliveryStore();
    private World world;
    private SimulatedReceiver receiver;

    @BeforeEach
    void begin() {
        world = new World(new Random(7), () -> store);
        receiver = world.destination("d", "organization-0", "");
    }

    @Test
    void onlyTheOrganizationsEventsThatPassTheFilterGoThereInOrderWithNumbersFromOne() {
        SimulatedReceiver filtered = world.destination("f", "organization-1", "operation:delete");
        world.append(500, 3);

        world.until(50_000, () -> world.isDelivered("d") && world.isDelivered("f"));

        assertThat(world.oracle("d").judge(receiver.stored()).violations()).isEmpty();
        assertThat(world.oracle("f").judge(filtered.stored()).violations()).isEmpty();
        assertThat(numbers(filtered))
                .hasSizeBetween(5, 100)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, numbers(filtered).size()).boxed().toList());
    }

    @Test
    void onePoisonousEventIsParkedWithItsReasonAndCostsNoOther() {
        List<Entry> entries = world.append(500, 1);
        receiver.poison(entries.get(250).id());

        world.until(50_000, () -> world.isDelivered("d"));

        Parked parked = store.parked("d", Parked.State.PARKED, 0, 10).getFirst();
        assertThat(parked.destinationSequence()).isEqualTo(251);
        assertThat(parked.eventId()).isEqualTo(entries.get(250).id());
        assertThat(parked.refusal().reason()).isEqualTo("invalid data");
        assertThat(store.parkedCount("d", Parked.State.PARKED)).isOne();
        assertThat(numbers(receiver)).hasSize(499).doesNotContain(251L).isSorted();
        assertThat(receiver.sends()).isLessThan(10 + 2 * 7);
    }

    @Test
    void aPoisonousLastEventWaitsForAnotherAsProof() {
        List<Entry> entries = world.append(10, 1);
        receiver.poison(entries.getLast().id());

        world.until(50_000, () -> receiver.sends() > 20);

        assertThat(store.parkedCount("d", Parked.State.PARKED)).isZero();
        assertThat(view().state()).isEqualTo(Condition.State.RETRYING);

        world.append(1, 1);
        world.until(50_000, () -> world.isDelivered("d"));
        assertThat(store.parkedCount("d", Parked.State.PARKED)).isOne();
        assertThat(view().state()).isEqualTo(Condition.State.ACTIVE);
    }

    @Test
    void whereEveryEventIsRefusedNothingIsParkedAndAPersonIsAsked() {
        List<Entry> entries = world.append(120, 1);
        entries.forEach(entry -> receiver.poison(entry.id()));

        world.until(50_000, () -> receiver.sends() > 60);

        assertThat(store.parkedCount("d", Parked.State.PARKED)).isZero();
        assertThat(receiver.stored()).isEmpty();
        assertThat(view().state()).isEqualTo(Condition.State.NEEDS_ATTENTION);
        assertThat(view().progress().condition().error().orElseThrow().refusal().reason())
                .contains("it is not the events");
        assertThat(view().progress().confirmedPosition()).isZero();
    }

    /// More than are planned ahead, to a receiver that takes one event a request.
    @Test
    void aLongRunOfRefusedEventsIsParkedOnceAnotherPasses() {
        receiver.bounds(new Sink.Bounds(1, 1 << 16, 1));
        List<Entry> entries = world.append(250, 1);
        entries.subList(0, 200).forEach(entry -> receiver.poison(entry.id()));

        world.until(100_000, () -> world.isDelivered("d"));

        assertThat(store.parkedCount("d", Parked.State.PARKED)).isEqualTo(200);
        assertThat(view().state()).isEqualTo(Condition.State.ACTIVE);
    }

    @Test
    void whatIsConfirmedWhenSettingsChangeIsNotSentAgain() {
        receiver.bounds(new Sink.Bounds(1, 1 << 16, 1));
        world.append(8, 1);
        world.until(1000, () -> receiver.stored().size() == 3);
        assertThat(store.progress("d", Progress.LIVE).orElseThrow().delivered()).isZero();

        receiver.format("b");
        world.deliveries.put(World.plain("d", "organization-0", "", 2, 0));
        world.until(50_000, () -> world.isDelivered("d"));

        assertThat(numbers(receiver)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    @Test
    void shutDoorAsksForAPersonAndOpensByItself() {
        receiver.faults(CLOSED);
        world.append(10, 1);
        long began = world.now();
        world.until(50_000, () -> receiver.sends() >= 10);

        assertThat(view().state()).isEqualTo(Condition.State.NEEDS_ATTENTION);
        assertThat(world.now() - began).isBetween(9 * 30_000L, 10 * 300_000L);
        assertThat(store.parkedCount("d", Parked.State.PARKED)).isZero();

        receiver.faults(SimulatedReceiver.Faults.none());
        world.until(50_000, () -> world.isDelivered("d"));
        assertThat(view().state()).isEqualTo(Condition.State.ACTIVE);
    }

    @Test
    void absurdRetryAfterCannotFreezeAStreamForMoreThanAnHour() {
        receiver.faults(BUSY);
        world.append(1, 1);
        long longest = 0;
        for (int i = 0; i < 40; i++) {
            long sends = receiver.sends();
            long before = world.now();
            world.until(50_000, () -> receiver.sends() > sends);
            longest = Math.max(longest, world.now() - before);
        }
        assertThat(longest).isBetween(300_000L, 3_602_000L);
        assertThat(view().progress().condition().breakerOpen()).isTrue();

        long failed = view().progress().condition().failures();
        assertThat(failed).isGreaterThanOrEqualTo(39);
        assertThat(store.progress("d", Progress.LIVE).orElseThrow().condition().state())
                .isEqualTo(Condition.State.RETRYING);
    }

    @Test
    void resendHasTheSameIdAndBytesAlsoAfterARestart() {
        receiver.faults(new SimulatedReceiver.Faults(0, 1, 0, 0, 0));
        world.append(30, 1);
        world.until(50_000, () -> receiver.stored().size() == 3);
        world.start();
        world.until(50_000, () -> receiver.stored().size() == 6);
        receiver.faults(SimulatedReceiver.Faults.none());
        world.until(50_000, () -> world.isDelivered("d"));

        assertThat(receiver.stored().stream().map(Oracle.Stored::batchId).distinct()).hasSize(1);
        assertThat(receiver.stored().stream().map(Oracle.Stored::bodyHash).distinct()).hasSize(1);
    }

    @Test
    void otherBytesUnderTheSameIdAreRefusedLoudly() {
        receiver.faults(BUSY);
        world.append(30, 1);
        world.until(50_000, () -> receiver.sends() == 1);

        receiver.format("b"); // as a renderer would that was changed without a new name
        receiver.faults(SimulatedReceiver.Faults.none());
        world.start();
        for (int i = 0; i < 50; i++) {
            world.step();
        }

        assertThat(receiver.stored()).isEmpty();
        assertThat(view().state()).isEqualTo(Condition.State.NEEDS_ATTENTION);
        assertThat(view().progress().condition().error().orElseThrow().refusal().reason())
                .contains("other bytes");
    }

    @Test
    void changedSettingsPlanWhatIsUnconfirmedAnewUnderTheSameNumbersAndSayWhy() {
        receiver.faults(BUSY);
        world.append(30, 1);
        world.until(50_000, () -> receiver.sends() == 1);

        receiver.format("b");
        receiver.faults(SimulatedReceiver.Faults.none());
        world.deliveries.put(World.plain("d", "organization-0", "operation:delete", 2, 0));
        world.until(50_000, () -> world.isDelivered("d"));

        assertThat(numbers(receiver))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 30).boxed().toList());
        assertThat(store.recent("d", 10).stream().map(Plan::state))
                .containsExactlyInAnyOrder(Plan.State.REPLACED, Plan.State.CONFIRMED);
        assertThat(store.recent("d", 10).stream().map(Plan::reason).collect(Collectors.joining()))
                .contains("settings or protected members were changed");
    }

    @Test
    void pausedDestinationKeepsItsPlaceAndGoesOn() {
        var plain = World.plain("d", "organization-0", "");
        world.deliveries.put(
                plain.withPause(Optional.of(new Destination.Pause("pia", world.now(), "repairs"))));
        world.append(30, 1);
        for (int i = 0; i < 20; i++) {
            world.step();
        }
        assertThat(receiver.sends()).isZero();
        assertThat(view().state()).isEqualTo(Condition.State.PAUSED);
        assertThat(world.deliveries.lowestNeeded()).isEqualTo(0);

        world.deliveries.put(plain);
        world.until(50_000, () -> world.isDelivered("d"));
        assertThat(world.deliveries.lowestNeeded()).isEqualTo(30);
        assertThat(numbers(receiver)).hasSize(30);
    }

    @Test
    void tooLargeBatchesTeachASmallerSize() {
        receiver.bounds(new Sink.Bounds(64, 1 << 16, 1));
        receiver.countMax(10);
        world.append(400, 1);

        world.until(50_000, () -> world.isDelivered("d"));

        assertThat(world.oracle("d").judge(receiver.stored()).violations()).isEmpty();
        assertThat(view().progress().batchCountMax()).isEqualTo(8);
        long afterLearning =
                store.recent("d", 100).stream()
                        .filter(plan -> plan.state() == Plan.State.SPLIT)
                        .count();
        assertThat(afterLearning).isLessThan(60);
        world.append(100, 1);
        long splits = splits();
        world.until(50_000, () -> world.isDelivered("d"));
        assertThat(splits()).isEqualTo(splits);
    }

    private long splits() {
        return store.recent("d", 10_000).stream()
                .filter(plan -> plan.state() == Plan.State.SPLIT)
                .count();
    }

    @Test
    void replayBringsTheSameNumbersMarkedAndLeavesTheLiveStreamAlone() {
        List<Entry> entries = world.append(200, 1);
        receiver.poison(entries.get(20).id());
        world.until(50_000, () -> world.isDelivered("d"));
        int before = receiver.stored().size();

        world.deliveries.replay(
                "d",
                "r1",
                new Progress.Replay(10, 150, "pia", world.now(), Progress.Replay.State.RUNNING));
        world.append(100, 1);
        world.until(
                50_000, () -> world.isDelivered("d") && replay("r1") == Progress.Replay.State.DONE);

        List<Oracle.Stored> later = receiver.stored().subList(before, receiver.stored().size());
        List<Long> replayed =
                later.stream()
                        .filter(Oracle.Stored::replay)
                        .flatMap(batch -> batch.events().stream())
                        .map(Oracle.Line::destinationSequence)
                        .toList();
        var expected = new ArrayList<>(LongStream.rangeClosed(11, 150).boxed().toList());
        expected.remove(Long.valueOf(21));
        assertThat(replayed).containsExactlyElementsOf(expected);
        assertThat(world.oracle("d").judge(receiver.stored()).violations()).isEmpty();
        assertThat(view().progress().delivered()).isEqualTo(299);
    }

    @Test
    void replayUnderAKnownNameIsRefusedAndTheFirstGoesOn() {
        world.append(50, 1);
        world.until(50_000, () -> world.isDelivered("d"));
        var range = new Progress.Replay(0, 50, "pia", world.now(), Progress.Replay.State.RUNNING);
        world.deliveries.replay("d", "r1", range);

        for (String known : List.of("r1", Progress.LIVE)) {
            assertThatThrownBy(() -> world.deliveries.replay("d", known, range))
                    .isInstanceOf(AuditException.Rejected.class);
        }

        world.until(50_000, () -> replay("r1") == Progress.Replay.State.DONE);
        assertThatThrownBy(() -> world.deliveries.replay("d", "r1", range))
                .isInstanceOf(AuditException.Rejected.class);
    }

    @Test
    void destinationThatIsWantedAgainGetsAllUntilItLeavesAnew() {
        Destination wanted = World.plain("d", "organization-0", "");
        var pause = new Destination.Pause("pia", 1, "");
        world.append(5, 1);
        world.deliveries.put(wanted.withPause(Optional.of(pause)).asLeaving(5));
        world.append(5, 1);
        assertThat(world.deliveries.drained()).isEmpty();

        world.deliveries.put(wanted);
        world.append(10, 1);
        world.until(50_000, () -> world.isDelivered("d"));
        receiver.faults(BUSY);
        world.append(10, 1);
        world.deliveries.put(wanted.asLeaving(30));
        world.append(10, 1);
        long sends = receiver.sends();
        world.until(50_000, () -> receiver.sends() > sends + 3);
        assertThat(world.deliveries.drained()).isEmpty();

        // It ends where it was said, also after a crash, and is at rest then.
        world.crashes.in(1);
        receiver.faults(SimulatedReceiver.Faults.none());
        world.until(50_000, () -> !world.deliveries.drained().isEmpty());
        long steps = world.now();
        world.until(100, () -> world.now() > steps + 10_000);
        assertThat(world.crashed()).isOne();
        assertThat(world.deliveries.drained()).containsExactly(wanted.asLeaving(30));
        assertThat(receiver.stored().getLast().events().getLast().destinationSequence())
                .isEqualTo(30);
    }

    private Progress.Replay.State replay(String lane) {
        return store.progress("d", lane).orElseThrow().replay().orElseThrow().state();
    }

    @Test
    void deadReceiverHoldsUpNobodyElse() {
        receiver.faults(BUSY);
        SimulatedReceiver other = world.destination("e", "organization-0", "");
        world.append(300, 1);

        world.until(50_000, () -> world.isDelivered("e"));

        assertThat(other.stored()).isNotEmpty();
        assertThat(receiver.stored()).isEmpty();
        assertThat(world.deliveries.lowestNeeded()).isEqualTo(0);
    }

    @Test
    void crashAtEachWriteAndSendLosesNothing() {
        long points = 1;
        for (long point = 1; point <= points; point++) {
            var durable = new MemoryDeliveryStore();
            var round = new World(new Random(11), () -> durable);
            SimulatedReceiver there = round.destination("d", "organization-0", "");
            there.bounds(new Sink.Bounds(10, 1 << 16, 1));
            there.faults(new SimulatedReceiver.Faults(0.2, 0.2, 0, 0, 0));
            List<Entry> entries = round.append(60, 1);
            there.poison(entries.get(33).id());
            long before = round.crashes.met();
            round.crashes.in(point);
            round.until(50_000, () -> round.isDelivered("d"));
            points = Math.max(points, round.crashes.met() - before);

            Oracle oracle = round.oracle("d");
            oracle.repeatsMax(there.ambiguous() + 16);
            assertThat(oracle.judge(there.stored()).violations()).as("point " + point).isEmpty();
            assertThat(durable.parkedCount("d", Parked.State.PARKED)).isOne();
        }
        assertThat(points).isGreaterThan(20);
    }

    private Lane.View view() {
        return world.deliveries.live("d").orElseThrow();
    }

    static List<Long> numbers(SimulatedReceiver receiver) {
        return receiver.stored().stream()
                .filter(batch -> !batch.replay())
                .flatMap(batch -> batch.events().stream())
                .map(Oracle.Line::destinationSequence)
                .toList();
    }
}
