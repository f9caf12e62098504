package dev.indelible.storage.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.journal.MemoryJournal;
import dev.indelible.core.search.Field;
import dev.indelible.core.search.Indexing;
import dev.indelible.core.search.Order;
import dev.indelible.core.search.Query;
import dev.indelible.core.search.SearchIndex;
import dev.indelible.core.search.SearchRequest;
import dev.indelible.testkit.SearchEvents;
import dev.indelible.testkit.SearchIndexContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.MMapDirectory;
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
                position -> journal.readEach(new long[] {position}).getFirst(),
                () -> true);
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
    void deletedFolderIsMadeAnew() throws IOException {
        Path path = folder.resolve("deleted");
        fill(path, 100);
        delete(path);

        try (LuceneIndex again = open(path, own)) {
            assertThat(again.nextPosition()).isZero();
            again.add(own.read(0, 1000, Long.MAX_VALUE));
            again.refresh();
            assertThat(again.count(new Query.All())).isEqualTo(100);
        }
    }

    @Test
    void partitionThatIsMissingIsMadeAnewWithAllBehindIt() throws IOException {
        Path path = folder.resolve("gap");
        fill(path, 200);
        Path second = partitions(path).get(1);
        long missing = Long.parseLong(second.getFileName().toString());
        delete(second);

        try (LuceneIndex again = open(path, own)) {
            assertThat(again.nextPosition()).isEqualTo(missing);
            again.add(own.read(missing, 1000, Long.MAX_VALUE));
            again.refresh();
            assertThat(again.count(new Query.All())).isEqualTo(200);
        }
    }

    @Test
    void indexThatAnotherHasOpenIsLeftAlone() {
        Path path = folder.resolve("shared");
        fill(path, 100);
        try (LuceneIndex first = open(path, own)) {
            assertThatThrownBy(() -> open(path, own).close())
                    .isInstanceOf(UncheckedIOException.class);

            assertThat(first.count(new Query.All())).isEqualTo(100);
        }
        try (LuceneIndex again = open(path, own)) {
            assertThat(again.nextPosition()).isEqualTo(100);
        }
    }

    @Test
    void leftPartitionsAreMergedAndStillAnswerTheSame() throws IOException {
        Path path = folder.resolve("merged");
        fill(path, 200);
        try (LuceneIndex index = open(path, own)) {
            index.awaitMerged();

            for (Path partition : partitions(path).subList(0, partitions(path).size() - 1)) {
                assertThat(segments(partition)).isEqualTo(1);
            }
            assertThat(index.count(new Query.All())).isEqualTo(200);
            assertThat(index.nextPosition()).isEqualTo(200);
        }
    }

    @Test
    void partitionThatRestsBecomesOneSegment() throws IOException {
        Path path = folder.resolve("resting");
        var measured = new MeasuredEvents(1, 100);
        try (LuceneIndex index = LuceneIndex.open(path, measured::at)) {
            addInPieces(index, measured, 0, 8);
            Path partition = partitions(path).getFirst();
            assertThat(segments(partition)).isEqualTo(8);

            rest(index);

            assertThat(segments(partition)).isOne();
            try (Stream<Path> files = Files.list(partition)) {
                assertThat(files.filter(file -> file.toString().endsWith(".si"))).hasSize(1);
            }
            assertThat(index.count(new Query.All())).isEqualTo(80);

            addInPieces(index, measured, 80, 2);
            rest(index);

            assertThat(segments(partition)).as("too few are new").isEqualTo(3);
            assertThat(index.count(new Query.All())).isEqualTo(100);
        }
    }

    private static void addInPieces(
            LuceneIndex index, MeasuredEvents events, long from, int count) {
        for (int i = 0; i < count; i++) {
            index.add(events.next(from + i * 10L, 10));
            index.refresh();
        }
        index.commit();
    }

    private static void rest(LuceneIndex index) {
        index.rest();
        index.awaitMerged();
        index.rest();
    }

    private static int segments(Path partition) throws IOException {
        try (var directory = MMapDirectory.open(partition)) {
            return SegmentInfos.readLatestCommit(directory).size();
        }
    }

    @Test
    void damageThatASearchMeetsIsRepaired() {
        Path path = folder.resolve("rotten");
        fill(path, 200);
        try (LuceneIndex index = open(path, own)) {
            index.partition(1).foundDamaged();
            assertThatThrownBy(index::refresh)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("refresh");

            index.revert();

            long next = index.nextPosition();
            assertThat(next).isBetween(1L, 199L);
            index.add(own.read(next, 1000, Long.MAX_VALUE));
            index.refresh();
            assertThat(index.count(new Query.All())).isEqualTo(200);
        }
    }

    @Test
    void folderDeletedWhileInUseIsMadeAnewByTheFollower() throws IOException {
        Path path = folder.resolve("pulled");
        fill(path, 100);
        try (LuceneIndex index = open(path, own)) {
            var indexing = new Indexing(own, index, InstantSource.system());
            delete(path);
            own.append(events.next(own, 50));
            for (int i = 0; i < 100 && indexing.lagEntries() > 0; i++) {
                assertThat(indexing.step()).isNotNull();
            }
            assertThat(index.count(new Query.All())).isEqualTo(150);
        }
        try (LuceneIndex again = open(path, own)) {
            assertThat(again.nextPosition()).isZero();
        }
    }

    @Test
    void questionsAreAnsweredWhileTheIndexIsReverted() throws Exception {
        Path path = folder.resolve("reverted");
        fill(path, 200);
        try (LuceneIndex index = open(path, own)) {
            var stop = new AtomicBoolean();
            var failure = new AtomicReference<Throwable>();
            Thread asking =
                    Thread.ofPlatform()
                            .unstarted(() -> {
                                while (!stop.get()) {
                                    index.topValues(new Query.All(), Field.ACTION, "", 5);
                                }
                            });
            asking.setUncaughtExceptionHandler((_, e) -> failure.set(e));
            asking.start();
            for (int i = 0; i < 30; i++) {
                index.revert();
            }
            stop.set(true);
            asking.join();

            assertThat(failure.get()).isNull();
            assertThat(index.count(new Query.All())).isEqualTo(200);
        }
    }

    private static List<Path> partitions(Path path) throws IOException {
        try (Stream<Path> partitions = Files.list(path)) {
            return partitions.sorted().toList();
        }
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
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

    @Test
    void whatNoneOfManyPartitionsHasIsNotLookedForForEver() {
        Path path = folder.resolve("many");
        fill(path, Long.SIZE * SMALL_PARTITION_DOCUMENTS);
        var request =
                new SearchRequest(
                        new Query.Not(new Query.All()),
                        Order.RECEIVED,
                        Optional.empty(),
                        Long.MAX_VALUE,
                        1);

        try (LuceneIndex index = open(path, own)) {
            assertThat(
                            assertTimeoutPreemptively(
                                    Duration.ofMinutes(1), () -> index.search(request)))
                    .isEmpty();
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
