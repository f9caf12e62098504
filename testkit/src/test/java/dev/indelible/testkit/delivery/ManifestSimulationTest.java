package dev.indelible.testkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.Hour;
import dev.indelible.core.delivery.MemoryDeliveryStore;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.ParkedEvents;
import dev.indelible.core.delivery.Progress;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.delivery.Statements;
import dev.indelible.core.journal.Entry;
import dev.indelible.event.Part;
import dev.indelible.testkit.SlowTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// What hours say while members of them are parked, sent later, skipped, erased and replayed,
/// beside what the receiver has stored, by seed: `-Dindelible.seed=…` repeats a round.
@NullUnmarked // JUnit fills what each test begins with
class ManifestSimulationTest {
    private static final int ROUNDS = Integer.getInteger("indelible.rounds", 10);

    @Test
    void eachNumberIsInTheTreeOfAnHourOrNamedAsSetAside() {
        long first = Long.getLong("indelible.seed", System.nanoTime());
        int rounds = System.getProperty("indelible.seed") == null ? ROUNDS : 1;
        var totals = new Totals();
        for (long seed = first; seed < first + rounds; seed++) {
            try {
                new Round(new Random(seed)).run(totals);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("repeat with -Dindelible.seed=" + seed, e);
            }
        }
        System.out.printf(
                "manifest simulation: rounds=%d %s first seed=%d%n", rounds, totals, first);
        assertThat(rounds == 1 || totals.isBroad()).as(totals.toString()).isTrue();
    }

    /// What happened in all rounds.
    private static final class Totals {
        private static final Set<String> EXPECTED =
                Set.of("SENT", "SKIPPED", "erased", "hours", "replays");

        private final Map<String, Long> counts = new TreeMap<>();

        void add(String what, long count) {
            counts.merge(what, count, Long::sum);
        }

        boolean isBroad() {
            return counts.keySet().containsAll(EXPECTED);
        }

        @Override
        public String toString() {
            return counts.toString();
        }
    }

    private static final class Round {
        private final Random random;
        private final MemoryDeliveryStore store = new MemoryDeliveryStore();
        private final World world;
        private final SimulatedReceiver receiver;
        private final ParkedEvents parkedEvents;
        private final Map<Long, Long> storedHours = new HashMap<>();
        private int looked;
        private int replays;

        Round(Random random) {
            this.random = random;
            this.world = new World(random, () -> store);
            this.receiver = world.destination("d", "organization-0", "");
            this.parkedEvents = new ParkedEvents(world.supplies(), _ -> receiver.sink(), () -> {});
        }

        void run(Totals totals) {
            receiver.bounds(new Sink.Bounds(1 + random.nextInt(20), 1 << 16, 1));
            receiver.faults(new SimulatedReceiver.Faults(0.1, 0.1, 0.02, 0, 0.5));
            for (int i = 0; i < 400; i++) {
                act();
                step();
            }
            receiver.faults(SimulatedReceiver.Faults.none());
            receiver.heal();
            world.append(20, 1);
            for (int i = 0; !isQuiet(); i++) {
                assertThat(i).as(world.state()).isLessThan(20_000);
                world.clockSet = world.clockSet.plusSeconds(1);
                step();
            }
            judge(totals);
            totals.add("replays", replays);
        }

        private void act() {
            switch (random.nextInt(24)) {
                case 0, 1, 2 -> poisonSome(world.append(1 + random.nextInt(20), 1));
                case 3 -> world.clockSet = world.clockSet.plusMinutes(random.nextInt(50));
                case 4 -> decide();
                case 7 -> receiver.heal();
                case 8 -> replay();
                case 9 -> erase();
                default -> {
                    // Time passes.
                }
            }
        }

        private void step() {
            parkedEvents.step();
            world.step();
            List<Oracle.Stored> stored = receiver.stored();
            long hour = Hour.startOf(world.supplies().clock().millis());
            for (Oracle.Stored batch : stored.subList(looked, stored.size())) {
                if (!batch.replay()) {
                    batch.events()
                            .forEach(one ->
                                    storedHours.putIfAbsent(one.destinationSequence(), hour));
                }
            }
            looked = stored.size();
        }

