package dev.indelible.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.ops.AuditException;
import dev.indelible.event.Part;
import dev.indelible.proof.Merkle;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [Journal] keeps, against the slow obvious definition: a list.
public abstract class JournalContract {
    private final long seed = Long.getLong("indelible.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Entries entries = new Entries(random);
    private final List<Entry> model = new ArrayList<>();
    private Journal journal;

    /// An empty journal.
    protected abstract Journal open() throws Exception;

    /// The journal of the last [#open()] or [#reopen()], after it was closed.
    protected abstract Journal reopen() throws Exception;

    /// Whether anything is left after closing.
    protected boolean survivesRestart() {
        return true;
    }

    @BeforeEach
    void openEmpty() throws Exception {
        System.out.println("seed=" + seed);
        journal = open();
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void emptyJournalHasNothing() {
        assertThat(journal.end()).isZero();
        assertThat(journal.nextSequence("acme")).isZero();
        assertThat(journal.organizations()).isEmpty();
        assertThat(journal.read(0, 10, 1000)).isEmpty();
        assertThat(journal.readOf("acme", 0, 10, 1000)).isEmpty();
        assertThat(journal.find("acme", UUID.randomUUID())).isEmpty();
    }

    @Test
    void entriesComeBackAsTheyWere() {
        append(entries.next(journal, 50, 3));
        append(entries.next(journal, 1, 3));

        agreesWithModel();
    }

    @Test
    void gapsAndRepeatsAreRefused() {
        append(entries.next(journal, 3, 1));
        Entry next = entries.next(journal, 1, 1).getFirst();
        var gapInPosition = new Entry(4, 3, 1, next.draft());
        var gapInSequence = new Entry(3, 2, 1, next.draft());
        var repeated = new Entry(2, 2, 1, next.draft());

        for (Entry wrong : List.of(gapInPosition, gapInSequence, repeated)) {
            assertThatThrownBy(() -> journal.append(List.of(wrong)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> journal.append(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        agreesWithModel();
    }

    @Test
    void readsAreBoundedByCountAndBytes() {
        append(entries.next(journal, 20, 2));
        long two = (long) model.get(5).bytes() + model.get(6).bytes();

        assertThat(journal.read(5, 3, Long.MAX_VALUE)).isEqualTo(model.subList(5, 8));
        assertThat(journal.read(5, 10, two)).isEqualTo(model.subList(5, 7));
        assertThat(journal.read(5, 10, 1)).isEqualTo(model.subList(5, 6));
        assertThat(journal.read(20, 10, 1)).isEmpty();
        assertThatThrownBy(() -> journal.read(21, 10, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> journal.read(0, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void largeEventsAreKeptWhole() {
        append(
                entries.numbered(
                        journal,
                        List.of(
                                entries.draft("acme", 1 << 20),
                                entries.draft("acme", 0),
                                entries.draft("acme", 3 << 20),
                                entries.draft("acme"))));

        agreesWithModel();
    }

    @Test
    void sameIdBelongsToEachOrganizationOfItsOwn() {
        UUID id = UUID.randomUUID();
        append(
                entries.numbered(
                        journal, List.of(entries.draft("acme", id), entries.draft("globex", id))));

        assertThat(journal.find("acme", id)).hasValue(0);
        assertThat(journal.find("globex", id)).hasValue(1);
        assertThat(journal.find("initech", id)).isEmpty();
    }

    @Test
    void randomOperationsAgreeWithAList() throws Exception {
        for (int round = 0; round < 60; round++) {
            append(entries.next(journal, 1 + random.nextInt(200), 1 + random.nextInt(20)));
            if (random.nextInt(20) == 0) {
                reduce(some(1 + random.nextInt(9), entry -> entry.without(Set.of(Part.DETAIL))));
            }
            if (survivesRestart() && random.nextInt(10) == 0) {
                journal.close();
                journal = reopen();
            }
            between();
            spotChecks();
        }
        agreesWithModel();
    }

    /// Called between operations: background work that must not be seen.
    protected void between() throws Exception {}

    @Test
    void everythingSurvivesARestart() throws Exception {
        Assumptions.assumeTrue(survivesRestart(), "forgets at restart, by design");
        append(entries.next(journal, 100, 5));
        journal.close();
        journal = reopen();
        agreesWithModel();
        append(entries.next(journal, 10, 5));
        journal.close();
        journal = reopen();

        agreesWithModel();
    }

    @Test
    void readersSeeWholePrefixesInOrderDuringAppends() throws Exception {
        var done = new AtomicBoolean();
        var readers = new ArrayList<Callable<Long>>();
        for (int i = 0; i < 4; i++) {
            readers.add(() -> readPrefixes(done));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = readers.stream().map(threads::submit).toList();
            for (int i = 0; i < 200; i++) {
                append(entries.next(journal, 10, 3));
                between();
            }
            done.set(true);
            for (var reader : running) {
                assertThat(reader.get()).isEqualTo(2000);
            }
        }
        agreesWithModel();
    }

    private long readPrefixes(AtomicBoolean done) {
        long position = 0;
        while (true) {
            boolean last = done.get();
            List<Entry> read = journal.read(position, 100, Long.MAX_VALUE);
            for (Entry entry : read) {
                if (entry.position() != position++) {
                    throw new AssertionError("read " + entry.position());
                }
                if (journal.readEach(new long[] {entry.position()}).getFirst().sequence()
                        != entry.sequence()) {
                    throw new AssertionError("another entry at " + entry.position());
                }
            }
            if (read.isEmpty() && last) {
                return position;
            }
        }
    }

    @Test
    void whatIsReducedKeepsItsPlaceItsIdAndItsLeaf() throws Exception {
        append(entries.next(journal, 400, 3));
        between();
        append(entries.next(journal, 200, 3));
        List<byte[]> hashes = model.stream().map(entry -> Merkle.leafHash(entry.leaf())).toList();

        reduce(some(2, entry -> entry.without(Set.of(Part.ACTOR, Part.CLIENT))));
        agreesWithModel();
        reduce(some(3, entry -> entry.without(EnumSet.allOf(Part.class))));
        agreesWithModel();
        reduce(some(5, Entry::expired));
        agreesWithModel();
        append(entries.next(journal, 10, 3));
        if (survivesRestart()) {
            journal.close();
            journal = reopen();
        }

        agreesWithModel();
        for (int i = 0; i < hashes.size(); i++) {
            Entry left = journal.readEach(new long[] {i}).getFirst();
            assertThat(left.leafHash()).isEqualTo(hashes.get(i));
            if (!left.isExpired()) {
                assertThat(Merkle.leafHash(left.leaf())).isEqualTo(hashes.get(i));
            }
        }
    }

    @Test
    void whatIsErasedIsGoneAndTheRestIsUntouched() throws Exception {
        append(entries.next(journal, 100, 1));
        Entry before = model.get(50);

        reduce(entry -> entry.position() == 50 ? entry.without(Set.of(Part.CORE)) : entry);
        Entry after = journal.readEach(new long[] {50}).getFirst();

        assertThat(after.isErased(Part.CORE)).isTrue();
        assertThat(after.isErased(Part.ACTOR)).isFalse();
        assertThat(after.draft().seed()).isEmpty();
        assertThat(after.draft().stored(Part.CORE)).isNull();
        assertThat(after.parts().get(Part.DETAIL)).isEqualTo(before.parts().get(Part.DETAIL));
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(new String(after.text(), UTF_8))
                .contains("\"erased\":[\"core\"]")
                .doesNotContain("correlationId");
    }

    @Test
    void expiredEntriesArePassedOverAndStayFound() throws Exception {
        append(entries.next(journal, 100, 2));

        reduce(entry -> entry.position() < 60 ? entry.expired() : entry);

        assertThat(journal.read(0, 100, Long.MAX_VALUE).getFirst().position()).isEqualTo(60);
        Entry first = model.getFirst();
        assertThat(journal.find(first.organization(), first.id())).hasValue(0);
        assertThat(journal.readSealedOf(first.organization(), 0, 1, 1)).containsExactly(first);
        assertThatThrownBy(() -> journal.readEach(new long[] {0}).getFirst().requireBody())
                .isInstanceOf(AuditException.Expired.class)
                .hasMessageContaining(first.id().toString());
        agreesWithModel();
    }

    private static UnaryOperator<Entry> some(int oneOf, UnaryOperator<Entry> reduction) {
        return entry -> entry.position() % oneOf == 0 ? reduction.apply(entry) : entry;
    }

    private void reduce(UnaryOperator<Entry> reduction) {
        long position = 0;
        while (position < journal.end()) {
            long next = journal.reduce(position, reduction);
            assertThat(next).isGreaterThan(position);
            position = next;
        }
        model.replaceAll(reduction);
    }

    @Test
    void closedJournalSaysSo() {
        journal.close();

        assertThatThrownBy(() -> journal.end()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> journal.read(0, 1, 1)).isInstanceOf(IllegalStateException.class);
    }

    private void append(List<Entry> added) {
        journal.append(added);
        model.addAll(added);
    }

    private void spotChecks() {
        int from = random.nextInt(model.size());
        int count = 1 + random.nextInt(300);
        assertThat(journal.read(from, count, Long.MAX_VALUE))
                .isEqualTo(model.subList(from, Math.min(model.size(), from + count)));
        long[] positions = random.longs(20, 0, model.size()).toArray();
        List<Entry> expected = new ArrayList<>();
        for (long position : positions) {
            expected.add(model.get((int) position));
        }
        assertThat(journal.readEach(positions)).isEqualTo(expected);
        Entry one = model.get(from);
        assertThat(journal.find(one.organization(), one.id())).hasValue(one.position());
        List<Entry> log =
                model.stream()
                        .filter(entry -> entry.organization().equals(one.organization()))
                        .toList();
        int fromSequence = random.nextInt(log.size());
        assertThat(journal.readOf(one.organization(), fromSequence, 7, Long.MAX_VALUE))
                .isEqualTo(log.subList(fromSequence, Math.min(log.size(), fromSequence + 7)));
    }

    private void agreesWithModel() {
        agree(journal, model);
    }

    /// Checks that a journal holds just these entries, by every way of asking.
    public static void agree(Journal journal, List<Entry> model) {
        assertThat(journal.end()).isEqualTo(model.size());
        List<Entry> whole = model.stream().filter(entry -> !entry.isExpired()).toList();
        var read = new ArrayList<Entry>();
        while (read.size() < whole.size()) {
            long from = read.isEmpty() ? 0 : read.getLast().position() + 1;
            List<Entry> more = journal.read(from, 1000, 1 << 20);
            assertThat(more).isNotEmpty();
            read.addAll(more);
        }
        assertThat(read).isEqualTo(whole);
        for (int i = 0; i < whole.size(); i++) {
            assertThat(read.get(i).draft().seed()).isEqualTo(whole.get(i).draft().seed());
            assertThat(read.get(i).draft().key()).isEqualTo(whole.get(i).draft().key());
        }
        Map<String, List<Entry>> logs = new HashMap<>();
        for (Entry entry : model) {
            logs.computeIfAbsent(entry.organization(), _ -> new ArrayList<>()).add(entry);
            assertThat(journal.find(entry.organization(), entry.id()))
                    .isEqualTo(OptionalLong.of(entry.position()));
        }
        assertThat(journal.organizations()).hasSize(logs.size());
        logs.forEach((organization, log) -> {
            assertThat(journal.nextSequence(organization)).isEqualTo(log.size());
            assertThat(journal.readSealedOf(organization, 0, log.size() + 1, Long.MAX_VALUE))
                    .isEqualTo(log);
            assertThat(journal.readOf(organization, 0, log.size() + 1, Long.MAX_VALUE))
                    .isEqualTo(log.stream().filter(entry -> !entry.isExpired()).toList());
            assertThat(journal.readOf(organization, log.size(), 1, 1)).isEmpty();
        });
    }
}
