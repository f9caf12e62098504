package dev.indelible.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.sealing.Logs;
import dev.indelible.core.sealing.Origins;
import dev.indelible.core.sealing.Published;
import dev.indelible.core.sealing.Sealing;
import dev.indelible.core.sealing.SealingStores;
import dev.indelible.core.sealing.WitnessPolicy;
import dev.indelible.proof.Merkle;
import dev.indelible.proof.TilePath;
import dev.indelible.testkit.Entries;
import dev.indelible.testkit.SimulatedDisk;
import dev.indelible.testkit.SimulatedKeys;
import dev.indelible.testkit.SlowTree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/* Journal, checkpoint journal and tree lie on three simulated disks that lose power together. Events
 * come, sealing steps, disks fail, the machine crashes and starts again. Every checkpoint that was ever
 * seen is remembered, and in the end:
 *
 * - each of them has the root that the slow definition gives for the journal's first so many events,
 *   so no two contradict each other and nothing was published that is not durable;
 * - sizes never went back, whatever crashed;
 * - every leaf of the newest has a proof, and tiles give the root. */

/// Sealing on simulated disks, by seed: `-Dindelible.seed=…` repeats a round and
/// `-Dindelible.rounds=…` says how many.
class SealingSimulationTest {
    private static final int ROUNDS = Integer.getInteger("indelible.rounds", 400) / 4;
    private static final Origins ORIGINS = new Origins("example.com/audit");
    private static final SimulatedKeys KEYS = new SimulatedKeys();

    @Test
    void noTwoCheckpointsContradictEachOther() {
        long first = Long.getLong("indelible.seed", System.nanoTime());
        int rounds = System.getProperty("indelible.seed") == null ? ROUNDS : 1;
        for (long seed = first; seed < first + rounds; seed++) {
            try {
                new Round(seed).run();
            } catch (RuntimeException | Error e) {
                throw new AssertionError("repeat with -Dindelible.seed=" + seed, e);
            }
        }
        System.out.println("sealing simulation: rounds=" + rounds + " first seed=" + first);
    }

    /// One life of three folders.
    private static final class Round {
        private final Random random;
        private final List<SimulatedDisk> disks;
        private final Entries entries;
        private final int organizations;
        private final Map<String, TreeMap<Long, byte[]>> seen = new HashMap<>();
        private final Map<String, Long> newest = new HashMap<>();
        private FileJournal journal;
        private SealingStores stores;
        private Sealing sealing;
        private long nowMillis = 1_700_000_000_000L;

        Round(long seed) {
            random = new Random(seed);
            disks =
                    List.of(
                            new SimulatedDisk(new Random(seed + 1)),
                            new SimulatedDisk(new Random(seed + 2)),
                            new SimulatedDisk(new Random(seed + 3)));
            entries = new Entries(random);
            organizations = 1 + random.nextInt(5);
            open();
        }

        private void open() {
            journal = FileJournal.open(disks.get(0), 50_000, random);
            stores =
                    new SealingStores(
                            journal,
                            new FileTreeStore(disks.get(2)),
                            FileCheckpointJournal.open(disks.get(1)));
            sealing =
                    Sealing.open(
                            stores,
                            KEYS,
                            ORIGINS,
                            () -> Instant.ofEpochMilli(nowMillis),
                            WitnessPolicy.none());
            look();
        }

        void run() {
            int steps = 30 + random.nextInt(60);
            for (int i = 0; i < steps; i++) {
                step();
                look();
            }
            restart();
            nowMillis += 2_000;
            seal();
            nowMillis += 2_000;
            seal();
            look();
            check();
        }

