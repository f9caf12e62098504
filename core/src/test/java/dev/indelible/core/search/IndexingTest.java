package dev.indelible.core.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.journal.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class IndexingTest {
    private static final String LOGIN = "\"action\":\"user.login\"";

    private final Journaled journaled = new Journaled();
    private final ScriptedIndex index = new ScriptedIndex();
    private Instant now = Instant.ofEpochMilli(1_700_000_100_000L);
    private final InstantSource clock = () -> now;
    private final Indexing indexing = new Indexing(journaled.journal, index, clock);

    @Test
    void whatIsDurableIsFoundWithinASecond() {
        add(3);

        Duration rest = indexing.step();

        assertThat(index.memory.searchablePosition()).isEqualTo(3);
        assertThat(indexing.lagEntries()).isZero();
        assertThat(rest).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void manyEventsAreNotRefreshedForOneByOne() {
        for (int i = 0; i < 20; i++) {
            add(300);
            now = now.plusMillis(100);
            Duration rest = indexing.step();
            assertThat(rest).isLessThan(Duration.ofMillis(100));
            assertThat(indexing.lagEntries()).isLessThan(1000);
        }

        assertThat(index.calls.stream().filter("refresh"::equals).count()).isBetween(5L, 8L);
    }

    @Test
    void theMoreIsToBeCaughtUpWithTheFewerRefreshes() {
        add(60_000);
        now = now.plusSeconds(60);
        indexing.step();
        assertThat(index.searchablePosition()).isEqualTo(10_000);

        now = now.plusMillis(300);
        indexing.step();
        assertThat(index.nextPosition()).isEqualTo(20_000);
        assertThat(index.searchablePosition()).isEqualTo(10_000);

        now = now.plusMillis(300);
        indexing.step();
        assertThat(index.searchablePosition()).isEqualTo(30_000);
    }

    @Test
    void moreThreadsAddWhenNothingComes() {
        add(25_000);
        indexing.step();
        indexing.step();
        add(1);
        indexing.step();

        assertThat(index.calls)
                .filteredOn(call -> call.startsWith("add"))
                .containsExactly("add", "addInParts", "add");
        assertThat(index.nextPosition()).isEqualTo(25_001);
    }

    @Test
    void inAFloodTheIndexStandsBackAndBeginsWhenItEnds() {
        flood(60_000, 1000);
        assertThat(index.nextPosition()).isZero();

        flood(3_000, 100);
        assertThat(index.nextPosition()).isZero();

        now = now.plusMillis(50);
        indexing.step();
        assertThat(index.nextPosition()).isEqualTo(10_000);
        assertThat(index.calls).contains("addInParts");
    }

    @Test
    void itDoesNotStandBackWhereEventsComeSlowerOrFewWait() {
        flood(49_000, 1000);
        assertThat(index.nextPosition()).isEqualTo(10_000);

        add(60_000);
        now = now.plusSeconds(4);
        indexing.step();
        assertThat(index.nextPosition()).isEqualTo(20_000);
    }

    @Test
    void itStandsBackForAMinuteAtMostAndNotAgainBeforeItHasCaughtUp() {
        flood(80_000, 1000);
        now = now.plusMillis(59_000);
        indexing.step();
        assertThat(index.nextPosition()).isEqualTo(10_000);
        flood(3_000, 999);
        flood(3_000, 0);
        assertThat(index.nextPosition()).isEqualTo(20_000);

        flood(3_000, 1);
        flood(3_000, 100);
        assertThat(index.nextPosition()).isEqualTo(40_000);

        flood(1_000, 10);
        flood(0, 10);
        assertThat(index.nextPosition()).isEqualTo(60_000);
        flood(60_000, 1000);
        assertThat(index.nextPosition()).isEqualTo(60_000);
    }

    /// So many events in so many milliseconds, then a step.
    private void flood(int events, int millis) {
        add(events);
        now = now.plusMillis(millis);
        indexing.step();
    }

    @Test
    void lagIsSinceTheOldestThatIsNotFound() {
        Entry first = journaled.add("acme", 0, LOGIN);
        journaled.add("acme", 1, LOGIN);
        now = Instant.ofEpochMilli(first.receivedMillis()).plusMillis(2500);

        assertThat(indexing.lagEntries()).isEqualTo(2);
        assertThat(indexing.lagSeconds()).isEqualTo(2.5);

        indexing.step();

        assertThat(indexing.lagEntries()).isZero();
        assertThat(indexing.lagSeconds()).isZero();
    }

    @Test
    void committedFromTimeToTime() {
        add(1);
        indexing.step();
        index.calls.clear();
        add(1);
        now = now.plusSeconds(29);
        indexing.step();
        assertThat(index.calls).doesNotContain("commit");

        now = now.plusSeconds(1);
        indexing.step();

        assertThat(index.calls).contains("commit");
        index.calls.clear();
        now = now.plusSeconds(60);
        indexing.step();
        assertThat(index.calls).doesNotContain("commit");
    }

    @Test
    void indexMayRestWhenNothingCameForHalfAMinute() {
        add(1);
        indexing.step();
        now = now.plusSeconds(29);
        indexing.step();
        add(1);
        indexing.step();
        now = now.plusSeconds(29);
        indexing.step();
        assertThat(index.calls).doesNotContain("rest");

        now = now.plusSeconds(1);
        indexing.step();
        indexing.step();

        assertThat(index.calls).containsOnlyOnce("rest");
        now = now.plusSeconds(30);
        indexing.step();
        assertThat(index.calls.stream().filter("rest"::equals)).hasSize(2);
    }

    @Test
    void failingIndexGoesBackAndTriesAgain() {
        add(2);
        indexing.step();
        add(2);
        index.failing = true;
        now = now.plusSeconds(1);

        Duration rest = indexing.step();

        assertThat(rest).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(indexing.failing()).isTrue();
        assertThat(indexing.lagEntries()).isEqualTo(2);
        assertThat(index.calls).contains("revert");

        index.failing = false;
        now = now.plusSeconds(5);
        indexing.step();

        assertThat(indexing.failing()).isFalse();
        assertThat(indexing.lagEntries()).isZero();
        assertThat(index.count(new Query.All())).isEqualTo(4);
    }

    @Test
    void damageMetBySearchesIsFoundWithoutNewEvents() {
        add(1);
        indexing.step();
        index.failing = true;
        now = now.plusSeconds(1);

        indexing.step();

        assertThat(indexing.failing()).isTrue();
        assertThat(index.calls).contains("revert");
    }

    @Test
    void clockThatIsSetBackStopsNothing() {
        add(1);
        indexing.step();
        now = now.minusSeconds(3600);
        add(1);

        indexing.step();

        assertThat(indexing.lagEntries()).isZero();
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            journaled.add("acme", i % 3600, LOGIN);
        }
    }

    /// An index that fails when told to, and notes what it is asked.
    private static final class ScriptedIndex implements SearchIndex {
        private final MemoryIndex memory = new MemoryIndex();
        private final List<String> calls = new ArrayList<>();
        private boolean failing;

        private void called(String name) {
            calls.add(name);
            if (failing) {
                throw new IllegalStateException("no room left on the disk");
            }
        }

        @Override
        public long nextPosition() {
            return memory.nextPosition();
        }

        @Override
        public long searchablePosition() {
            return memory.searchablePosition();
        }

        @Override
        public void add(List<Entry> entries) {
            called("add");
            memory.add(entries);
        }

        @Override
        public void addInParts(List<Entry> entries) {
            called("addInParts");
            memory.add(entries);
        }

        @Override
        public void refresh() {
            called("refresh");
            memory.refresh();
        }

        @Override
        public void renew(long[] positions, LongFunction<Entry> journal) {
            called("renew");
            memory.renew(positions, journal);
        }

        @Override
        public void commit() {
            called("commit");
        }

        @Override
        public void rest() {
            called("rest");
        }

        @Override
        public void revert() {
            calls.add("revert");
        }

        @Override
        public List<Hit> search(SearchRequest request) {
            return memory.search(request);
        }

        @Override
        public long[] histogram(Query query, long fromNanos, long widthNanos, int buckets) {
            return memory.histogram(query, fromNanos, widthNanos, buckets);
        }

        @Override
        public List<Long> timeRange(Query query) {
            return memory.timeRange(query);
        }

        @Override
        public long count(Query query) {
            return memory.count(query);
        }

        @Override
        public List<ValueCount> topValues(Query query, Field field, String prefix, int limit) {
            return memory.topValues(query, field, prefix, limit);
        }

        @Override
        public void close() {}
    }
}
