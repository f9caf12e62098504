package dev.indelible.core.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.access.Caller;
import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.journal.MemoryJournal;
import dev.indelible.core.ops.AuditException.Corrupt;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.search.MemoryIndex;
import dev.indelible.event.EventReader;
import dev.indelible.event.Leaf;
import dev.indelible.event.SentEvent;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What goes when, of a few events.
class ExpiryTest {
    private static final LifecycleTrail.By SOMEBODY =
            new LifecycleTrail.By(Caller.Kind.KEY, "k1", "k1");
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    /// Noon of a day.
    private static final long NOW_MILLIS = 20_000 * DAY_MILLIS + DAY_MILLIS / 2;

    private static final int DEFAULT_DAYS = 90;

    private long nowMillis = NOW_MILLIS;
    private final MemoryNotes notes = new MemoryNotes();
    private final MemoryJournal journal = new MemoryJournal();
    private final MemoryIndex index = new MemoryIndex();
    private final InstantSource clock = () -> Instant.ofEpochMilli(nowMillis);

    /// The ids of what the log tells, which has each once.
    private final Set<String> told = new HashSet<>();

    private final Lifecycle lifecycle =
            new Lifecycle(
                    notes,
                    journal,
                    (_, deed) -> told.add(deed.id()),
                    clock,
                    new Random(1),
                    List.of());
    private final Expiry expiry = new Expiry(lifecycle, notes, journal, index, List.of(), clock);

    private void add(long daysAgo) {
        byte[] json =
                "{\"time\":\"2024-01-01T00:00:00Z\",\"action\":\"thing.update\",\"actor\":{\"id\":\"u\"}}"
                        .getBytes(UTF_8);
        SentEvent sent = EventReader.read(json, 0, json.length);
        var id = new UUID(7, journal.end());
        var event = sent.event().toBuilder().id(id).organization("acme").build();
        var draft = new Draft("acme", id, "key-7", new byte[Leaf.SEED_BYTES], sent.complete(event));
        long receivedMillis = NOW_MILLIS - daysAgo * DAY_MILLIS;
        journal.append(
                List.of(
                        new Entry(
                                journal.end(),
                                journal.nextSequence("acme"),
                                receivedMillis,
                                draft)));
    }

    private void expire() {
        expire(expiry);
    }

    private void expire(Expiry expiry) {
        index.add(journal.read(index.nextPosition(), 1_000, Long.MAX_VALUE));
        index.refresh();
        while (!expiry.step().isPositive()) {
            // As often as it has something to do.
        }
        assertThat(expiry.failing()).isFalse();
    }

    private List<Boolean> expired() {
        return journal.readSealedOf("acme", 0, 1_000, Long.MAX_VALUE).stream()
                .map(Entry::isExpired)
                .toList();
    }

    /// The day itself and so many days more.
    @Test
    void whatIsDueGoes() {
        add(DEFAULT_DAYS + 2);
        add(DEFAULT_DAYS + 1);
        add(DEFAULT_DAYS);

        expire();

        assertThat(expired()).containsExactly(true, true, false);
    }

    /// Else one minute of a wrong clock would keep all that came after it for as long as it was
    /// ahead.
    @Test
    void whatCameAfterAnEventOfTheFutureGoesInItsTime() {
        add(DEFAULT_DAYS + 3);
        add(-5_000);
        add(DEFAULT_DAYS + 2);
        add(1);
        // Of what is read at once all is looked at anyway.
        var oneByOne = new Expiry(lifecycle, notes, readOneByOne(), index, List.of(), clock);

        expire(oneByOne);

        assertThat(expired()).containsExactly(true, false, true, false);
        assertThat(oneByOne.heldUp()).isFalse();
    }

    /// And not on the next day.
    @Test
    void whatAHoldKeptGoesWhenItIsReleased() {
        add(DEFAULT_DAYS + 1);
        Hold hold = lifecycle.hold(SOMEBODY, "acme", "*", "case", "legal");
        expire();
        assertThat(expired()).containsExactly(false);
        assertThat(expiry.kept("acme").held()).isEqualTo(1);

        lifecycle.release(SOMEBODY, "acme", hold.id());
        expire();

        assertThat(expired()).containsExactly(true);
        assertThat(expiry.kept("acme").held()).isZero();
    }

    /// Between the look and the deletion.
    @Test
    void aHoldThatIsPlacedAmidARoundCounts() {
        add(DEFAULT_DAYS + 1);
        index.add(journal.read(0, 1_000, Long.MAX_VALUE));
        index.refresh();
        while (!Expiry.isUnderWay(notes)) {
            assertThat(expiry.step()).isZero();
        }
        assertThat(expired()).containsExactly(false);

        lifecycle.hold(SOMEBODY, "acme", "*", "case", "legal");
        expire();

        assertThat(expired()).containsExactly(false);
        assertThat(Expiry.isUnderWay(notes)).isFalse();
    }

    /// Else it would be in the log twice a minute, and in that of each organization.
    @Test
    void whatCannotGoIsToldOnceADay() {
        add(DEFAULT_DAYS + 1);
        index.add(journal.read(0, 1_000, Long.MAX_VALUE));
        index.refresh();
        var failing = new Expiry(lifecycle, notes, damaged(), index, List.of(), clock);

        for (int i = 0; i < 30; i++) {
            failing.step();
            assertThat(told).hasSizeLessThanOrEqualTo(1);
            nowMillis += 30_000;
        }
        assertThat(failing.failing()).isTrue();
        assertThat(told).hasSize(1);
        nowMillis += DAY_MILLIS;
        for (int i = 0; i < 30; i++) {
            failing.step();
        }
        assertThat(told).hasSize(2);
        assertThat(expired()).containsExactly(false);
    }

    /// The same journal, from which nothing can be deleted.
    private Journal damaged() {
        return changed(
                "reduce",
                _ -> {
                    throw new Corrupt(Problem.CHECKSUM_MISMATCH, "damaged");
                });
    }

    /// The same journal, as it is read where there are many events.
    private Journal readOneByOne() {
        return changed(
                "read", arguments -> journal.read((long) arguments[0], 1, (long) arguments[2]));
    }

    private Journal changed(String name, Function<Object[], Object> answer) {
        return (Journal)
                Proxy.newProxyInstance(
                        Journal.class.getClassLoader(),
                        new Class<?>[] {Journal.class},
                        (_, method, arguments) ->
                                method.getName().equals(name)
                                        ? answer.apply(arguments)
                                        : method.invoke(journal, arguments));
    }

    /// Such as those that a copy brought back, of which the journal is the older part.
    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aNoteOfEventsThatThereAreNotEnds() {
        add(DEFAULT_DAYS + 1);
        add(1);
        for (String from : List.of("0", "7")) {
            notes.put("expiry", Map.of("from", from, "to", "9"));

            // As at a start.
            expire(new Expiry(lifecycle, notes, journal, index, List.of(), clock));

            assertThat(expired()).containsExactly(true, false);
            assertThat(Expiry.isUnderWay(notes)).isFalse();
        }
    }

    /// What would go is counted without what is held.
    @Test
    void whatIsHeldIsCountedApart() {
        add(DEFAULT_DAYS + 1);
        Hold hold = lifecycle.hold(SOMEBODY, "acme", "*", "case", "legal");
        add(DEFAULT_DAYS + 1);

        Findings found = lifecycle.expiring("acme", Retention.DEFAULT);

        assertThat(found.events()).isZero();
        assertThat(found.held()).isEqualTo(2);
        assertThat(found.holds()).containsExactly(hold.id());
    }
}
