package dev.indelible.core.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Caller;
import dev.indelible.core.access.MemoryRegistry;
import dev.indelible.core.access.Scope;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import dev.indelible.event.Client;
import dev.indelible.event.Part;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SearchesTest {
    private static final String SECRET = "a bootstrap key of some length";
    private static final byte[] CURSOR_KEY = new byte[32];
    private static final String LOGIN = "\"action\":\"user.login\"";

    private final Access access =
            new Access(
                    new MemoryRegistry(),
                    new byte[32],
                    InstantSource.system(),
                    () -> 0,
                    new Random(1));
    private final Caller caller = caller();
    private final Scope everything = access.readScope(caller, Optional.empty());
    private final Scope acme = access.readScope(caller, Optional.of("acme"));
    private final Journaled journaled = new Journaled();
    private final MemoryIndex index = new MemoryIndex();
    private final Searches searches = searches();

    private Caller caller() {
        assertThat(access.bootstrap(Optional.of(SECRET))).isEmpty();
        return access.authenticate(SECRET, new Client(null, null, null, null, null));
    }

    private Searches searches() {
        return new Searches(index, journaled.journal, CURSOR_KEY);
    }

    private Entry add(String organization, int second, String members) {
        Entry entry = journaled.add(organization, second, members);
        index.add(List.of(entry));
        index.refresh();
        return entry;
    }

    private Page page(Order order, int limit, Optional<String> cursor) {
        return searches.page(acme, Criteria.none(), order, limit, cursor);
    }

    private static List<Long> positions(List<Entry> entries) {
        return entries.stream().map(Entry::position).toList();
    }

    @Test
    void scopeHidesOtherOrganizations() {
        add("acme", 1, LOGIN);
        Entry other = add("globex", 2, LOGIN);

        assertThat(positions(page(Order.NEWEST, 10, Optional.empty()).entries()))
                .containsExactly(0L);
        Criteria theirs = Criteria.of("organization:globex OR organization:acme");
        assertThat(
                        positions(
                                searches.page(acme, theirs, Order.NEWEST, 9, Optional.empty())
                                        .entries()))
                .containsExactly(0L);
        assertThat(searches.event(acme, other.id())).isEmpty();
        assertThat(searches.event(everything, other.id())).contains(other);
        assertThat(searches.event(acme, new UUID(1, 1))).isEmpty();
        Entry withheld = searches.disclosed(acme, other);
        for (Part part : Part.values()) {
            assertThat(withheld.draft().stored(part)).as(part.name()).isNull();
        }
        assertThat(withheld.sequence()).isEqualTo(other.sequence());
        assertThat(searches.disclosed(everything, other)).isEqualTo(other);
        assertThat(searches.values(acme, Criteria.none(), Field.ORGANIZATION, "", 10))
                .containsExactly(new SearchIndex.ValueCount("acme", 1));
        assertThat(searches.stats(acme, theirs, Spacing.of(Optional.empty()), Set.of(), 1).total())
                .isOne();
        assertThat(searches.tail(acme, Criteria.none()).next(0).entries()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Order.class,
            names = {"NEWEST", "OLDEST"})
    void lateArrivalsNeitherRepeatNorHideARow(Order order) {
        for (int i = 0; i < 10; i++) {
            add("acme", 100 + i / 2, LOGIN);
        }
        Page first = page(order, 4, Optional.empty());
        add("acme", 101, LOGIN);
        add("acme", 99, LOGIN);
        add("acme", 200, LOGIN);

        var all = new ArrayList<>(first.entries());
        Page page = first;
        while (page.next().isPresent()) {
            page = page(order, 4, page.next());
            all.addAll(page.entries());
        }

        List<Long> upwards = List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(positions(all)).isEqualTo(order == Order.OLDEST ? upwards : upwards.reversed());
        assertThat(page.more()).isFalse();
        assertThat(page(order, 4, first.next()).entries())
                .isEqualTo(page(order, 4, first.next()).entries());
    }

    @Test
    void pollerGetsEveryEventOnceAndCanAlwaysGoOn() {
        add("acme", 5, LOGIN);
        add("globex", 4, LOGIN);
        add("acme", 3, LOGIN);

        Page first = page(Order.RECEIVED, 1, Optional.empty());
        Page second = page(Order.RECEIVED, 10, first.next());
        Page none = page(Order.RECEIVED, 10, second.next());
        add("acme", 1, LOGIN);
        Page later = page(Order.RECEIVED, 10, none.next());

        assertThat(positions(first.entries())).containsExactly(0L);
        assertThat(first.more()).isTrue();
        assertThat(positions(second.entries())).containsExactly(2L);
        assertThat(second.more()).isFalse();
        assertThat(none.entries()).isEmpty();
        assertThat(positions(later.entries())).containsExactly(3L);
    }

    @Test
    void cursorOutlivesARestart() {
        for (int i = 0; i < 3; i++) {
            add("acme", i, "\"action\":\"a\",\"outcome\":\"denied\",\"folder\":\"eu\"");
        }
        var criteria =
                new Criteria(
                        Map.of(
                                Field.OUTCOME,
                                List.of("denied"),
                                Field.FOLDER,
                                List.of("eu"),
                                Field.ACTION,
                                List.of("a")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        Page first = searches.page(acme, criteria, Order.NEWEST, 2, Optional.empty());

        Page second = searches().page(acme, criteria, Order.NEWEST, 2, first.next());

        assertThat(positions(second.entries())).containsExactly(0L);
    }

    @Test
    void cursorBelongsToItsQuestion() {
        add("acme", 1, LOGIN);
        add("acme", 2, LOGIN);
        String cursor = page(Order.NEWEST, 1, Optional.empty()).next().orElseThrow();
        byte[] bytes = Base64.getUrlDecoder().decode(cursor);
        bytes[5] ^= 1;
        String changed = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);

        for (String wrong : List.of(changed, "", "x", "***", cursor + "A", cursor.substring(4))) {
            assertInvalid(acme, Criteria.none(), Order.NEWEST, wrong);
        }
        assertInvalid(acme, Criteria.none(), Order.OLDEST, cursor);
        assertInvalid(acme, Criteria.of("action:*"), Order.NEWEST, cursor);
        assertInvalid(everything, Criteria.none(), Order.NEWEST, cursor);
        var others = new Searches(index, journaled.journal, new byte[] {1, 2, 3});
        assertThatThrownBy(() ->
                        others.page(acme, Criteria.none(), Order.NEWEST, 1, Optional.of(cursor)))
                .isInstanceOf(Rejected.class);
    }

    private void assertInvalid(Scope scope, Criteria criteria, Order order, String cursor) {
        assertThatThrownBy(() -> searches.page(scope, criteria, order, 1, Optional.of(cursor)))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        e -> assertThat(e.problem()).isEqualTo(Problem.CURSOR_INVALID));
    }

    @Test
    void largeEventsEndAPageEarlyWithoutLosingARow() {
        String large =
                "\"action\":\"a\",\"detail\":{\"description\":\"%s\"}"
                        .formatted("x".repeat(60_000));
        for (int i = 0; i < 200; i++) {
            add("acme", i, large);
        }

        Page first = page(Order.OLDEST, 1000, Optional.empty());
        var all = new ArrayList<>(first.entries());
        for (Page page = first; page.more(); ) {
            page = page(Order.OLDEST, 1000, page.next());
            all.addAll(page.entries());
        }

        assertThat(first.entries().size()).isLessThan(200);
        assertThat(first.entries().stream().mapToLong(Entry::bytes).sum())
                .isGreaterThanOrEqualTo(Limits.PAGE_BYTES_MAX);
        assertThat(all).isEqualTo(journaled.all());
    }

    @Test
    void windowThatIsBeingIndexedAnewIsAskedForLater() {
        add("acme", 1, LOGIN);
        add("acme", 2, LOGIN);
        Optional<String> newest = page(Order.NEWEST, 1, Optional.empty()).next();
        Optional<String> received = page(Order.RECEIVED, 5, Optional.empty()).next();
        var fresh = new Searches(new MemoryIndex(), journaled.journal, CURSOR_KEY);

        assertThatThrownBy(() -> fresh.page(acme, Criteria.none(), Order.NEWEST, 1, newest))
                .isInstanceOf(Busy.class)
                .hasMessageContaining("same cursor");
        Page polled = fresh.page(acme, Criteria.none(), Order.RECEIVED, 5, received);
        assertThat(polled.entries()).isEmpty();
        assertThat(page(Order.RECEIVED, 5, polled.next()).entries()).isEmpty();
    }

    @Test
    void statsAreWhatOneWouldCount() {
        add("acme", 0, "\"action\":\"a\",\"outcome\":\"success\"");
        add("acme", 59, "\"action\":\"a\",\"outcome\":\"denied\"");
        add("acme", 60, "\"action\":\"b\",\"outcome\":\"success\"");
        add("acme", 200, "\"action\":\"a\",\"outcome\":\"success\"");

        Stats stats =
                searches.stats(
                        acme,
                        Criteria.none(),
                        Spacing.of(Optional.of(60_000_000_000L)),
                        Set.of(Field.ACTION),
                        1,
                        Optional.of(Field.OUTCOME));

        assertThat(stats.total()).isEqualTo(4);
        assertThat(stats.histogram()).containsExactly(2L, 1L, 0L, 1L);
        assertThat(stats.split())
                .isEqualTo(
                        Map.of(
                                "success",
                                List.of(1L, 1L, 0L, 1L),
                                "denied",
                                List.of(1L, 0L, 0L, 0L)));
        assertThat(stats.top())
                .isEqualTo(Map.of(Field.ACTION, List.of(new SearchIndex.ValueCount("a", 3))));
    }

    /// As wide as bars of a moment are, where there are none.
    @Test
    void intervalOfNothingIsTheNarrowestOfAll() {
        assertThat(stats(Spacing.of(Optional.empty())).widthNanos()).isEqualTo(1_000_000_000L);
        add("acme", 0, LOGIN);
        Optional<String> time = Optional.of("2026-01-01T00:00:00Z");
        var momentless = new Criteria(Map.of(), time, time, Optional.empty(), Optional.empty());

        Stats none = searches.stats(acme, momentless, Spacing.of(Optional.empty()), Set.of(), 1);
        Stats asked =
                searches.stats(
                        acme, momentless, Spacing.of(Optional.of(60_000_000_000L)), Set.of(), 1);

        assertThat(none).isEqualTo(new Stats(0, 0, 1_000_000_000L, List.of(), Map.of(), Map.of()));
        assertThat(asked.widthNanos()).isEqualTo(60_000_000_000L);
        assertThat(stats(Spacing.of(Optional.empty())).widthNanos()).isEqualTo(none.widthNanos());
    }

    @Test
    void tooManyBarsAreRefused() {
        add("acme", 0, LOGIN);
        add("acme", 3000, LOGIN);

        assertThatThrownBy(() ->
                        searches.stats(
                                acme,
                                Criteria.none(),
                                Spacing.of(Optional.of(1_000_000_000L)),
                                Set.of(),
                                1))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("3001 bars");
    }

    /// One device whose clock is years ahead would else take the chart from all.
    @Test
    void eventOfTheFutureIsCountedAndHasABarOnlyWhereThereIsRoom() {
        add("acme", 0, LOGIN);
        add("acme", 61, LOGIN);
        dated("2199-12-31T23:59:59Z");
        long present = Document.nanos(Instant.parse("2026-01-01T00:03:30Z"));

        Stats minutes = stats(new Spacing(Optional.of(60_000_000_000L), present));
        Stats years = stats(new Spacing(Optional.of(365 * 86_400_000_000_000L), present));

        assertThat(minutes.total()).isEqualTo(3);
        assertThat(minutes.histogram()).containsExactly(1L, 1L, 0L, 0L);
        assertThat(years.histogram().getFirst()).isEqualTo(2);
        assertThat(years.histogram().getLast()).isOne();
        assertThatThrownBy(() -> stats(Spacing.of(Optional.of(60_000_000_000L))))
                .isInstanceOf(Rejected.class);
    }

    /// From the first to the last they are more nanoseconds than a long has.
    @Test
    void eventsOfThreeCenturiesAreCounted() {
        dated("1900-01-01T00:00:00Z");
        dated("2026-01-01T00:00:00Z");
        dated("2199-12-31T23:59:59Z");

        for (Optional<Long> width :
                List.of(
                        Optional.<Long>empty(),
                        Optional.of(100 * 86_400_000_000_000L),
                        Optional.of(100_000 * 86_400_000_000_000L))) {
            Stats stats = stats(Spacing.of(width));

            assertThat(stats.histogram().stream().mapToLong(one -> one).sum()).isEqualTo(3);
        }
    }

    private void dated(String time) {
        Entry entry = journaled.add("acme", "{\"time\":\"%s\",%s}".formatted(time, LOGIN));
        index.add(List.of(entry));
        index.refresh();
    }

    private Stats stats(Spacing spacing) {
        return searches.stats(acme, Criteria.none(), spacing, Set.of(), 1);
    }

    @Test
    void tailReadsTheJournalAndNotTheIndex() {
        for (int i = 0; i < 5; i++) {
            journaled.add("acme", i, i % 2 == 0 ? LOGIN : "\"action\":\"b\"");
        }
        Tail tail = searches.tail(acme, Criteria.of("action:b"));

        Tail.Step step = tail.next(0);

        assertThat(positions(step.entries())).containsExactly(1L, 3L);
        assertThat(step.nextPosition()).isEqualTo(5).isEqualTo(tail.end());
        assertThat(tail.next(5)).isEqualTo(new Tail.Step(List.of(), 5));
    }
}
