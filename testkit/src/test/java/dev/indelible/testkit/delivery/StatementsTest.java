package dev.indelible.testkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Hour;
import dev.indelible.core.delivery.MemoryDeliveryStore;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.ParkedEvents;
import dev.indelible.core.delivery.Plan;
import dev.indelible.core.delivery.Progress;
import dev.indelible.core.delivery.Statements;
import dev.indelible.core.delivery.Supplies;
import dev.indelible.core.delivery.Upkeep;
import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.ops.AuditException;
import dev.indelible.testkit.SlowTree;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What was delivered and set aside, as a person and a receiver see it.
@NullUnmarked // JUnit fills what each test begins with
class StatementsTest {
    private static final Destination D = World.plain("d", "organization-0", "");

    private final DeliveryStore store = new MemoryDeliveryStore();
    private World world;
    private SimulatedReceiver receiver;

    @BeforeEach
    void begin() {
        world = new World(new Random(7), () -> store);
        receiver = world.destination("d", "organization-0", "");
    }

    @Test
    void parkedEventIsSentLaterUnderItsNumberOrSkippedByAPerson() {
        List<Entry> entries = world.append(100, 1);
        receiver.poison(entries.get(10).id());
        receiver.poison(entries.get(50).id());
        world.until(50_000, () -> world.isDelivered("d"));
        var parkedEvents = new ParkedEvents(world.supplies(), _ -> receiver.sink(), () -> {});
        var decision = new ParkedEvents.Decision("pia", "known otherwise");

        Parked first = parkedEvents.waiting("d", 11);
        Answer refused =
                parkedEvents.send(
                        World.plain("d", "organization-0", ""),
                        first,
                        entries.get(10),
                        entries.get(10),
                        decision);
        assertThat(refused).isInstanceOf(Answer.Refused.class);
        assertThat(parkedEvents.waiting("d", 11).attempts()).isEqualTo(first.attempts() + 1);

        receiver.heal();
        parkedEvents.send(
                World.plain("d", "organization-0", ""),
                first,
                entries.get(10),
                entries.get(10),
                decision);
        parkedEvents.skip(parkedEvents.waiting("d", 51), decision);

        assertThat(receiver.stored().getLast().events())
                .containsExactly(new Oracle.Line(11, entries.get(10).id()));
        assertThat(store.parkedCount("d", Parked.State.SENT)).isOne();
        assertThat(store.parked("d", Parked.State.SKIPPED, 0, 9).getFirst().by()).isEqualTo("pia");
        assertThat(world.deliveries.lowestNeeded()).isEqualTo(100);
        expectAccountOf(100, List.of("11 SENT", "51 SKIPPED"));
    }

    /// As a receiver checks it: what a manifest names as aside is in no tree, all else is.
    private void expectAccountOf(long last, List<String> aside) {
        Statements.Account account =
                new Statements(world.supplies()).account("d", 0, Long.MAX_VALUE, 0);
        assertThat(account.aside())
                .extracting(one -> one.destinationSequence() + " " + one.state())
                .isEqualTo(aside);
        Set<Long> left = new HashSet<>();
        account.aside().forEach(one -> left.add(one.destinationSequence()));
        var has = new TreeMap<Long, UUID>();
        receiver.stored().stream()
                .flatMap(batch -> batch.events().stream())
                .forEach(line -> has.put(line.destinationSequence(), line.id()));
        long before = account.before();
        for (Hour hour : account.hours()) {
            List<byte[]> lines =
                    has.subMap(before, false, hour.last(), true).entrySet().stream()
                            .filter(line -> !left.contains(line.getKey()))
                            .map(line -> Hour.line(line.getKey(), line.getValue()))
                            .toList();
            assertThat(hour.root()).isEqualTo(HexFormat.of().formatHex(SlowTree.root(lines)));
            long asideHere = left.stream().filter(one -> one <= hour.last()).count();
            assertThat(lines.size() + asideHere).isEqualTo(hour.last() - before);
            before = hour.last();
        }
        assertThat(before).isEqualTo(last);
    }

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
        parkedEvents.send(D, parkedEvents.waiting("d", 11), later, later, decision);
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

