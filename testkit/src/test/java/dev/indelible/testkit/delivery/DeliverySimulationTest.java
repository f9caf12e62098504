package dev.indelible.testkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.MemoryDeliveryStore;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.journal.Entry;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// Deliveries to receivers that fail by chance, with crashes at any write and send, by seed:
/// `-Dindelible.seed=…` repeats a round.
@NullUnmarked // JUnit fills what each test begins with
class DeliverySimulationTest {
    private static final int ROUNDS = Integer.getInteger("indelible.rounds", 300);

    @Test
    void nothingIsLostWhateverFails() {
        long first = Long.getLong("indelible.seed", System.nanoTime());
        int rounds = System.getProperty("indelible.seed") == null ? ROUNDS : 1;
        long crashes = 0;
        long duplicates = 0;
        for (long seed = first; seed < first + rounds; seed++) {
            try {
                var round = new Round(new Random(seed));
                duplicates += round.run();
                crashes += round.world.crashed();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("repeat with -Dindelible.seed=" + seed, e);
            }
        }
        System.out.printf(
                "delivery simulation: rounds=%d crashes=%d duplicates=%d first seed=%d%n",
                rounds, crashes, duplicates, first);
        assertThat(rounds == 1 || crashes > 0).isTrue();
    }

    private static final List<String> FILTERS =
            List.of("", "operation:read", "-operation:read", "outcome:success action:n*");

    private static final class Round {
        private final Random random;
        private final DeliveryStore store = new MemoryDeliveryStore();
        private final World world;

        Round(Random random) {
            this.random = random;
            this.world = new World(random, () -> store);
        }

        long run() {
            SimulatedReceiver plain = world.destination("plain", "organization-0", "");
            SimulatedReceiver filtered =
                    world.destination("filtered", "organization-1", "-operation:read");
            SimulatedReceiver indexing = world.destination("indexing", "organization-0", "");
            indexing.bounds(new Sink.Bounds(1 + random.nextInt(20), 1 << 16, 8));
            plain.bounds(new Sink.Bounds(1 + random.nextInt(60), 500 + random.nextInt(4000), 1));
            world.receivers
                    .values()
                    .forEach(receiver -> receiver.faults(SimulatedReceiver.Faults.some()));
            boolean crashing = random.nextInt(4) > 0;
            int steps = 100 + random.nextInt(300);
            for (int i = 0; i < steps; i++) {
                if (random.nextInt(6) == 0) {
                    poisonSome(world.append(1 + random.nextInt(40), 3));
                }
                if (random.nextInt(60) == 0) {
                    world.full = !world.full;
                }
                if (random.nextInt(40) == 0) {
                    world.refilter("filtered", FILTERS.get(random.nextInt(FILTERS.size())));
                }
                if (crashing && random.nextInt(25) == 0) {
                    world.crashes.in(1 + random.nextInt(20));
                }
                world.step();
            }
            world.crashes.off();
            world.full = false;
            world.receivers
                    .values()
                    .forEach(receiver -> receiver.faults(SimulatedReceiver.Faults.none()));
            // A control for whatever is the last one.
            world.append(20, 3);
            world.until(
                    50_000, () -> world.receivers.keySet().stream().allMatch(world::isDelivered));
            long duplicates = 0;
            for (String id : List.of("plain", "filtered", "indexing")) {
                duplicates += judge(id, id.equals("indexing"));
            }
            assertThat(filtered.openSinks() + plain.openSinks() + indexing.openSinks())
                    .isBetween(
                            3 + 3 * (int) world.crashed(),
                            3
                                    + 3 * (int) world.crashed()
                                    + (world.crashed() > 0 ? (int) world.changes : 0));
            return duplicates;
        }

        private void poisonSome(List<Entry> entries) {
            for (Entry entry : entries) {
                if (random.nextInt(60) == 0) {
                    world.receivers.values().forEach(receiver -> receiver.poison(entry.id()));
                } else if (random.nextInt(60) == 0) {
                    world.receivers.values().forEach(receiver -> receiver.formless(entry.id()));
                }
            }
        }

        private long judge(String id, boolean pipelined) {
            Oracle oracle = world.oracle(id);
            SimulatedReceiver receiver = world.receivers.get(id);
            // A crash forgets at most what was settled within a second: the window.
            oracle.repeatsMax(receiver.ambiguous() + world.crashed() * 128);
            oracle.order(pipelined ? Oracle.Order.PIPELINED : Oracle.Order.STRICT);
            Oracle.Verdict verdict = oracle.judge(receiver.stored());
            assertThat(verdict.violations()).as(id).isEmpty();
            assertThat(verdict.lost()).isZero();
            if (world.crashed() == 0 && !pipelined && receiver.ambiguous() == 0) {
                assertThat(verdict.duplicates()).as("duplicates of " + id).isZero();
            }
            assertThat(store.parked(id, Parked.State.PARKED, 0, 1000))
                    .allSatisfy(parked -> assertThat(parked.refusal().status()).isIn(400, 0));
            return verdict.duplicates();
        }
    }
}
