package dev.indelible.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.journal.MemoryJournal;
import dev.indelible.core.search.Document;
import dev.indelible.core.search.Field;
import dev.indelible.core.search.IpRange;
import dev.indelible.core.search.Matcher;
import dev.indelible.core.search.MemoryIndex;
import dev.indelible.core.search.Order;
import dev.indelible.core.search.Query;
import dev.indelible.core.search.QueryLanguage;
import dev.indelible.core.search.SearchIndex;
import dev.indelible.core.search.SearchIndex.Hit;
import dev.indelible.core.search.SearchRequest;
import dev.indelible.event.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [SearchIndex] keeps: above all, that it answers as [Matcher] would.
public abstract class SearchIndexContract {
    private final long seed = Long.getLong("indelible.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final SearchEvents events = new SearchEvents(random);
    private final Journal journal = new MemoryJournal();
    private final MemoryIndex oracle = new MemoryIndex();
    private SearchIndex index;

    /// An empty index over this journal.
    protected abstract SearchIndex open(Journal journal) throws Exception;

    @BeforeEach
    void openEmpty() throws Exception {
        System.out.println("seed=" + seed);
        index = open(journal);
    }

    @AfterEach
    void close() {
        index.close();
    }

    @Test
    void emptyIndexFindsNothing() {
        assertThat(page(new Query.All(), Order.NEWEST, Optional.empty(), 10)).isEmpty();
        assertThat(index.count(new Query.All())).isZero();
        assertThat(index.timeRange(new Query.All())).isEmpty();
        assertThat(index.topValues(new Query.All(), Field.ACTION, "", 10)).isEmpty();
    }

    @Test
    void addedIsFoundAfterRefresh() {
        add(10);

        assertThat(index.nextPosition()).isEqualTo(10);
        assertThat(index.searchablePosition()).isEqualTo(10);
        assertThat(index.count(new Query.All())).isEqualTo(10);
    }

    @Test
    void whatWasReducedIsFoundByWhatIsLeft() {
        add(300);
        journal.reduce(0, SearchIndexContract::reduced);
        long[] positions =
                LongStream.range(0, 300)
                        .filter(position -> position % 3 == 0 || position % 5 == 0)
                        .toArray();
        LongFunction<Entry> left = position -> journal.readEach(new long[] {position}).getFirst();

        index.renew(positions, left);
        oracle.renew(positions, left);

        assertThat(index.count(new Query.All())).isEqualTo(260);
        everyQuery().forEach(this::agrees);
        add(50);
        everyQuery().forEach(this::agrees);
    }

    private static Entry reduced(Entry entry) {
        if (entry.position() % 3 == 0) {
            return entry.without(Set.of(Part.ACTOR, Part.DETAIL));
        }
        return entry.position() % 5 == 0 ? entry.expired() : entry;
    }

    @Test
    void everyKindOfQueryAgreesWithTheDefinition() {
        add(300);
        everyQuery().forEach(this::agrees);
    }

    private static List<Query> everyQuery() {
        return List.of(
                new Query.All(),
                new Query.And(List.of()),
                new Query.Not(new Query.All()),
                QueryLanguage.parse("action:user.login"),
                QueryLanguage.parse("action:IAM.*"),
                QueryLanguage.parse("-outcome:success"),
                QueryLanguage.parse("actor:JANE.doe@example.com outcome:(denied OR failure)"),
                QueryLanguage.parse("ip:203.0.113.0/26"),
                QueryLanguage.parse("ip:2001:db8::/33"),
                QueryLanguage.parse("ip:\"AWS Internal\""),
                QueryLanguage.parse("ip:*"),
                QueryLanguage.parse("\"grüne straße\""),
                QueryLanguage.parse("straße -\"grüne straße\""),
                QueryLanguage.parse("stra* OR refund*"),
                QueryLanguage.parse("text:\"删除用户\""),
                QueryLanguage.parse("user.login OR U-2 OR 203.0.113.7"),
                QueryLanguage.parse("folder:* -severity>info"),
                QueryLanguage.parse("correlationId:b53232ee*"),
                QueryLanguage.parse("correlationId:B53*"),
                QueryLanguage.parse("correlationId:b53232ee-7d5c-4b1a-9a33-0f2f0c1f2d1*"),
                QueryLanguage.parse("B53232ee-7d5c-4b1a-9a33-0f2f0c1f2d10"),
                QueryLanguage.parse("correlationId:b53232ee-7d5c-4b1a-9a33-0f2f0c1f2d10*"),
                QueryLanguage.parse("requestId:00000000-0000-0001-8*"),
                QueryLanguage.parse("requestId:0*"),
                QueryLanguage.parse("actor:(a b c d e f g h i j k l m n u-1 u-2)"),
                new Query.Or(List.of()),
                QueryLanguage.parse("4711 OR channel:cli"),
                QueryLanguage.parse("target:* -targetType:bucket"),
                new Query.Time(SearchEvents.timeNanos(20), SearchEvents.timeNanos(90)),
                new Query.Time(SearchEvents.timeNanos(90), SearchEvents.timeNanos(20)),
                new Query.InRange(IpRange.parse("::/0").orElseThrow()));
    }

    /// As the scope of a reader of a folder is asked: its projects, or the folder and none of the
    /// projects that are elsewhere.
    @Test
    void scopesOfManyProjectsAgreeWithTheDefinition() {
        add(300);
        for (int elsewhere : new int[] {0, 1, 15, 16, 2000}) {
            List<Query> names = new ArrayList<>();
            for (int i = 0; i < elsewhere; i++) {
                names.add(new Query.Is(Field.PROJECT, "project-" + i));
            }
            names.add(new Query.Is(Field.PROJECT, "shop"));
            var others = new Query.Or(names);
            agrees(others);
            agrees(
                    new Query.And(
                            List.of(new Query.Begins(Field.FOLDER, ""), new Query.Not(others))));
            agrees(new Query.Or(List.of(others, new Query.Is(Field.FOLDER, "eu"))));
            agrees(
                    new Query.And(
                            List.of(
                                    new Query.Not(new Query.Begins(Field.PROJECT, "")),
                                    new Query.Not(new Query.Begins(Field.FOLDER, "")))));
        }
    }

    @Test
    void randomQueriesAgreeWithTheDefinition() {
        for (int round = 0; round < 5; round++) {
            add(60);
            for (int i = 0; i < 60; i++) {
                agrees(events.query(3));
            }
        }
    }

    private void agrees(Query query) {
        for (Order order : Order.values()) {
            List<Hit> expected =
                    oracle.search(
                            new SearchRequest(
                                    query, order, Optional.empty(), Long.MAX_VALUE, 10_000));
            assertThat(page(query, order, Optional.empty(), 10_000))
                    .as("%s %s", order, query)
                    .isEqualTo(expected);
            assertThat(paged(query, order)).as("%s %s", order, query).isEqualTo(expected);
        }
        assertThat(index.count(query)).isEqualTo(oracle.count(query));
        assertThat(index.timeRange(query)).isEqualTo(oracle.timeRange(query));
        for (Field field : List.of(Field.ACTION, Field.ACTOR, Field.IP, Field.FOLDER)) {
            assertThat(index.topValues(query, field, "", 5))
                    .isEqualTo(oracle.topValues(query, field, "", 5));
            assertThat(index.topValues(query, field, "u", 5))
                    .isEqualTo(oracle.topValues(query, field, "u", 5));
        }
        long from = SearchEvents.timeNanos(3);
        assertThat(index.histogram(query, from, 7_000_000_000L, 9))
                .as("%s", query)
                .isEqualTo(oracle.histogram(query, from, 7_000_000_000L, 9));
    }

    /// From the first to the last they are more nanoseconds than a long has.
    @Test
    void barsCountEventsOfThreeCenturies() {
        add(50);
        append(
                events.at(
                        journal,
                        List.of(
                                Instant.parse("1900-01-01T00:00:00Z"),
                                Instant.parse("2199-12-31T23:59:59Z"))));
        long day = Duration.ofDays(1).toNanos();
        long from = Document.nanos(Instant.parse("1900-01-01T00:00:00Z"));

        assertThat(index.histogram(new Query.All(), from, 1_000 * day, 120))
                .satisfies(counts -> assertThat(counts[0]).isOne())
                .satisfies(counts -> assertThat(counts[109]).isOne())
                .satisfies(counts -> assertThat(LongStream.of(counts).sum()).isEqualTo(52));
        assertThat(index.histogram(new Query.All(), from, 40_000 * day, 3))
                .isEqualTo(oracle.histogram(new Query.All(), from, 40_000 * day, 3));
        assertThat(index.histogram(new Query.All(), from, day, 1)).containsExactly(1);
    }

    private List<Hit> paged(Query query, Order order) {
        var all = new ArrayList<Hit>();
        int limit = 1 + random.nextInt(40);
        List<Hit> page = page(query, order, Optional.empty(), limit);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = page(query, order, Optional.of(page.getLast()), limit);
        }
        return all;
    }

