package dev.indelible.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.FreshEntries;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.journal.MemoryJournal;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A journal whose last appends are held reads the same, wherever one reads.
class FreshEntriesTest {
    private static Entry reduced(Entry entry) {
        return entry.position() % 3 == 0 ? entry.expired() : entry;
    }

    @Test
    void readersAnywhereReadWhatTheJournalHas() {
        long seed = Long.getLong("indelible.seed", System.nanoTime());
        var random = new Random(seed);
        var journal = new MemoryJournal();
        var fresh = new FreshEntries(journal, 20_000);
        var entries = new Entries(random);
        for (int i = 0; i < 600; i++) {
            fresh.append(entries.next(journal, 1 + random.nextInt(10), 3));
            if (random.nextInt(50) == 0) {
                fresh.reduce(0, FreshEntriesTest::reduced);
            }
            long end = journal.end();
            long from = random.nextInt(3) == 0 ? random.nextLong(end + 1) : Math.max(0, end - 30);
            int count = 1 + random.nextInt(40);
            long bytes = 1L + random.nextInt(20_000);

            List<Entry> read = fresh.read(from, count, bytes);

            List<Entry> expected = journal.read(from, count, bytes);
            assertThat(expected).as("seed=" + seed).startsWith(read.toArray(Entry[]::new));
            assertThat(read.isEmpty()).isEqualTo(expected.isEmpty());
        }
    }

    @Test
    void whatWasJustAppendedIsReadFromMemory() {
        var journal = new MemoryJournal();
        var fresh = new FreshEntries(journal, 1 << 20);
        var entries = new Entries(new Random(1));
        List<Entry> first = entries.next(journal, 5, 1);
        fresh.append(first);
        List<Entry> second = entries.next(journal, 5, 1);
        fresh.append(second);

        List<Entry> read = fresh.read(3, 100, Long.MAX_VALUE);

        assertThat(read).hasSize(7);
        assertThat(read.getFirst()).isSameAs(first.get(3));
        assertThat(read.getLast()).isSameAs(second.getLast());
    }

    /// Deleted by another thread between the append and its being held.
    @Test
    void whatIsDeletedWhileItIsAppendedIsNotHeld() {
        var journal = new MemoryJournal();
        var others = new FreshEntries[1];
        var slow =
                (Journal)
                        Proxy.newProxyInstance(
                                Journal.class.getClassLoader(),
                                new Class<?>[] {Journal.class},
                                (_, method, arguments) -> {
                                    Object answer = method.invoke(journal, arguments);
                                    if (method.getName().equals("append")) {
                                        others[0].reduce(0, Entry::expired);
                                    }
                                    return answer;
                                });
        var fresh = new FreshEntries(slow, 1 << 20);
        others[0] = fresh;
        fresh.append(new Entries(new Random(1)).next(journal, 5, 1));

        assertThat(journal.read(0, 10, Long.MAX_VALUE)).isEmpty();
        assertThat(fresh.read(0, 10, Long.MAX_VALUE)).isEmpty();
    }
}
