package dev.indelible.storage.file;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.sealing.Logs;
import dev.indelible.core.sealing.Origins;
import dev.indelible.core.sealing.Published;
import dev.indelible.core.sealing.Sealing;
import dev.indelible.core.sealing.SealingStores;
import dev.indelible.core.sealing.WitnessPolicy;
import dev.indelible.event.Leaf;
import dev.indelible.event.LeafWriter;
import dev.indelible.proof.TilePath;
import dev.indelible.testkit.Entries;
import dev.indelible.testkit.SimulatedKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/// What sealing costs, on this machine and in a folder: `SealingMeasure FOLDER [EVENTS]
/// [ORGANIZATIONS]`. Not a test; started by hand.
final class SealingMeasure {
    private static final Origins ORIGINS = new Origins("example.com");

    private SealingMeasure() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int events = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
        int organizations = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
        try (FolderDisk disk = FolderDisk.open(folder.resolve("journal"));
                FolderDisk truth = FolderDisk.open(folder.resolve("checkpoints"));
                FolderDisk cache = FolderDisk.open(folder.resolve("tree"));
                FileJournal journal = FileJournal.open(disk, 64 << 20, new Random(1));
                FileCheckpointJournal checkpoints = FileCheckpointJournal.open(truth);
                FileTreeStore trees = new FileTreeStore(cache)) {
            fill(journal, events, organizations);
            var stores = new SealingStores(journal, trees, checkpoints);
            leaves(journal, events);
            seal(stores, events);
            restart(stores);
            System.out.printf(
                    "tree %,d bytes, checkpoints %,d bytes%n",
                    bytes(folder.resolve("tree")), bytes(folder.resolve("checkpoints")));
        }
    }

    private static void fill(FileJournal journal, int events, int organizations) {
        var entries = new Entries(new Random(1));
        while (journal.end() < events) {
            journal.append(entries.next(journal, 1_000, organizations));
        }
        while (journal.sealing().step().isZero()) {
            // Until all but the newest segment are compressed, as they will be in use.
        }
    }

    private static void leaves(FileJournal journal, int events) {
        var writer = new LeafWriter();
        byte[] target = new byte[Leaf.BYTES_MAX];
        for (int round = 0; round < 5; round++) {
            List<Entry> some = journal.read(0, Math.min(events, 20_000), 64 << 20);
            long start = System.nanoTime();
            for (Entry entry : some) {
                int length =
                        writer.write(
                                entry.receivedMillis(),
                                entry.id(),
                                entry.draft().seed(),
                                entry.parts(),
                                target,
                                0);
                if (length == 0) {
                    throw new AssertionError("a leaf is never empty");
                }
            }
            System.out.printf(
                    "leaves %,d ns per event%n", (System.nanoTime() - start) / some.size());
        }
    }

    private static void seal(SealingStores stores, int events) throws Exception {
        Sealing sealing = open(stores, new SimulatedKeys());
        long start = System.nanoTime();
        while (sealing.lagEntries() > 0) {
            if (!sealing.step().isZero()) {
                Thread.sleep(20);
            }
        }
        System.out.printf(
                "sealed %,d events in %,d ms, reading and rounds included%n",
                events, (System.nanoTime() - start) / 1_000_000);
        proofs(new Logs(stores), sealing.publications().latest("organization-0").orElseThrow());
    }

    private static void proofs(Logs logs, Published log) {
        var random = new Random(1);
        for (int count : new int[] {10, 1_000, 1_000}) {
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                logs.proof(log, random.nextLong(log.size()), log.note());
            }
            System.out.printf(
                    "%,d proofs at size %,d: %,d us each%n",
                    count, log.size(), (System.nanoTime() - start) / 1_000 / count);
        }
        long start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            long index = random.nextLong(log.size() / 256);
            if (logs.tile(log, new TilePath(0, index, 256)).isEmpty()) {
                throw new AssertionError("a full tile is missing");
            }
        }
        System.out.printf(
                "100 level-0 tiles: %,d us each%n", (System.nanoTime() - start) / 100_000);
    }

    private static void restart(SealingStores stores) {
        var keys = new SimulatedKeys();
        for (String name : stores.journal().organizations().keySet()) {
            if (keys.signer(ORIGINS.of(name)).verifierKey().keyId() == 0) {
                throw new AssertionError("an id of 0 is not to be expected");
            }
        }
        // Keys of the JDK take a millisecond each, those of the server far less: not counted.
        long start = System.nanoTime();
        Sealing sealing = open(stores, keys);
        System.out.printf(
                "restart %,d ms, position %,d%n",
                (System.nanoTime() - start) / 1_000_000, sealing.publishedPosition());
    }

    private static Sealing open(SealingStores stores, SimulatedKeys keys) {
        return Sealing.open(stores, keys, ORIGINS, InstantSource.system(), WitnessPolicy.none());
    }

    private static long bytes(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            long bytes = 0;
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }
}
