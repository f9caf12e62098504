package dev.indelible.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.Worker;
import dev.indelible.testkit.Entries;
import dev.indelible.testkit.JournalContract;
import dev.indelible.testkit.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RestTest {
    private static final int SEGMENT_BYTES = 400_000;

    private final SimulatedDisk disk = new SimulatedDisk(new Random(1));
    private final Entries entries = new Entries(new Random(2));
    private final List<Entry> model = new ArrayList<>();
    private FileJournal journal = FileJournal.open(disk, SEGMENT_BYTES, new Random(3));
    private long nanos;
    private Worker sealing = journal.sealing(() -> nanos);

    private void append(int count) {
        List<Entry> next = entries.next(journal, count, 3);
        journal.append(next);
        model.addAll(next);
    }

    private void restFor(long seconds) {
        nanos += TimeUnit.SECONDS.toNanos(seconds);
        while (sealing.step().isZero()) {
            // One file a step.
        }
    }

    private long sealedFiles() {
        return disk.list().stream().filter(name -> name.endsWith(".zst")).count();
    }

    /// Of the file that is written, while it is the only one.
    private long fileBytes() {
        return model.stream().mapToLong(Entry::bytes).sum();
    }

    @Test
    void lastFileIsSealedOnceItRests() {
        append(200);
        assertThat(fileBytes()).isBetween(SEGMENT_BYTES / 8L, SEGMENT_BYTES / 2L);
        restFor(0);
        restFor(15);
        assertThat(sealedFiles()).isZero();

        restFor(120);

        assertThat(sealedFiles()).isOne();
        JournalContract.agree(journal, model);
    }

    @Test
    void whatComesStartsTheRestAnew() {
        append(200);
        for (int i = 0; i < 100; i++) {
            restFor(14);
            append(1);
        }

        assertThat(sealedFiles()).isZero();
    }

    @Test
    void whoeverCatchesUpComesFirst() {
        while (journal.end() <= FileLimits.BEHIND_ENTRIES) {
            append(200);
        }
        restFor(0);
        long sealed = sealedFiles();
        for (int i = 0; i < 30; i++) {
            assertThat(journal.read(0, FileLimits.MUCH_READ_ENTRIES, Long.MAX_VALUE))
                    .hasSize(FileLimits.MUCH_READ_ENTRIES);
            restFor(14);
        }
        assertThat(sealedFiles()).isEqualTo(sealed);

        assertThat(journal.read(0, 100, Long.MAX_VALUE)).hasSize(100);
        restFor(1000);
        restFor(1000);

        assertThat(sealedFiles()).isEqualTo(sealed + 1);
        JournalContract.agree(journal, model);
    }

    @Test
    void whoeverExportsComesFirst() {
        append(200);
        long[] rows = LongStream.range(0, FileLimits.MUCH_READ_ENTRIES).map(i -> i % 200).toArray();
        for (int i = 0; i < 9; i++) {
            assertThat(journal.readEach(rows)).hasSize(rows.length);
            restFor(120);
        }
        assertThat(sealedFiles()).isZero();

        restFor(120);

        assertThat(sealedFiles()).isOne();
    }

    @Test
    void fewEventsMakeNoFile() {
        append(2);
        assertThat(fileBytes()).isLessThan(SEGMENT_BYTES / 64);
        restFor(0);

        restFor(TimeUnit.DAYS.toSeconds(365));

        assertThat(sealedFiles()).isZero();
    }

    private long sealedBytes() {
        return disk.list().stream()
                .filter(name -> name.endsWith(".zst"))
                .mapToLong(disk::size)
                .sum();
    }

    @Test
    void whatWasSealedInHasteIsPackedBetterAtRest() {
        for (int i = 0; i < 14; i++) {
            append(100);
        }
        restFor(1);
        restFor(13);
        assertThat(sealedFiles()).isEqualTo(2);
        long before = sealedBytes();

        restFor(2);

        assertThat(sealedFiles()).isEqualTo(2);
        assertThat(sealedBytes()).isLessThan(before);
        JournalContract.agree(journal, model);
        disk.crash();
        journal = FileJournal.open(disk, SEGMENT_BYTES, new Random(4));
        assertThat(journal.quarantined()).isZero();
        JournalContract.agree(journal, model);
    }

    @Test
    void filesThatFillSlowlyArePackedWellAtOnce() {
        for (int i = 0; i < 14; i++) {
            append(100);
            nanos += TimeUnit.SECONDS.toNanos(12);
            assertThat(sealing.step()).isNotNull();
        }
        restFor(1);
        assertThat(sealedFiles()).isEqualTo(2);
        long before = sealedBytes();

        restFor(16);

        assertThat(sealedBytes()).isEqualTo(before);
    }

    @Test
    void afterItEventsComeAndARestartFindsAll() {
        append(200);
        restFor(0);
        restFor(120);
        append(150);
        restFor(0);
        restFor(120);
        append(3);

        disk.crash();
        journal = FileJournal.open(disk, SEGMENT_BYTES, new Random(4));

        assertThat(sealedFiles()).isEqualTo(2);
        assertThat(journal.quarantined()).isZero();
        JournalContract.agree(journal, model);
    }

    @Test
    void whereNoFileCanBeMadeTheNextAppendMakesIt() {
        append(200);
        restFor(0);
        disk.failForceAfter(0);
        nanos += TimeUnit.HOURS.toNanos(1);
        assertThat(sealing.step()).isPositive();
        disk.failForceAfter(Integer.MAX_VALUE);

        append(1);
        restFor(0);

        assertThat(sealedFiles()).isOne();
        JournalContract.agree(journal, model);
    }
}
