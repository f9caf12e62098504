package dev.indelible.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.disk.Disk;
import dev.indelible.core.disk.DiskFile;
import dev.indelible.core.journal.Entry;
import dev.indelible.testkit.Entries;
import dev.indelible.testkit.JournalContract;
import dev.indelible.testkit.SimulatedDisk;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What raw files hold, written beside them, believed where it is right and passed over where not.
class KeptContentsTest {
    private static final int SEGMENT_BYTES = 20_000;
    private static final String FIRST_RAW = FileNames.raw(0);
    private static final String FIRST_CONTENTS = FileNames.contents(0);

    private final SimulatedDisk disk = new SimulatedDisk(new Random(1));
    private final Entries entries = new Entries(new Random(2));
    private final List<Entry> model = new ArrayList<>();
    private FileJournal journal = open();

    private FileJournal open() {
        return FileJournal.open(disk, SEGMENT_BYTES, new Random(3));
    }

    /// So many full files, with their contents beside them.
    private void keep(int files) {
        long before = count(".raw");
        while (count(".raw") < before + files) {
            List<Entry> next = entries.next(journal, 10, 3);
            journal.append(next);
            model.addAll(next);
        }
        assertThat(journal.sealing().urgent().step()).isPositive();
    }

    private long count(String ending) {
        return disk.list().stream().filter(name -> name.endsWith(ending)).count();
    }

    @Test
    void everyFullFileHasThemAndIsReadByThem() {
        keep(5);
        assertThat(count(".contents")).isEqualTo(5);
        JournalContract.agree(journal, model);

        journal.close();
        journal = open();
        keep(2);

        assertThat(count(".contents")).isEqualTo(7);
        JournalContract.agree(journal, model);
    }

    /// A byte that is damaged is not met by a start, because it does not read the file.
    @Test
    void aStartReadsNoFileOfWhichTheyAreThere() throws IOException {
        keep(3);
        int at = RawHeader.BYTES + RecordsTest.bytes(model.getFirst()) + 100;
        journal.close();
        disk.flipBit(FIRST_RAW, at);

        journal = open();
        assertThat(journal.quarantined()).isZero();
        assertThat(journal.read(0, model.size(), Long.MAX_VALUE))
                .hasSize(model.size() - 1)
                .doesNotContain(model.get(1));
        assertThat(journal.quarantined()).isOne();
        journal.close();

        disk.delete(FIRST_CONTENTS);
        journal = open();
        assertThat(journal.quarantined()).isOne();
    }

    @Test
    void theyGoWithTheirFile() {
        keep(3);
        while (journal.sealing().step().isZero()) {
            // One file a step.
        }

        assertThat(count(".contents")).isZero();
        assertThat(count(".raw")).isOne();
        JournalContract.agree(journal, model);
    }

    @Test
    void thoseWithoutAFileAreRemovedByAStart() throws IOException {
        keep(1);
        journal.close();
        try (DiskFile file = disk.create(FileNames.contents(7))) {
            file.write(0, ByteBuffer.allocate(100));
        }

        journal = open();

        assertThat(disk.list()).doesNotContain(FileNames.contents(7)).contains(FIRST_CONTENTS);
    }

    @Test
    void whereTheyAreDamagedTheFileIsRead() throws IOException {
        keep(2);
        journal.close();
        byte[] kept = bytes(FIRST_CONTENTS);
        for (int at = 0; at < kept.length; at += 7) {
            overwrite(FIRST_CONTENTS, kept);
            disk.flipBit(FIRST_CONTENTS, at);
            journal = open();
            JournalContract.agree(journal, model);
            journal.close();
        }
    }

    @Test
    void whereTheyAreTornTheFileIsRead() throws IOException {
        keep(2);
        journal.close();
        byte[] kept = bytes(FIRST_CONTENTS);
        for (int bytes = kept.length - 1; bytes >= 0; bytes -= 5) {
            overwrite(FIRST_CONTENTS, Arrays.copyOf(kept, bytes));
            journal = open();
            JournalContract.agree(journal, model);
            journal.close();
        }
        journal = open();
        keep(1);

        // Written anew.
        journal.close();
        disk.flipBit(FIRST_RAW, RawHeader.BYTES + 100);
        journal = open();
        assertThat(journal.quarantined()).isZero();
    }

    @Test
    void whereTheyAreDamagedWhileItRunsTheFileIsRead() {
        keep(2);
        disk.flipBit(FIRST_CONTENTS, (int) disk.size(FIRST_CONTENTS) - 10);

        JournalContract.agree(journal, model);
        while (journal.sealing().step().isZero()) {
            // One file a step.
        }
        JournalContract.agree(journal, model);
    }

