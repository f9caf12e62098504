package dev.indelible.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.disk.DiskFile;
import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.Problem;
import dev.indelible.testkit.Entries;
import dev.indelible.testkit.JournalContract;
import dev.indelible.testkit.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the device does to the file journal and what becomes of it.
class FileJournalDamageTest {
    private static final long SEGMENT_BYTES = 60_000;
    private static final String FIRST_RAW = FileNames.raw(0);
    private static final String FIRST_SEALED = FileNames.sealed(0);

    private final long seed = Long.getLong("indelible.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final SimulatedDisk disk = new SimulatedDisk(random);
    private final Entries entries = new Entries(random);
    private final List<Entry> model = new ArrayList<>();
    private FileJournal journal = open();

    @AfterEach
    void sayTheSeed() {
        System.out.println("seed=" + seed);
    }

    private FileJournal open() {
        return FileJournal.open(disk, SEGMENT_BYTES, random);
    }

    private void append(int count) {
        List<Entry> next = entries.next(journal, count, 3);
        journal.append(next);
        model.addAll(next);
    }

    private void killAndOpen() {
        disk.kill();
        journal = open();
    }

    /// Fills the first file, seals it, and begins another.
    private void sealFirst() {
        while (disk.list().contains(FIRST_RAW)) {
            append(20);
            assertThat(journal.sealing().step()).isNotNull();
        }
    }

    @Test
    void tornTailIsCutAndTheNumbersGoOn() throws IOException {
        append(10);
        append(10);
        long size = disk.size(FIRST_RAW);
        append(10);
        disk.kill();
        try (DiskFile file = disk.open(FIRST_RAW)) {
            file.truncate(size + random.nextLong(disk.size(FIRST_RAW) - size));
        }

        journal = open();

        model.subList(20, 30).clear();
        JournalContract.agree(journal, model);
        assertThat(journal.quarantined()).isZero();
        append(5);
        killAndOpen();
        JournalContract.agree(journal, model);
    }

    /// The first byte of every record of the first append is tried, and each byte after a few.
    @Test
    void oneBitFlippedBeforeTheTailCostsOneEntryAtMost() {
        append(30);
        append(30);
        append(1);
        int end = RawHeader.BYTES + RecordsTest.bytes(model.getFirst());
        for (int i = 1; i < 30; i++) {
            end += RecordsTest.bytes(model.get(i));
        }
        disk.kill();
        for (int i = 0; i < 200; i++) {
            var copy = new SimulatedDisk(new Random(i));
            copyTo(copy);
            copy.flipBit(FIRST_RAW, RawHeader.BYTES + random.nextInt(end - RawHeader.BYTES + 60));
            FileJournal opened = FileJournal.open(copy, SEGMENT_BYTES, new Random(i));

            List<Entry> left = opened.read(0, 1000, Long.MAX_VALUE);

            assertThat(opened.end()).isEqualTo(61);
            assertThat(left).isSubsetOf(model).hasSizeGreaterThanOrEqualTo(60);
            assertThat(opened.quarantined()).isEqualTo(61 - left.size());
            for (String organization : journalOrganizations()) {
                assertThat(opened.nextSequence(organization)).isEqualTo(count(organization));
            }
            opened.append(entries.next(opened, 3, 3));
            assertThat(opened.read(61, 10, Long.MAX_VALUE)).hasSize(3);
        }
    }

    private List<String> journalOrganizations() {
        return model.stream().map(Entry::organization).distinct().toList();
    }

    private long count(String organization) {
        return model.stream().filter(entry -> entry.organization().equals(organization)).count();
    }

    private void copyTo(SimulatedDisk copy) {
        try {
            for (String name : disk.list()) {
                ByteBuffer bytes = ByteBuffer.allocate((int) disk.size(name));
                try (DiskFile from = disk.open(name);
                        DiskFile to = copy.create(name)) {
                    from.read(0, bytes);
                    to.write(0, bytes.flip());
                    to.force();
                }
            }
            copy.syncFolder();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void damagedEntryIsRefusedPassedOverAndKeptInItsFile() {
        append(10);
        append(10);
        disk.kill();
        disk.flipBit(FIRST_RAW, RawHeader.BYTES + RecordsTest.bytes(model.getFirst()) + 100);

        journal = open();

        assertThat(journal.quarantined()).isEqualTo(1);
        assertThatThrownBy(() -> journal.readEach(new long[] {1}))
                .isInstanceOf(AuditException.Corrupt.class)
                .hasMessageContaining("position 1");
        assertThat(journal.read(1, 1, 1)).isEqualTo(model.subList(2, 3));
        Entry damaged = model.remove(1);
        List<Entry> log =
                model.stream()
                        .filter(entry -> entry.organization().equals(damaged.organization()))
                        .toList();
        assertThat(journal.readOf(damaged.organization(), 0, 100, Long.MAX_VALUE)).isEqualTo(log);
        for (int i = 0; i < 20; i++) {
            journal.append(entries.next(journal, 20, 3));
            assertThat(journal.sealing().step()).isNotNull();
        }
        assertThat(disk.list()).contains(FIRST_RAW).doesNotContain(FIRST_SEALED);
        assertThat(disk.list()).anyMatch(name -> name.endsWith(".zst"));
        killAndOpen();
        assertThat(journal.quarantined()).isEqualTo(1);
        assertThat(journal.end()).isEqualTo(420);
    }

    @Test
    void damageToTheEndOfAFileThatWasClosedIsNoTornTail() {
        append(10);
        journal.close();
        disk.flipBit(FIRST_RAW, RawHeader.BYTES + 100);

        journal = open();

        assertThat(journal.end()).isEqualTo(10);
        assertThat(journal.quarantined()).isEqualTo(1);
        assertThat(journal.read(0, 100, Long.MAX_VALUE)).isEqualTo(model.subList(1, 10));
    }

    @Test
    void oneDamagedHeaderOfTwoIsEnough() {
        append(10);
        disk.kill();
        disk.flipBit(FIRST_RAW, random.nextInt(24));

        journal = open();

        JournalContract.agree(journal, model);
    }

    @Test
    void bytesThatLookLikeARecordAreNotTakenForOne() {
        append(1);
        Draft forged = entries.draft("organization-1");
        ByteBuffer record = ByteBuffer.allocate(4096);
        new Records(0).write(new Entry(3, 1, 1, forged), 2, record);
        byte[] detail = new byte[record.position()];
        record.flip().get(detail);
        journal.append(entries.numbered(journal, List.of(entries.draftWithDetail("acme", detail))));
        append(1);
        disk.kill();
        disk.flipBit(FIRST_RAW, RawHeader.BYTES + RecordsTest.bytes(model.getFirst()) + 100);

        journal = open();

        assertThat(journal.read(0, 100, Long.MAX_VALUE))
                .noneMatch(entry -> entry.id().equals(forged.id()));
        assertThat(journal.end()).isEqualTo(3);
    }

    @Test
    void damagedBlockCostsItsEntriesOnly() {
        sealFirst();
        disk.kill();
        disk.flipBit(FIRST_SEALED, SealedDirectory.LOCATOR_BYTES + random.nextInt(1000));

        journal = open();

        assertThat(journal.quarantined()).isZero();
        List<Entry> left = journal.read(0, 10_000, Long.MAX_VALUE);
        assertThat(left).isSubsetOf(model).isNotEmpty();
        assertThat(journal.quarantined()).isEqualTo(model.size() - left.size()).isPositive();
        assertThatThrownBy(() -> journal.readEach(new long[] {0}))
                .isInstanceOf(AuditException.Corrupt.class);
        for (String organization : journalOrganizations()) {
            assertThat(journal.nextSequence(organization)).isEqualTo(count(organization));
            assertThat(journal.readOf(organization, 0, 10_000, Long.MAX_VALUE))
                    .isEqualTo(
                            left.stream()
                                    .filter(e -> e.organization().equals(organization))
                                    .toList());
        }
        append(10);
    }

    @Test
    void oneBitFlippedBehindTheBlocksCostsNothing() {
        sealFirst();
        disk.kill();
        long size = disk.size(FIRST_SEALED);
        for (int i = 0; i < 100; i++) {
            var copy = new SimulatedDisk(new Random(i));
            copyTo(copy);
            long offset = i < 50 ? size - 1 - i : i - 50L;
            copy.flipBit(FIRST_SEALED, offset);

            FileJournal opened = FileJournal.open(copy, SEGMENT_BYTES, new Random(i));

            JournalContract.agree(opened, model);
        }
    }

    @Test
    void sealedFileWithoutADirectoryIsLeftOutLoudly() {
        sealFirst();
        disk.kill();
        disk.flipBit(FIRST_SEALED, 3);
        disk.flipBit(FIRST_SEALED, disk.size(FIRST_SEALED) - SealedDirectory.LOCATOR_BYTES + 3);

        journal = open();

        assertThat(journal.end()).isEqualTo(model.size());
        assertThat(journal.quarantined()).isPositive();
        List<Entry> left = journal.read(0, 10_000, Long.MAX_VALUE);
        assertThat(left).isSubsetOf(model);
        assertThat(journal.quarantined()).isEqualTo(model.size() - left.size());
        journal.append(entries.next(journal, 5, 3));
    }

    @Test
    void lostOrDamagedIdTablesAreMadeAnew() throws IOException {
        sealFirst();
        disk.kill();
        for (String name : disk.list()) {
            if (name.endsWith(".ids") && random.nextBoolean()) {
                disk.delete(name);
            } else if (name.endsWith(".ids")) {
                disk.flipBit(name, random.nextInt(24));
            }
        }

        journal = open();

        JournalContract.agree(journal, model);
    }

    @Test
    void fullDiskIsToldAndForgottenWhenThereIsRoom() {
        append(10);
        disk.limitTo(disk.usedBytes() + 100);

        List<Entry> next = entries.next(journal, 10, 3);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> journal.append(next))
                    .isInstanceOfSatisfying(
                            AuditException.Busy.class,
                            busy -> {
                                assertThat(busy.problem()).isEqualTo(Problem.DISK_FULL);
                                assertThat(busy.retryAfter()).isPositive();
                            });
        }
        JournalContract.agree(journal, model);

        disk.limitTo(Long.MAX_VALUE);
        journal.append(next);
        model.addAll(next);
        disk.crash();
        journal = open();
        JournalContract.agree(journal, model);
    }

    @Test
    void fullDiskDoesNotKeepItFromBeingOpened() {
        append(10);
        append(10);
        disk.limitTo(disk.usedBytes());

        killAndOpen();

        JournalContract.agree(journal, model);
        assertThatThrownBy(() -> append(1)).isInstanceOf(AuditException.Busy.class);
        disk.crash();
        journal = open();
        JournalContract.agree(journal, model);
        disk.limitTo(Long.MAX_VALUE);
        append(10);
        killAndOpen();
        JournalContract.agree(journal, model);
    }

    @Test
    void diskThatTheJournalFilledMakesRoomBySealing() {
        append(1);
        disk.limitTo(disk.usedBytes() + 400_000);
        boolean isFull = false;
        while (!isFull) {
            try {
                append(20);
            } catch (AuditException.Busy e) {
                isFull = true;
            }
        }

        while (journal.sealing().step().isZero()) {
            // One file a step.
        }

        append(20);
        JournalContract.agree(journal, model);
    }

    @Test
    void failedForceIsUncertainAndTheSameEntriesCanBeSentAgain() {
        append(10);
        List<Entry> next = entries.next(journal, 10, 3);
        disk.failForceAfter(0);

        assertThatThrownBy(() -> journal.append(next)).isInstanceOf(AuditException.Uncertain.class);

        JournalContract.agree(journal, model);
        assertThat(journal.find(next.getFirst().organization(), next.getFirst().id())).isEmpty();
        append(5);
        disk.crash();
        journal = open();
        JournalContract.agree(journal, model);
    }
}
