package dev.indelible.storage.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.event.Part;
import dev.indelible.testkit.Entries;
import dev.indelible.testkit.JournalContract;
import dev.indelible.testkit.SimulatedDisk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of earlier versions stay readable. Beside this class lies one that version 1 sealed after
/// things were deleted, and the raw one that it came from.
class LayoutTest {
    private static final String SEALED = "00000000000000000000.zst";
    private static final String RAW = "00000000000000000000.raw";

    private static List<Entry> whole(Path folder) throws IOException {
        copy("whole.raw", folder, RAW);
        try (FolderDisk disk = FolderDisk.open(folder);
                FileJournal journal = FileJournal.open(disk, 1 << 20, new Random(1))) {
            return journal.read(0, 100, 1 << 20);
        }
    }

    private static void copy(String resource, Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        try (InputStream from =
                requireNonNull(LayoutTest.class.getResourceAsStream("version-1/" + resource))) {
            Files.copy(from, folder.resolve(name));
        }
    }

    private static Entry reduced(Entry entry) {
        return switch ((int) (entry.position() % 7)) {
            case 1 -> entry.without(Set.of(Part.ACTOR, Part.DETAIL));
            case 3 -> entry.without(EnumSet.allOf(Part.class));
            case 5 -> entry.expired();
            default -> entry;
        };
    }

    @Test
    void sealedFileOfVersionOneIsReadAndSealedAnew(@TempDir Path temp) throws IOException {
        List<Entry> before =
                whole(temp.resolve("whole")).stream().map(LayoutTest::reduced).toList();
        Path folder = temp.resolve("reduced");
        copy("reduced.zst", folder, SEALED);
        assertThat(magic(folder)).isEqualTo("INDJZST1");

        try (FolderDisk disk = FolderDisk.open(folder);
                FileJournal journal = FileJournal.open(disk, 1 << 20, new Random(2))) {
            assertThat(before).hasSize(24);
            assertThat(Scrub.journal(disk)).isEmpty();
            JournalContract.agree(journal, before);

            journal.reduce(0, entry -> entry.position() == 0 ? entry.expired() : entry);

            assertThat(magic(folder)).isEqualTo("INDJZST2");
            assertThat(Scrub.journal(disk)).isEmpty();
            assertThat(journal.readEach(new long[] {0}).getFirst().isExpired()).isTrue();
            assertThat(journal.read(1, 100, 1 << 20))
                    .isEqualTo(before.stream().skip(1).filter(one -> !one.isExpired()).toList());
        }
    }

    @Test
    void partsOfAnyBytesComeBack() {
        var entries = new Entries(new Random(4));
        var model = new ArrayList<Entry>();
        FileJournal journal =
                FileJournal.open(new SimulatedDisk(new Random(5)), 30_000, new Random(6));
        while (journal.left().size() < 3) {
            Draft withMarks = entries.draftWithDetail("acme", new byte[] {'"', 1, 10, '"', 1});
            List<Draft> drafts =
                    List.of(entries.draft("acme"), withMarks, entries.draft("acme", 700));
            List<Entry> next = entries.numbered(journal, drafts);
            journal.append(next);
            model.addAll(next);
        }

        assertThat(journal.sealing().step()).isZero();

        JournalContract.agree(journal, model);
    }

    private static String magic(Path folder) throws IOException {
        try (InputStream file = Files.newInputStream(folder.resolve(SEALED))) {
            return new String(file.readNBytes(8), US_ASCII);
        }
    }
}
