package dev.indelible.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.MemoryJournal;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.AuditException.Corrupt;
import dev.indelible.core.sealing.Logs;
import dev.indelible.core.sealing.MemoryCheckpointJournal;
import dev.indelible.core.sealing.MemoryTreeStore;
import dev.indelible.core.sealing.Origins;
import dev.indelible.core.sealing.Published;
import dev.indelible.core.sealing.Sealing;
import dev.indelible.core.sealing.SealingStores;
import dev.indelible.core.sealing.TreeStore;
import dev.indelible.core.sealing.WitnessPolicy;
import dev.indelible.proof.EntryBundle;
import dev.indelible.proof.JdkSignatures;
import dev.indelible.proof.Merkle;
import dev.indelible.proof.Policy;
import dev.indelible.proof.ProofVerdict;
import dev.indelible.proof.TilePath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class SealingTest {
    private static final Origins ORIGINS = new Origins("example.com/audit");
    private static final SimulatedKeys KEYS = new SimulatedKeys();

    private final long seed = Long.getLong("indelible.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Entries entries = new Entries(random);
    private final MemoryJournal journal = new MemoryJournal();
    private final TreeStore trees = new MemoryTreeStore();
    private final MemoryCheckpointJournal checkpoints = new MemoryCheckpointJournal();
    private final SealingStores stores = new SealingStores(journal, trees, checkpoints);
    private final Logs logs = new Logs(stores);
    private long nowMillis = 1_700_000_000_000L;

    @Test
    void rootIsThatOfTheRfc() {
        Sealing sealing = open(stores);
        List<byte[]> leaves = new ArrayList<>();
        for (int count : List.of(1, 1, 13, 241, 1, 255, 300, 70_000 - 812)) {
            append(count, "acme");
            seal(sealing);
            leaves.clear();
            journal.readOf("acme", 0, 1 << 20, Long.MAX_VALUE)
                    .forEach(entry -> leaves.add(entry.leaf()));
            Published published = published(sealing);

            assertThat(published.size()).isEqualTo(leaves.size());
            assertThat(published.checkpoint().root()).isEqualTo(SlowTree.root(leaves));
            assertThat(published.checkpoint().origin()).isEqualTo("example.com/audit/acme");
        }
        everyTileAndSomeProofsLeadToTheRoot(published(sealing), leaves);
    }

    private void everyTileAndSomeProofsLeadToTheRoot(Published log, List<byte[]> leaves) {
        for (long index = 0; index * 256 < log.size(); index++) {
            int width = (int) Math.min(256, log.size() - index * 256);
            var path = new TilePath(TilePath.ENTRIES, index, width);
            List<byte[]> bundle = EntryBundle.decode(logs.entries(log, path).orElseThrow(), width);
            byte[] tile = logs.tile(log, new TilePath(0, index, width)).orElseThrow();
            for (int i = 0; i < width; i++) {
                assertThat(bundle.get(i)).isEqualTo(leaves.get((int) index * 256 + i));
                assertThat(Arrays.copyOfRange(tile, i * 32, i * 32 + 32))
                        .isEqualTo(Merkle.leafHash(bundle.get(i)));
            }
        }
        byte[] upper = logs.tile(log, new TilePath(1, 1, 17)).orElseThrow();
        assertThat(upper).startsWith(SlowTree.root(leaves.subList(65_536, 65_792)));
        byte[] narrower = logs.tile(log, new TilePath(1, 1, 3)).orElseThrow();
        assertThat(upper).startsWith(narrower);
        assertThat(logs.tile(log, new TilePath(1, 1, 18))).isEmpty();
        assertThat(logs.tile(log, new TilePath(1, 2, 1))).isEmpty();
        assertThat(logs.tile(log, new TilePath(3, 0, 1))).isEmpty();
        assertThat(logs.tile(log, new TilePath(63, 0, 1))).isEmpty();
        assertThat(logs.tile(log, new TilePath(2, 0, 1)).orElseThrow())
                .isEqualTo(SlowTree.root(leaves.subList(0, 65_536)));
        Policy policy = Policy.ofLogs(KEYS.signer("example.com/audit/acme").verifierKey());
        for (int i = 0; i < 200; i++) {
            int index = i < 5 ? leaves.size() - 1 - i : random.nextInt(leaves.size());
            ProofVerdict verdict =
                    logs.proof(log, index, log.note())
                            .verify(
                                    Merkle.leafHash(leaves.get(index)),
                                    policy,
                                    new JdkSignatures());
            assertThat(verdict).isInstanceOf(ProofVerdict.Proven.class);
        }
    }

    @Test
    void organizationsGrowApartAndEachHeadIsALeafOfTheAnchor() {
        Sealing sealing = open(stores);
        append(entries.next(journal, 500, 7));
        seal(sealing);
        append(entries.next(journal, 500, 7));
        seal(sealing);

        List<byte[]> heads = checkpoints.leaves(0, (int) checkpoints.heads());
        Published anchor = sealing.publications().anchor().orElseThrow();
        assertThat(anchor.checkpoint().root()).isEqualTo(SlowTree.root(heads));
        assertThat(anchor.size()).isEqualTo(14);
        for (int i = 0; i < 7; i++) {
            String organization = "organization-" + i;
            var anchored = sealing.publications().witnessed(organization).orElseThrow();
            assertThat(anchored.head().size()).isEqualTo(journal.nextSequence(organization));
            byte[] leaf = logs.leaf(anchor, anchored.anchorIndex());
            assertThat(leaf).hasSize(61).startsWith(1);
            assertThat(Arrays.copyOfRange(leaf, 25, 57))
                    .isEqualTo(anchored.head().checkpoint().root());
        }
    }

    @Test
    void atMostOneRoundASecondAndNotLaterThanThat() {
        Sealing sealing = open(stores);
        append(1, "acme");
        seal(sealing);
        append(1, "acme");
        nowMillis += 100;
        assertThat(sealing.step()).isPositive();
        assertThat(published(sealing).size()).isEqualTo(1);
        assertThat(sealing.lagEntries()).isEqualTo(1);
        nowMillis += 850;
        assertThat(sealing.step()).isPositive();

        assertThat(published(sealing).size()).isEqualTo(2);
        assertThat(sealing.lagEntries()).isZero();
        assertThat(sealing.publications().awaitSizes(Map.of("acme", 2L), Duration.ZERO)).isTrue();
        assertThat(sealing.publications().awaitSizes(Map.of("acme", 3L), Duration.ofMillis(5)))
                .isFalse();
    }

    @Test
    void restartGoesOnWithAndWithoutStoredHashes() {
        Sealing sealing = open(stores);
        append(1_000, "acme");
        seal(sealing);

        for (TreeStore store : List.of(trees, new MemoryTreeStore())) {
            var restarted = new SealingStores(journal, store, checkpoints);
            Sealing next = open(restarted);
            assertThat(published(next).size()).isEqualTo(journal.nextSequence("acme"));
            append(300, "acme");
            seal(next);
            var leaves = new ArrayList<byte[]>();
            journal.readOf("acme", 0, 10_000, Long.MAX_VALUE)
                    .forEach(entry -> leaves.add(entry.leaf()));
            assertThat(published(next).checkpoint().root()).isEqualTo(SlowTree.root(leaves));
            assertThat(new Logs(restarted).tile(published(next), new TilePath(1, 0, 3)))
                    .isPresent();
        }
    }

    @Test
    void damagedStoredHashesAreNotHandedOutAndAreMadeAnew() {
        Sealing sealing = open(stores);
        append(1_000, "acme");
        seal(sealing);
        Logs logs = sealing.logs();
        byte[] hashes = trees.read("acme", 8, 0, 3);
        hashes[40] ^= 1;
        trees.write("acme", 8, 0, hashes, 0, 3);

        assertThatThrownBy(() -> logs.tile(published(sealing), new TilePath(1, 0, 3)))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("acme");
        assertThatThrownBy(() -> logs.proof(published(sealing), 0, published(sealing).note()))
                .isInstanceOf(Corrupt.class);
        assertThat(sealing.step()).isPositive();
        assertThat(logs.tile(published(sealing), new TilePath(1, 0, 3))).isPresent();
        assertThat(sealing.stalledLogs()).isZero();
    }

    @Test
    void rolledBackJournalStopsTheStartAndNamesTheFirstMissingEvent() {
        Sealing sealing = open(stores);
        append(1_000, "acme");
        seal(sealing);
        var shorter = new MemoryJournal();
        shorter.append(journal.read(0, 990, Long.MAX_VALUE));

        assertThatThrownBy(() -> open(new SealingStores(shorter, trees, checkpoints)))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("'acme'")
                .hasMessageContaining("event 990");
    }

    @Test
    void changedJournalStopsTheStartAndNamesWhere() {
        Sealing sealing = open(stores);
        append(400, "acme");
        seal(sealing);
        append(200, "acme");
        seal(sealing);

        // Full tiles are looked into only where stored hashes are gone; the last tile always.
        assertThatThrownBy(() -> open(changed(555, trees)))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("'acme'")
                .hasMessageContaining("event 544 or one after");
        assertThatThrownBy(() -> open(changed(123, new MemoryTreeStore())))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("event 0 or one after");
        trees.write("acme", 8, 0, new byte[32], 0, 1);
        assertThatThrownBy(() -> open(changed(123, trees)))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("event 112 or one after");
    }

    private SealingStores changed(int index, TreeStore store) {
        var other = new MemoryJournal();
        List<Entry> all = new ArrayList<>(journal.read(0, 10_000, Long.MAX_VALUE));
        Entry entry = all.get(index);
        Draft forged = entries.draft("acme", entry.id());
        all.set(
                index,
                new Entry(entry.position(), entry.sequence(), entry.receivedMillis(), forged));
        other.append(all);
        return new SealingStores(other, store, checkpoints);
    }

    @Test
    void anotherInstanceOrAnotherKeyStopsTheStart() {
        Sealing sealing = open(stores);
        append(1, "acme");
        seal(sealing);

        assertThatThrownBy(() ->
                        Sealing.open(
                                stores,
                                KEYS,
                                new Origins("example.org"),
                                () -> Instant.ofEpochMilli(nowMillis),
                                WitnessPolicy.none()))
                .hasMessageContaining("'example.com/audit'")
                .hasMessageContaining("INDELIBLE_INSTANCE");
    }

    @Test
    void whoAsksBeforeAStartHasComparedWaitsForIt() throws Exception {
        Sealing before = open(stores);
        append(3, "acme");
        seal(before);
        String signed = published(before).note().toString();
        Sealing starting = unopened(ORIGINS);
        var asked = new FutureTask<>(() -> starting.publications().opened());
        Thread asking = Thread.ofPlatform().start(asked);
        while (asking.getState() != Thread.State.TIMED_WAITING) {
            assertThat(asked.isDone()).isFalse();
            Thread.onSpinWait();
        }

        starting.open();

        assertThat(asked.get().latest("acme").orElseThrow().note()).hasToString(signed);
    }

    @Test
    void whoAsksAStartThatFailedIsRefused() {
        Sealing before = open(stores);
        append(1, "acme");
        seal(before);
        Sealing starting = unopened(new Origins("example.org"));

        assertThatThrownBy(starting::open).isInstanceOf(AuditException.Corrupt.class);

        assertThatThrownBy(() -> starting.publications().opened())
                .isInstanceOf(AuditException.Busy.class);
    }

    @Test
    void stepBeforeTheComparisonMakesNoSecondHistory() {
        Sealing before = open(stores);
        append(3, "acme");
        seal(before);
        String signed = published(before).note().toString();
        Sealing starting = unopened(ORIGINS);

        starting.step();

        assertThat(published(starting).note()).hasToString(signed);
    }

    private Sealing unopened(Origins origins) {
        return Sealing.unopened(
                stores, KEYS, origins, () -> Instant.ofEpochMilli(nowMillis), WitnessPolicy.none());
    }

    private Sealing open(SealingStores from) {
        return Sealing.open(
                from, KEYS, ORIGINS, () -> Instant.ofEpochMilli(nowMillis), WitnessPolicy.none());
    }

    private static Published published(Sealing sealing) {
        return sealing.publications().latest("acme").orElseThrow();
    }

    private void append(int count, String organization) {
        var drafts = new ArrayList<Draft>();
        for (int i = 0; i < count; i++) {
            drafts.add(entries.draft(organization, 10));
        }
        append(entries.numbered(journal, drafts));
    }

    private void append(List<Entry> added) {
        journal.append(added);
    }

    /// Lets a second pass, and sealing do all that is to be done.
    private void seal(Sealing sealing) {
        nowMillis += 1_000;
        while (sealing.lagEntries() > 0) {
            assertThat(sealing.step()).isNotNull();
            nowMillis += sealing.lagEntries() > 0 ? 1_000 : 0;
        }
    }
}