    /// A parked event is sent, and parked again, while somebody looks.
    @Test
    void accountIsOfOneMoment() {
        List<Entry> entries = world.append(100, 1);
        receiver.poison(entries.get(10).id());
        world.until(50_000, () -> world.isDelivered("d"));
        Parked parked = store.parked("d", 11).orElseThrow();
        Supplies supplies = world.supplies();
        for (Parked.State from : Parked.State.OPEN) {
            var moving =
                    (DeliveryStore)
                            Proxy.newProxyInstance(
                                    DeliveryStore.class.getClassLoader(),
                                    new Class<?>[] {DeliveryStore.class},
                                    (_, method, arguments) -> {
                                        Object result = method.invoke(store, arguments);
                                        if (method.getName().equals("parked")) {
                                            store.put(
                                                    in(
                                                            parked,
                                                            from == Parked.State.PARKED
                                                                    ? Parked.State.SENDING
                                                                    : Parked.State.PARKED));
                                        }
                                        return result;
                                    });
            store.put(in(parked, from));
            var statements =
                    new Statements(
                            new Supplies(
                                    supplies.journal(),
                                    moving,
                                    supplies.clock(),
                                    supplies.random(),
                                    supplies.shares(),
                                    supplies.erased()));

            assertThat(statements.account("d", 0, Long.MAX_VALUE, 0).aside())
                    .extracting(Parked::destinationSequence)
                    .containsExactly(11L);
        }
    }

    private static Parked in(Parked parked, Parked.State state) {
        return new Parked(
                "d",
                parked.destinationSequence(),
                parked.position(),
                parked.eventId(),
                parked.organization(),
                parked.refusal(),
                1,
                1,
                state,
                0,
                "",
                "",
                "");
    }

    @Test
    void accountNamesWhatWasSetAsidePageByPage() {
        List<Entry> entries = world.append(100, 1);
        receiver.poison(entries.get(1).id());
        world.until(50_000, () -> world.isDelivered("d"));
        Parked parked = store.parked("d", Parked.State.PARKED, 0, 9).getFirst();
        for (int number = 3; number <= 1_500; number++) {
            store.put(
                    new Parked(
                            "d",
                            number,
                            parked.position(),
                            parked.eventId(),
                            parked.organization(),
                            parked.refusal(),
                            1,
                            1,
                            List.of(Parked.State.values()).get(number % 4),
                            0,
                            "",
                            "",
                            ""));
        }
        var statements = new Statements(world.supplies());

        Statements.Account first = statements.account("d", 0, Long.MAX_VALUE, 0);
        assertThat(first.aside()).hasSize(1_000);
        assertThat(first.next()).contains(1_001L);
        Statements.Account rest =
                statements.account("d", 0, Long.MAX_VALUE, first.next().orElseThrow());
        assertThat(rest.aside().getFirst().destinationSequence()).isEqualTo(1_002);
        assertThat(rest.aside()).hasSize(499);
        assertThat(rest.after()).isEqualTo(1_001);
        assertThat(rest.next()).isEmpty();
        assertThat(statements.account("d", 0, Hour.startOf(world.now()), 0).aside()).isEmpty();
    }

    @Test
    void statementsTellWhatAReceiverLacksAndTheTreeOfEachHourIsTheOneAnybodyComputes() {
        List<Entry> entries = world.append(150, 1);
        receiver.poison(entries.get(20).id());
        world.until(50_000, () -> world.isDelivered("d"));
        var statements = new Statements(world.supplies());
        var has =
                receiver.stored().stream()
                        .flatMap(batch -> batch.events().stream())
                        .map(Oracle.Line::id)
                        .collect(Collectors.toSet());
        UUID stranger = new UUID(1, 2);
        has.remove(entries.get(99).id());
        has.add(stranger);

        Statements.Comparison comparison = statements.compare(D, has, 1, Long.MAX_VALUE);

        assertThat(comparison.expected()).isEqualTo(149);
        assertThat(comparison.missing())
                .containsExactly(new Statements.Missing(100, entries.get(99).id()));
        assertThat(comparison.extra()).containsExactly(stranger);
        assertThat(comparison.parked()).containsExactly(21L);
        Hour hour =
                statements
                        .account("d", world.now() - 3_600_000, Long.MAX_VALUE, 0)
                        .hours()
                        .getFirst();
        List<byte[]> lines =
                receiver.stored().stream()
                        .flatMap(batch -> batch.events().stream())
                        .map(line -> Hour.line(line.destinationSequence(), line.id()))
                        .toList();
        assertThat(hour.count()).isEqualTo(149);
        assertThat(hour.root()).isEqualTo(HexFormat.of().formatHex(SlowTree.root(lines)));
    }

