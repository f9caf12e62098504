package dev.indelible.storage.file;

import static java.util.Comparator.naturalOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.Worker;
import dev.indelible.testkit.Entries;
import dev.indelible.testkit.JournalContract;
import dev.indelible.testkit.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UrgentSealingTest {
    private static final int SEGMENT_BYTES = 20_000;

    private final SimulatedDisk disk = new SimulatedDisk(new Random(1));
    private final Entries entries = new Entries(new Random(2));
    private final List<Entry> model = new ArrayList<>();
    private FileJournal journal = FileJournal.open(disk, SEGMENT_BYTES, new Random(3));

    private void appendFiles(int count) {
        long before = rawFiles();
        while (rawFiles() < before + count) {
            List<Entry> next = entries.next(journal, 10, 3);
            journal.append(next);
            model.addAll(next);
        }
    }

    private void append(int count) {
        List<Entry> next = entries.next(journal, count, 3);
        journal.append(next);
        model.addAll(next);
    }

    private long rawFiles() {
        return disk.list().stream().filter(name -> name.endsWith(".raw")).count();
    }

    private static void runDry(Worker worker) {
        while (worker.step().isZero()) {
            // One file a step.
        }
    }

    @Test
    void urgentWorkBeginsWhenTooManyWaitAndEndsWhenTheyDoNot() {
        Worker urgent = journal.sealing().urgent();
        appendFiles(FileLimits.WAITING_FILES_MAX);
        runDry(urgent);
        assertThat(rawFiles()).isEqualTo(FileLimits.WAITING_FILES_MAX + 1);

        appendFiles(5);
        runDry(urgent);

        // So many wait, and one is written.
        assertThat(rawFiles()).isEqualTo(FileLimits.WAITING_FILES_MAX + 1);
        JournalContract.agree(journal, model);
    }

    @Test
    void filesThatWaitTakeAQuarterOfTheFreeRoom() {
        Worker urgent = journal.sealing().urgent();
        appendFiles(3 * FileLimits.WAITING_FILES_MIN);
        disk.limitTo(disk.usedBytes() + 4L * 20 * SEGMENT_BYTES);
        runDry(urgent);

        // What is sealed makes room for one or two more.
        assertThat(rawFiles()).isBetween(21L, 27L);

        disk.limitTo(disk.usedBytes() + SEGMENT_BYTES);
        runDry(urgent);
        assertThat(rawFiles()).isEqualTo(FileLimits.WAITING_FILES_MIN + 1);
        JournalContract.agree(journal, model);
    }

    @Test
    void patientWorkLeavesThemToIt() {
        Sealing patient = journal.sealing(() -> 0);
        Worker urgent = patient.urgent();
        appendFiles(FileLimits.WAITING_FILES_MAX + 5);
        long waiting = rawFiles();

        runDry(patient);
        assertThat(rawFiles()).isEqualTo(waiting);

        runDry(urgent);
        runDry(patient);
        assertThat(rawFiles()).isOne();
        JournalContract.agree(journal, model);
    }

    @Test
    void filesWaitWhileAFollowerCatchesUp() {
        journal.close();
        journal = FileJournal.open(disk, 20 * SEGMENT_BYTES, new Random(3));
        long[] nanos = {0};
        Sealing patient = journal.sealing(() -> nanos[0]);
        Worker urgent = patient.urgent();
        while (journal.end() <= FileLimits.BEHIND_ENTRIES) {
            appendFiles(1);
        }
        runDry(urgent);
        long waiting = rawFiles();
        assertThat(waiting).isGreaterThan(FileLimits.WAITING_FILES_MIN);
        for (int i = 0; i < 9; i++) {
            assertThat(journal.read(0, FileLimits.MUCH_READ_ENTRIES, Long.MAX_VALUE))
                    .hasSize(FileLimits.MUCH_READ_ENTRIES);
            runDry(patient);
            nanos[0] += FileLimits.REST_NANOS - 1;
        }
        assertThat(rawFiles()).isEqualTo(waiting);

        // One at the end does not catch up.
        assertThat(journal.read(journal.end() - 5_000, 5_000, Long.MAX_VALUE)).hasSize(5_000);
        nanos[0] += FileLimits.REST_NANOS;
        runDry(patient);

        assertThat(rawFiles()).isOne();
        JournalContract.agree(journal, model);
    }

    @Test
    void filesWaitInAFlood() {
        long[] nanos = {0};
        Sealing patient = journal.sealing(() -> nanos[0]);
        patient.urgent();
        runDry(patient);

        // 20,000 a second, then one less.
        appendFiles(3);
        append((int) (10_000 - journal.end()));
        nanos[0] += 500_000_000;
        runDry(patient);
        assertThat(rawFiles()).isGreaterThanOrEqualTo(4);

        append(9_999);
        nanos[0] += 500_000_000;
        runDry(patient);
        assertThat(rawFiles()).isOne();
        JournalContract.agree(journal, model);
    }

    @Test
    void patientWorkDoesAllWhereItIsAlone() {
        appendFiles(FileLimits.WAITING_FILES_MAX + 5);

        runDry(journal.sealing());

        assertThat(rawFiles()).isOne();
    }

    @Test
    void filesThatWaitAreReadAlsoAfterAStart() {
        appendFiles(7);
        JournalContract.agree(journal, model);

        journal.close();
        journal = FileJournal.open(disk, SEGMENT_BYTES, new Random(4));
        appendFiles(2);

        JournalContract.agree(journal, model);
    }

    /// The full file stays the one that is written as long as there is no other.
    @Test
    void whereThereIsNoRoomForAnotherFileTheFullOneIsClosedAsUsual() {
        appendFiles(3);
        String written =
                disk.list().stream()
                        .filter(name -> name.endsWith(".raw"))
                        .max(naturalOrder())
                        .orElseThrow();
        while (disk.size(written) < SEGMENT_BYTES) {
            List<Entry> next = entries.next(journal, 1, 3);
            journal.append(next);
            model.addAll(next);
        }
        disk.fillAtWrite(0);
        List<Entry> refused = entries.next(journal, 1, 3);
        assertThatThrownBy(() -> journal.append(refused)).isInstanceOf(AuditException.Busy.class);
        disk.limitTo(Long.MAX_VALUE);

        journal.close();
        journal = FileJournal.open(disk, SEGMENT_BYTES, new Random(4));

        JournalContract.agree(journal, model);
    }
}
