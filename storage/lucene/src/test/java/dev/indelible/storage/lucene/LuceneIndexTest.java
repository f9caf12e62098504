package dev.indelible.storage.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.journal.MemoryJournal;
import dev.indelible.core.search.Query;
import dev.indelible.core.search.SearchIndex;
import dev.indelible.testkit.SearchEvents;
import dev.indelible.testkit.SearchIndexContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // JUnit fills what each test begins with
class LuceneIndexTest extends SearchIndexContract {
    private static final int SMALL_PARTITION_DOCUMENTS = 37;

    @TempDir Path folder;
    private final Journal own = new MemoryJournal();
    private final SearchEvents events = new SearchEvents(new Random(5));

    @Override
    protected SearchIndex open(Journal journal) {
        return open(folder.resolve("contract"), journal);
    }

    private static LuceneIndex open(Path path, Journal journal) {
        return LuceneIndex.open(
                path,
                SMALL_PARTITION_DOCUMENTS,
                position -> journal.readEach(new long[] {position}).getFirst());
    }

    @Test
    void whatWasCommittedIsThereAfterARestart() {
        Path path = folder.resolve("restart");
        fill(path, 200);

        try (LuceneIndex again = open(path, own)) {
            assertThat(again.nextPosition()).isEqualTo(200);
            assertThat(again.searchablePosition()).isEqualTo(200);
            assertThat(again.count(new Query.All())).isEqualTo(200);
        }
    }

    @Test
    void whatWasNotCommittedIsAddedAgain() {
        Path path = folder.resolve("crash");
        List<Entry> entries = events.next(own, 20);
        own.append(entries);
        LuceneIndex index = open(path, own);
        index.add(entries.subList(0, 10));
        index.commit();
        index.add(entries.subList(10, 20));
        index.refresh();

        index.revert();

        assertThat(index.nextPosition()).isEqualTo(10);
        index.add(entries.subList(10, 20));
        index.refresh();
        assertThat(index.count(new Query.All())).isEqualTo(20);
        index.close();
    }

    @Test
    void damagedPartitionIsMadeAnew() throws IOException {
        Path path = folder.resolve("damaged");
        fill(path, 200);
        try (Stream<Path> files = Files.walk(path)) {
            Path victim =
                    files.filter(file -> file.getFileName().toString().startsWith("segments_"))
                            .sorted()
                            .skip(2)
                            .findFirst()
                            .orElseThrow();
            Files.write(victim, new byte[] {1, 2, 3});
        }

        try (LuceneIndex again = open(path, own)) {
            long next = again.nextPosition();
            assertThat(next).isBetween(1L, 199L);
            again.add(own.read(next, 1000, Long.MAX_VALUE));
            again.refresh();
            assertThat(again.count(new Query.All())).isEqualTo(200);
        }
    }

    @Test
    void partitionsEndWithTheDayAndWhenTheyAreFull() throws IOException {
        Path path = folder.resolve("partitions");
        fill(path, 200);

        try (Stream<Path> partitions = Files.list(path)) {
            assertThat(partitions.map(partition -> partition.getFileName().toString()).sorted())
                    .startsWith("00000000000000000000", "00000000000000000006")
                    .hasSizeGreaterThan(5);
        }
    }

    private void fill(Path path, int count) {
        try (LuceneIndex index = open(path, own)) {
            while (own.end() < count) {
                List<Entry> entries = events.next(own, 20);
                own.append(entries);
                index.add(entries);
                index.refresh();
            }
        }
    }
}