    /// The disk gives neither them nor anything but an error for them.
    @Test
    void whereTheyCannotBeReadTheFileIs() {
        keep(3);
        journal.close();
        var unreadable =
                (Disk)
                        Proxy.newProxyInstance(
                                Disk.class.getClassLoader(),
                                new Class<?>[] {Disk.class},
                                (_, method, arguments) -> {
                                    boolean fails =
                                            method.getName().equals("open")
                                                    && ((String) arguments[0])
                                                            .endsWith(".contents");
                                    if (fails) {
                                        throw new IOException("Input/output error");
                                    }
                                    try {
                                        return method.invoke(disk, arguments);
                                    } catch (InvocationTargetException e) {
                                        throw e.getCause();
                                    }
                                });

        journal = FileJournal.open(unreadable, SEGMENT_BYTES, new Random(3));

        JournalContract.agree(journal, model);
    }

    @Test
    void whereBothAreDamagedTheRestIsRead() {
        keep(2);
        disk.flipBit(FIRST_RAW, RawHeader.BYTES + 100);
        disk.flipBit(FIRST_CONTENTS, (int) disk.size(FIRST_CONTENTS) - 10);

        List<Entry> left = model.subList(1, model.size());
        assertThat(journal.read(0, model.size(), Long.MAX_VALUE)).isEqualTo(left);
        String organization = model.getFirst().organization();
        assertThat(journal.readOf(organization, 0, model.size(), Long.MAX_VALUE))
                .isEqualTo(
                        left.stream()
                                .filter(entry -> entry.organization().equals(organization))
                                .toList());
    }

    /// They end where another file begins, or are those of another.
    @Test
    void thoseOfOtherRecordsAreNotBelieved() throws IOException {
        keep(3);
        journal.close();
        byte[] kept = bytes(FIRST_CONTENTS);
        List<String> raw =
                disk.list().stream().filter(name -> name.endsWith(".raw")).sorted().toList();
        long second = FileNames.rawFirst(raw.get(1)).orElseThrow();
        overwrite(FileNames.contents(second), kept);

        journal = open();
        JournalContract.agree(journal, model);
        journal.close();

        // The same first position and end, another salt.
        var other = new SimulatedDisk(new Random(9));
        FileJournal another = FileJournal.open(other, SEGMENT_BYTES, new Random(10));
        List<Entry> fewer = model.subList(0, (int) second);
        another.append(fewer);
        another.close();
        overwrite(FIRST_CONTENTS, kept);
        try (DiskFile from = other.open(FIRST_RAW);
                DiskFile into = disk.open(FIRST_RAW)) {
            ByteBuffer all = ByteBuffer.allocate((int) from.size());
            from.read(0, all);
            into.truncate(0);
            into.write(0, all.flip());
        }
        journal = open();
        JournalContract.agree(journal, model);
    }

    private byte[] bytes(String name) throws IOException {
        try (DiskFile file = disk.open(name)) {
            ByteBuffer all = ByteBuffer.allocate((int) file.size());
            file.read(0, all);
            return all.array();
        }
    }

    private void overwrite(String name, byte[] bytes) throws IOException {
        if (disk.list().contains(name)) {
            disk.delete(name);
        }
        try (DiskFile file = disk.create(name)) {
            file.write(0, ByteBuffer.wrap(bytes));
        }
    }

    /// Sealing makes room, and must not wait for what has none.
    @Test
    void aFullDiskKeepsThemInMemoryAndSealingGoesOn() {
        Sealing sealing = journal.sealing();
        while (count(".raw") < 4) {
            List<Entry> next = entries.next(journal, 10, 3);
            journal.append(next);
            model.addAll(next);
        }
        disk.fillAtWrite(0);
        assertThat(sealing.urgent().step()).isPositive();
        assertThat(count(".contents")).isZero();
        JournalContract.agree(journal, model);

        disk.limitTo(Long.MAX_VALUE);
        disk.fillAtWrite(Integer.MAX_VALUE);
        while (journal.sealing().step().isZero()) {
            // One file a step.
        }
        assertThat(count(".raw")).isOne();
        JournalContract.agree(journal, model);
    }

    /// The ids of files that wait are put in again by a start; of more than a few they are durable.
    @Test
    void aStartPutsTheIdsOfAFewFilesInAgain() throws IOException {
        keep(FileLimits.IDS_AGAIN_FILES_MAX + 5);
        List<Long> firsts =
                disk.list().stream()
                        .filter(name -> name.endsWith(".raw"))
                        .map(name -> FileNames.rawFirst(name).orElseThrow())
                        .sorted()
                        .toList();
        disk.kill();

        try (IdIndex ids = IdIndex.open(disk, new Random(4), model.size())) {
            assertThat(ids.checkpoint())
                    .isGreaterThan(firsts.get(firsts.size() - 2 - FileLimits.IDS_AGAIN_FILES_MAX));
        }
        journal = open();
        JournalContract.agree(journal, model);
    }
}