    /// Millions may have been delivered: what was walked over is free to go while it walks.
    @Test
    void comparisonKeepsNothingOfWhatItWalksOverAndRunsOnceAtATime() {
        List<Entry> entries = world.append(400, 1);
        world.until(50_000, () -> world.isDelivered("d"));
        var first = new ArrayList<WeakReference<UUID>>();
        var kept = new ArrayList<Integer>();
        var refusals = new ArrayList<Exception>();
        var statements = new ArrayList<Statements>();
        Supplies supplies = world.supplies();
        Journal journal =
                reading(
                        supplies.journal(),
                        read -> {
                            if (first.isEmpty()) {
                                read.forEach(entry -> first.add(new WeakReference<>(entry.id())));
                                try {
                                    statements.getFirst().compare(D, Set.of(), 1, 9);
                                } catch (AuditException.Busy e) {
                                    refusals.add(e);
                                }
                                return;
                            }
                            kept.add(alive(first));
                        });
        statements.add(
                new Statements(
                        new Supplies(
                                journal,
                                store,
                                supplies.clock(),
                                supplies.random(),
                                supplies.shares(),
                                supplies.erased())));
        Set<UUID> has = entries.stream().map(Entry::id).collect(Collectors.toSet());

        Statements.Comparison comparison = statements.getFirst().compare(D, has, 1, Long.MAX_VALUE);

        assertThat(comparison.expected()).isEqualTo(400);
        assertThat(comparison.missingCount() + comparison.extraCount()).isZero();
        assertThat(kept).hasSizeGreaterThan(1).last().isEqualTo(0);
        assertThat(refusals).hasSize(1);
        assertThat(statements.getFirst().compare(D, has, 1, 9).expected()).isEqualTo(9);
    }

    /// How many are still kept by somebody, after the collector had its chances.
    private static int alive(List<WeakReference<UUID>> references) {
        int alive = references.size();
        for (int i = 0; i < 10 && alive > 0; i++) {
            System.gc();
            alive = (int) references.stream().filter(one -> one.get() != null).count();
        }
        return alive;
    }

    /// A journal that makes entries anew at each reading, as one on disk does, and shows them.
    private static Journal reading(Journal journal, Consumer<List<Entry>> reader) {
        return (Journal)
                Proxy.newProxyInstance(
                        Journal.class.getClassLoader(),
                        new Class<?>[] {Journal.class},
                        (_, method, arguments) -> {
                            Object result = method.invoke(journal, arguments);
                            if (!method.getName().equals("readEach")) {
                                return result;
                            }
                            List<Entry> anew =
                                    ((List<?>) result)
                                            .stream()
                                                    .map(Entry.class::cast)
                                                    .map(StatementsTest::anew)
                                                    .toList();
                            reader.accept(anew);
                            return anew;
                        });
    }

    private static Entry anew(Entry entry) {
        Draft draft = entry.draft();
        var id =
                new UUID(entry.id().getMostSignificantBits(), entry.id().getLeastSignificantBits());
        return new Entry(
                entry.position(),
                entry.sequence(),
                entry.receivedMillis(),
                new Draft(draft.organization(), id, draft.key(), draft.seed(), draft.parts()));
    }

    @Test
    void confirmationThatWasChangedOutsideBreaksTheChain() {
        world.append(400, 1);
        world.until(50_000, () -> world.isDelivered("d"));
        var statements = new Statements(world.supplies());
        assertThat(statements.chainFault("d")).isEmpty();
        List<Plan> plans = store.settled("d", 0, 100);
        assertThat(plans).hasSizeGreaterThan(2);
        Plan second = plans.get(1);

        rewrite(second, second.receipt() + "!");

        assertThat(statements.chainFault("d").orElseThrow()).contains(second.batchId());
        rewrite(second, second.receipt());
        assertThat(statements.chainFault("d")).isEmpty();
    }

    @Test
    void upkeepForgetsWhatEndedWithItsEventsAndTheChainOfTheRestHolds() {
        world.append(400, 1);
        world.until(50_000, () -> world.isDelivered("d"));
        var statements = new Statements(world.supplies());
        Plan last = store.settled("d", 0, 100).getLast();

        new Upkeep(world.deliveries, statements, _ -> last.positions().first()).step();

        assertThat(store.settled("d", 0, 100)).containsExactly(last);
        assertThat(statements.chainFault("d")).isEmpty();
        new Upkeep(world.deliveries, statements, _ -> Long.MAX_VALUE).step();
        assertThat(store.settled("d", 0, 100)).isEmpty();
        assertThat(statements.chainFault("d")).isEmpty();
    }

    private void rewrite(Plan plan, String receipt) {
        var other =
                new Plan(
                        plan.destination(),
                        plan.lane(),
                        plan.batchId(),
                        plan.epoch(),
                        plan.positions(),
                        plan.firstDestinationSequence(),
                        plan.renderer(),
                        plan.bodyHash(),
                        plan.state(),
                        plan.attempts(),
                        plan.reason(),
                        plan.plannedMillis(),
                        plan.settledMillis(),
                        receipt,
                        plan.chain());
        store.record(
                new DeliveryStore.Step(
                        store.progress("d", "live").orElseThrow(),
                        List.of(other),
                        List.of(),
                        List.of()));
    }
}
