package dev.indelible.storage.file;

import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.testkit.Entries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/// Prints what the file journal costs on a real folder: run by hand with a folder and a count of
/// events. It is no benchmark, it only shows the order of things.
final class FileJournalMeasure {
    private static final int BATCH = 1000;
    private static final long SEGMENT_BYTES = 64 << 20;

    private final FolderDisk disk;
    private final Path folder;
    private FileJournal journal;

    private FileJournalMeasure(Path folder) throws IOException {
        this.folder = folder;
        this.disk = FolderDisk.open(folder);
        this.journal = open();
    }

    private FileJournal open() {
        return FileJournal.open(disk, SEGMENT_BYTES, new Random());
    }

    public static void main(String[] arguments) throws IOException {
        long seed = Long.getLong("indelible.seed", 1);
        int count = Integer.parseInt(arguments[1]);
        System.out.printf(
                "events=%d seed=%d cores=%d%n",
                count, seed, Runtime.getRuntime().availableProcessors());
        var measure = new FileJournalMeasure(Path.of(arguments[0]));
        measure.append(new Entries(new Random(seed)), count);
        measure.finds(count);
        measure.seal();
        measure.bytes(count);
        measure.rows(count);
        measure.logs();
        measure.reopen(arguments[0]);
    }

    private void append(Entries entries, int count) {
        long nanos = 0;
        long slowest = 0;
        long parts = 0;
        for (int done = 0; done < count; done += BATCH) {
            List<Entry> batch = entries.next(journal, BATCH, 20);
            for (Entry entry : batch) {
                parts += entry.parts().length();
            }
            long start = System.nanoTime();
            journal.append(batch);
            long took = System.nanoTime() - start;
            nanos += took;
            slowest = Math.max(slowest, took);
            if (done % 100_000 == 0) {
                seal();
            }
        }
        System.out.printf(
                "append: %.2f µs/event with fsync per %d, slowest append %.1f ms, %d B/event%n",
                nanos / 1e3 / count, BATCH, slowest / 1e6, parts / count);
    }

    private void finds(int count) {
        var random = new Random(7);
        var ids = new ArrayList<UUID>();
        for (int i = 0; i < 200_000; i++) {
            ids.add(new UUID(random.nextLong(), random.nextLong()));
        }
        long found = 0;
        long start = 0;
        for (int round = 0; round < 5; round++) {
            start = System.nanoTime();
            for (UUID id : ids) {
                found += journal.find("organization-1", id).isPresent() ? 1 : 0;
            }
        }
        long nanos = System.nanoTime() - start;
        System.out.printf("find, absent: %d ns (%d found)%n", nanos / ids.size(), found);
        start = System.nanoTime();
        for (int i = 0; i < 2000; i++) {
            Draft one = journal.readEach(new long[] {random.nextInt(count)}).getFirst().draft();
            found += journal.find(one.organization(), one.id()).isPresent() ? 1 : 0;
        }
        System.out.printf("read and find, present: %.1f µs%n", (System.nanoTime() - start) / 2e6);
    }

    private void seal() {
        long start = System.nanoTime();
        int files = 0;
        while (journal.sealing().step().isZero()) {
            files++;
        }
        if (files > 0) {
            System.out.printf(
                    "sealed: %d files of 64 MiB, %.2f s each%n",
                    files, (System.nanoTime() - start) / 1e9 / files);
        }
    }

    private void bytes(int count) throws IOException {
        long all = 0;
        long sealed = 0;
        long ids = 0;
        for (String name : disk.list()) {
            long bytes = Files.size(folder.resolve(name));
            all += bytes;
            sealed += name.endsWith(".zst") ? bytes : 0;
            ids += name.endsWith(".ids") ? bytes : 0;
        }
        long inSealed = count - rawCount();
        System.out.printf(
                "bytes per event: sealed %.1f, ids %.1f; all files with the raw tail %.1f%n",
                sealed / (double) inSealed, ids / (double) count, all / (double) count);
    }

    private long rawCount() throws IOException {
        long first = 0;
        for (String name : disk.list()) {
            first = Math.max(first, FileNames.rawFirst(name).orElse(0));
        }
        return journal.end() - first;
    }

    private void rows(int count) {
        var random = new Random(5);
        for (int round = 0; round < 4; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                journal.readEach(random.longs(50, 0, count).toArray());
            }
            System.out.printf("50 scattered rows: %.0f µs%n", (System.nanoTime() - start) / 50e3);
        }
        long start = System.nanoTime();
        long position = 0;
        while (position < journal.end()) {
            position = journal.read(position, 10_000, 8 << 20).getLast().position() + 1;
        }
        System.out.printf(
                "read all in order: %.2f µs/event%n", (System.nanoTime() - start) / 1e3 / count);
    }

    private void logs() {
        long start = System.nanoTime();
        long sequence = journal.nextSequence("organization-3") / 2;
        int rounds = 100;
        for (int i = 0; i < rounds; i++) {
            journal.readOf("organization-3", sequence, 100, 1 << 20);
        }
        System.out.printf(
                "100 rows of one organization: %.0f µs%n",
                (System.nanoTime() - start) / 1e3 / rounds);
    }

    /// Opens a copy of the folder as a killed process leaves it.
    private void reopen(String original) throws IOException {
        Path copy = Path.of(original + "-killed");
        Files.createDirectories(copy);
        for (String name : disk.list()) {
            Files.copy(folder.resolve(name), copy.resolve(name));
        }
        for (int round = 0; round < 3; round++) {
            try (FolderDisk killed = FolderDisk.open(copy)) {
                long start = System.nanoTime();
                FileJournal opened = FileJournal.open(killed, SEGMENT_BYTES, new Random());
                System.out.printf(
                        "open%s: %.0f ms, end %d%n",
                        round == 0 ? " after kill" : " after close",
                        (System.nanoTime() - start) / 1e6,
                        opened.end());
                opened.close();
            }
        }
        journal.close();
        disk.close();
    }
}