    @Test
    void windowHidesWhatCameLater() {
        add(50);
        add(50);
        for (Order order : Order.values()) {
            var request = new SearchRequest(new Query.All(), order, Optional.empty(), 50, 10_000);

            assertThat(index.search(request)).isEqualTo(oracle.search(request)).hasSize(50);
        }
    }

    @Test
    void pollerMissesNothingWhileOthersAdd() throws Exception {
        int rounds = 60;
        var seen = new ArrayList<Long>();
        var failure = new AtomicReference<Throwable>();
        Thread poller = Thread.ofPlatform().unstarted(() -> poll(rounds * 10, seen));
        poller.setUncaughtExceptionHandler((_, e) -> failure.set(e));
        poller.start();
        for (int i = 0; i < rounds; i++) {
            List<Entry> entries = events.next(journal, 10);
            journal.append(entries);
            index.add(entries);
            if (i % 2 == 1) {
                index.refresh();
            }
        }
        index.refresh();
        poller.join(Duration.ofSeconds(60));

        assertThat(failure.get()).isNull();
        assertThat(seen).isEqualTo(LongStream.range(0, rounds * 10L).boxed().toList());
    }

    private void poll(int count, List<Long> seen) {
        Optional<Hit> last = Optional.empty();
        while (seen.size() < count) {
            long end = index.searchablePosition();
            List<Hit> page =
                    index.search(new SearchRequest(new Query.All(), Order.RECEIVED, last, end, 7));
            page.forEach(hit -> seen.add(hit.position()));
            last = page.isEmpty() ? last : Optional.of(page.getLast());
        }
    }