        private void poisonSome(List<Entry> entries) {
            entries.stream()
                    .filter(_ -> random.nextInt(8) == 0)
                    .forEach(entry -> receiver.poison(entry.id()));
        }

        /// A person sends or skips a parked event.
        private void decide() {
            List<Parked> waiting = store.parked("d", Parked.State.PARKED, 0, 100);
            if (waiting.isEmpty()) {
                return;
            }
            Parked one = waiting.get(random.nextInt(waiting.size()));
            var decision = new ParkedEvents.Decision("pia", "");
            if (random.nextInt(4) == 0) {
                parkedEvents.skip(one, decision);
                return;
            }
            Entry entry = parkedEvents.entry(one);
            parkedEvents.send(World.plain("d", "organization-0", ""), one, entry, entry, decision);
        }

        private void replay() {
            long end = world.journal.end();
            if (world.deliveries.running("d").size() > 2 || end == 0) {
                return;
            }
            long from = random.nextLong(end);
            var range =
                    new Progress.Replay(
                            from,
                            from + 1 + random.nextLong(end - from),
                            "pia",
                            world.now(),
                            Progress.Replay.State.RUNNING);
            world.deliveries.replay("d", "r" + replays++, range);
        }

        /// A part of some events is erased, whether they are under way or not; the lanes go on from
        /// what is durable.
        private void erase() {
            world.journal.reduce(
                    0, entry -> random.nextInt(5) == 0 ? entry.without(Set.of(Part.ACTOR)) : entry);
            world.start();
        }

        private boolean isQuiet() {
            return world.isDelivered("d")
                    && world.deliveries.running("d").isEmpty()
                    && store.parkedCount("d", Parked.State.SENDING) == 0;
        }

        /// By what anybody can see who has the receiver's lines and what the account says.
        private void judge(Totals totals) {
            Map<Long, UUID> has = new TreeMap<>();
            for (Oracle.Stored batch : receiver.stored()) {
                if (!batch.replay()) {
                    for (Oracle.Line line : batch.events()) {
                        UUID other = has.put(line.destinationSequence(), line.id());
                        assertThat(Optional.ofNullable(other).orElse(line.id()))
                                .isEqualTo(line.id());
                    }
                }
            }
            var statements = new Statements(world.supplies());
            Map<Long, Parked.State> aside = aside(statements, totals);
            List<Hour> hours = statements.account("d", 0, Long.MAX_VALUE, 0).hours();
            long last = 0;
            for (Hour hour : hours) {
                var lines = new ArrayList<byte[]>();
                for (long number = last + 1; number <= hour.last(); number++) {
                    if (!aside.containsKey(number)) {
                        assertThat(has).as("in the tree").containsKey(number);
                        assertThat(storedHours.get(number)).isLessThanOrEqualTo(hour.startMillis());
                        lines.add(Hour.line(number, has.get(number)));
                    }
                }
                assertThat(hour.count()).isEqualTo(lines.size());
                assertThat(hour.root()).isEqualTo(HexFormat.of().formatHex(SlowTree.root(lines)));
                last = hour.last();
            }
            assertThat(last).as("the last was not set aside").isEqualTo(world.journal.end());
            assertThat(statements.chainFault("d")).isEmpty();
            totals.add("hours", hours.size());
            totals.add("numbers", last);
        }

        private Map<Long, Parked.State> aside(Statements statements, Totals totals) {
            var aside = new TreeMap<Long, Parked.State>();
            Optional<Long> after = Optional.of(0L);
            while (after.isPresent()) {
                Statements.Account page =
                        statements.account("d", 0, Long.MAX_VALUE, after.orElseThrow());
                page.aside().forEach(one -> aside.put(one.destinationSequence(), one.state()));
                after = page.next();
            }
            aside.values().forEach(state -> totals.add(state.name(), 1));
            totals.add(
                    "erased",
                    world.journal.read(0, Integer.MAX_VALUE, Long.MAX_VALUE).stream()
                            .filter(entry -> entry.isErased(Part.ACTOR))
                            .count());
            return aside;
        }
    }
}
