package dev.indelible.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.MemoryJournal;
import dev.indelible.core.journal.RecentEntries;
import dev.indelible.core.journal.Times;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A journal whose tail is held reads the same, wherever one reads.
class RecentEntriesTest {
    @Test
    void readersAnywhereReadWhatTheJournalHas() {
        long seed = Long.getLong("indelible.seed", System.nanoTime());
        var random = new Random(seed);
        var journal = new MemoryJournal();
        var recent = new RecentEntries(journal, 20_000);
        var entries = new Entries(random);
        for (int i = 0; i < 300; i++) {
            recent.append(entries.next(journal, 1 + random.nextInt(10), 3));
            long end = journal.end();
            long from = random.nextInt(3) == 0 ? random.nextLong(end + 1) : Math.max(0, end - 12);
            int count = 1 + random.nextInt(8);
            List<Entry> read = recent.read(from, count, 1 << 20);
            assertThat(journal.read(from, count, 1 << 20))
                    .as("seed=" + seed)
                    .startsWith(read.toArray(Entry[]::new));
            assertThat(read.isEmpty()).isEqualTo(from == end);
        }
    }

    @Test
    void timesAreFoundAsBySearchingOneByOne() {
        var journal = new MemoryJournal();
        var entries = new Entries(new Random(3));
        for (int i = 0; i < 40; i++) {
            journal.append(entries.next(journal, 3, 2));
        }
        List<Entry> all = journal.read(0, 1000, Long.MAX_VALUE);
        long first = all.getFirst().receivedMillis();
        for (long time = first - 2; time < all.getLast().receivedMillis() + 3; time++) {
            long wanted = time;
            long expected =
                    all.stream()
                            .filter(entry -> entry.receivedMillis() >= wanted)
                            .mapToLong(Entry::position)
                            .findFirst()
                            .orElse(journal.end());
            assertThat(Times.position(journal, time)).isEqualTo(expected);
        }
    }
}