    @Test
    void answersAreOfOneMomentWhileOthersAdd() {
        add(200);
        List<Hit> before = window(200);
        for (int i = 0; i < 20; i++) {
            List<Entry> entries = events.next(journal, 30);
            journal.append(entries);
            index.add(entries);

            assertThat(window(200)).isEqualTo(before);
            index.refresh();
            assertThat(window(200)).isEqualTo(before);
        }
    }

    private List<Hit> window(long end) {
        return index.search(
                new SearchRequest(new Query.All(), Order.NEWEST, Optional.empty(), end, 10_000));
    }

    @Test
    void sameTimeIsOrderedByReceipt() {
        List<Entry> same = events.sameTime(journal, 30);
        append(same);

        assertThat(paged(new Query.All(), Order.NEWEST))
                .extracting(Hit::position)
                .isEqualTo(same.stream().map(Entry::position).toList().reversed());
        assertThat(paged(new Query.All(), Order.OLDEST))
                .extracting(Hit::position)
                .isEqualTo(same.stream().map(Entry::position).toList());
    }

    @Test
    void everyDocumentIsFoundByEachOfItsValues() {
        add(100);
        for (Entry entry : journal.read(0, 100, Long.MAX_VALUE)) {
            Document document = Document.of(entry);
            document.keywords()
                    .forEach((field, values) ->
                            values.forEach(value ->
                                    assertThat(found(new Query.Is(field, Field.folded(value))))
                                            .contains(entry.position())));
            assertThat(document.words())
                    .allSatisfy(word ->
                            assertThat(found(new Query.Word(word))).contains(entry.position()));
        }
    }

    private List<Long> found(Query query) {
        return page(query, Order.RECEIVED, Optional.empty(), 10_000).stream()
                .map(Hit::position)
                .toList();
    }

    @Test
    void definitionIsWhatItSays() {
        add(200);
        Query query = QueryLanguage.parse("outcome:denied -channel:ui");
        List<Long> expected =
                journal.read(0, 200, Long.MAX_VALUE).stream()
                        .filter(entry -> Matcher.matches(query, Document.of(entry)))
                        .map(Entry::position)
                        .toList();

        assertThat(found(query)).isEqualTo(expected).isNotEmpty();
    }

    private void add(int count) {
        append(events.next(journal, count));
    }

    private void append(List<Entry> entries) {
        journal.append(entries);
        oracle.add(entries);
        oracle.refresh();
        index.add(entries);
        index.refresh();
    }

    private List<Hit> page(Query query, Order order, Optional<Hit> after, int limit) {
        return index.search(new SearchRequest(query, order, after, Long.MAX_VALUE, limit));
    }
}
