package dev.indelible.storage.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.journal.Entry;
import dev.indelible.event.Part;
import dev.indelible.testkit.Entries;
import dev.indelible.testkit.JournalContract;
import dev.indelible.testkit.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DictionaryTest {
    /// Of zstd's own kind: RFC 8878, section 5.
    private static final int MAGIC = 0xEC30A437;

    private final Entries entries = new Entries(new Random(1));
    private final List<Entry> model = new ArrayList<>();

    /// A journal with one full file.
    private FileJournal journal(int segmentBytes) {
        var disk = new SimulatedDisk(new Random(2));
        FileJournal journal = FileJournal.open(disk, segmentBytes, new Random(3));
        while (journal.left().isEmpty()) {
            List<Entry> next = entries.next(journal, 100, 5);
            journal.append(next);
            model.addAll(next);
        }
        return journal;
    }

    private static SealSource full(FileJournal journal) {
        return (SealSource) journal.left().getFirst();
    }

    private static int magic(byte[] dictionary) {
        return ByteBuffer.wrap(dictionary).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    @Test
    void isTrainedOnALargeFile() throws IOException {
        FileJournal journal = journal(2 << 20);

        byte[] dictionary = Dictionary.of(full(journal), Packing.Effort.BEST);

        assertThat(magic(dictionary)).isEqualTo(MAGIC);
        assertThat(dictionary.length).isBetween(16 << 10, (2 << 20) / 32);
        assertThat(journal.sealing().step()).isZero();
        JournalContract.agree(journal, model);
    }

    @Test
    void hasPlainSamplesOfASmallFile() throws IOException {
        FileJournal journal = journal(100_000);

        byte[] dictionary = Dictionary.of(full(journal), Packing.Effort.BEST);

        assertThat(magic(dictionary)).isNotEqualTo(MAGIC);
        assertThat(dictionary).hasSizeGreaterThan(500);
        assertThat(journal.sealing().step()).isZero();
        JournalContract.agree(journal, model);
    }

    @Test
    void hasNothingOfWhatIsDeleted() throws IOException {
        SealSource file = full(journal(2 << 20));
        String name = "\"name\":\"Jane Roe\"";
        var reduced = new Reduction(file, entry -> entry.without(Set.of(Part.ACTOR)));

        assertThat(new String(Dictionary.of(file, Packing.Effort.BEST), UTF_8)).contains(name);
        assertThat(new String(Dictionary.of(reduced, Packing.Effort.BEST), UTF_8))
                .doesNotContain(name);
    }
}