        private void step() {
            switch (random.nextInt(16)) {
                case 0 -> disks.get(random.nextInt(3)).cutPowerAfter(1 + random.nextInt(12));
                case 1 -> disks.get(random.nextInt(3)).failForceAfter(random.nextInt(4));
                case 2 -> disks.get(random.nextInt(3)).failWriteAfter(random.nextInt(4));
                case 3 -> restart();
                case 4 -> assertThat(journal.sealing().step()).isNotNull();
                case 5, 6, 7, 8, 9 -> seal();
                default -> append();
            }
            nowMillis += random.nextInt(700);
            if (disks.stream().anyMatch(SimulatedDisk::isPowerCut)) {
                restart();
            }
        }

        private void append() {
            int count = 1 + random.nextInt(random.nextInt(4) == 0 ? 300 : 20);
            List<Entry> next = entries.next(journal, count, organizations);
            try {
                journal.append(next);
            } catch (AuditException.Busy | AuditException.Uncertain _) {
                // Not answered for: there or not.
            }
        }

        private void seal() {
            assertThat(sealing.step()).isNotNull();
        }

        private void restart() {
            boolean kill = random.nextInt(3) == 0;
            for (SimulatedDisk disk : disks) {
                if (kill) {
                    disk.kill();
                } else {
                    disk.crash();
                }
                disk.failForceAfter(Integer.MAX_VALUE);
                disk.failWriteAfter(Integer.MAX_VALUE);
            }
            open();
        }

        /// Remembers what everybody can see now.
        private void look() {
            for (int i = 0; i < organizations; i++) {
                String organization = "organization-" + i;
                sealing.publications()
                        .latest(organization)
                        .ifPresent(published -> saw(organization, published));
            }
            sealing.publications().anchor().ifPresent(anchor -> saw(Origins.ANCHOR, anchor));
        }

        private void saw(String log, Published published) {
            assertThat(published.size()).isGreaterThanOrEqualTo(newest.getOrDefault(log, 0L));
            newest.put(log, published.size());
            byte[] root = published.checkpoint().root();
            byte[] before =
                    seen.computeIfAbsent(log, _ -> new TreeMap<>())
                            .putIfAbsent(published.size(), root);
            assertThat(before == null ? root : before).isEqualTo(root);
        }

        private void check() {
            seen.forEach((log, roots) -> {
                Published published =
                        log.equals(Origins.ANCHOR)
                                ? sealing.publications().anchor().orElseThrow()
                                : sealing.publications().latest(log).orElseThrow();
                List<byte[]> leaves = leaves(log);
                assertThat(published.size()).isEqualTo(leaves.size());
                roots.forEach((size, root) ->
                        assertThat(root)
                                .as(log + "@" + size)
                                .isEqualTo(
                                        SlowTree.root(leaves.subList(0, Math.toIntExact(size)))));
                try {
                    checkProofs(sealing.logs(), published, leaves);
                } catch (AuditException.Corrupt _) {
                    // Stored hashes were torn by a crash: sealing makes them anew.
                    seal();
                    checkProofs(sealing.logs(), published, leaves);
                }
            });
        }

        private void checkProofs(Logs logs, Published published, List<byte[]> leaves) {
            byte[] tile = logs.tile(published, TilePath.tile(0, 0, published.size())).orElseThrow();
            assertThat(tile).startsWith(Merkle.leafHash(leaves.getFirst()));
            for (int i = 0; i < 5; i++) {
                int index = random.nextInt(leaves.size());
                assertThat(
                                Merkle.includes(
                                        published.checkpoint().root(),
                                        published.size(),
                                        index,
                                        Merkle.leafHash(leaves.get(index)),
                                        logs.proof(published, index, published.note()).nodes()))
                        .isTrue();
            }
        }

        private List<byte[]> leaves(String log) {
            var leaves = new ArrayList<byte[]>();
            if (log.equals(Origins.ANCHOR)) {
                stores.checkpoints()
                        .replay(round -> round.heads().forEach(head -> leaves.add(head.leaf())));
                return leaves;
            }
            while (leaves.size() < journal.nextSequence(log)) {
                journal.readOf(log, leaves.size(), 1000, 1 << 20)
                        .forEach(entry -> leaves.add(entry.leaf()));
            }
            return leaves;
        }
    }
}
