package dev.indelible.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.testkit.Entries;
import dev.indelible.testkit.JournalContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // JUnit fills what each test begins with
class FileJournalTest extends JournalContract {
    private static final long SMALL_SEGMENT_BYTES = 100_000;

    @TempDir Path folder;
    private FolderDisk disk;
    private FileJournal journal;

    @Override
    protected Journal open() throws IOException {
        disk = FolderDisk.open(folder.resolve("with a blank"));
        return reopen();
    }

    @Override
    protected Journal reopen() {
        journal = FileJournal.open(disk, SMALL_SEGMENT_BYTES, new Random(1));
        return journal;
    }

    @Override
    protected void between() {
        assertThat(journal.sealing().step()).isNotNull();
    }

    @AfterEach
    void closeDisk() throws IOException {
        journal.close();
        disk.close();
    }

    @Test
    void folderIsHeldByOne() {
        assertThatThrownBy(() -> FolderDisk.open(folder.resolve("with a blank")))
                .hasMessageContaining("in use");
    }

    @Test
    void interruptsOfReadersAndWriterHarmNothing() {
        var entries = new Entries(new Random(3));
        var model = new ArrayList<Entry>();
        for (int i = 0; i < 100; i++) {
            List<Entry> next = entries.next(journal, 20, 2);
            Thread.currentThread().interrupt();
            journal.append(next);
            model.addAll(next);
            between();
            assertThat(journal.read(0, 1, 1)).isEqualTo(model.subList(0, 1));
            assertThat(Thread.interrupted()).isTrue();
        }
        JournalContract.agree(journal, model);
    }

    @Test
    void interruptedReadersDoNotDisturbOthers() throws Exception {
        var entries = new Entries(new Random(5));
        var model = new ArrayList<Entry>();
        var interrupted = new ArrayList<Thread>();
        var failures = new ConcurrentLinkedQueue<Throwable>();
        var done = new AtomicBoolean();
        for (int i = 0; i < 3; i++) {
            interrupted.add(
                    Thread.ofVirtual()
                            .uncaughtExceptionHandler((_, failure) -> failures.add(failure))
                            .start(() -> readUntil(done)));
        }
        for (int i = 0; i < 300; i++) {
            List<Entry> next = entries.next(journal, 5, 2);
            journal.append(next);
            model.addAll(next);
            interrupted.get(i % 3).interrupt();
            between();
        }
        done.set(true);
        for (Thread reader : interrupted) {
            reader.join();
        }

        assertThat(failures).isEmpty();
        JournalContract.agree(journal, model);
    }

    private void readUntil(AtomicBoolean done) {
        var random = new Random(6);
        while (!done.get()) {
            long end = journal.end();
            if (end > 0) {
                long position = random.nextLong(end);
                assertThat(journal.readEach(new long[] {position}).getFirst().position())
                        .isEqualTo(position);
            }
        }
    }

    @Test
    void sealedFilesAreSmallAndTheRawOnesGone() throws IOException {
        var entries = new Entries(new Random(4));
        for (int i = 0; i < 50; i++) {
            journal.append(entries.next(journal, 100, 5));
        }
        while (journal.sealing().step().isZero()) {
            // One file a step.
        }

        long raw = disk.list().stream().filter(name -> name.endsWith(".raw")).count();
        assertThat(raw).isEqualTo(1);
        assertThat(disk.list()).anyMatch(name -> name.endsWith(".zst"));
    }
}
