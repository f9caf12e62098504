package dev.indelible.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A question that is put to every engine, in variants that are asked in turn: frequent values and
/// rare ones.
///
/// @param filters one per variant
record Question(Measure measure, List<Filter> filters, Ask ask) {
    private static final int ROWS = 50;
    private static final int DEEP = 20;

    /// Puts it once.
    interface Ask {
        /// Returns what was answered, such that equal answers are equal texts, and how long the
        /// part that counts has taken.
        Answer put(Engine.Reader reader, Filter filter) throws IOException;
    }

    /// @param text of the answer, shortened
    record Answer(String text, long nanos) {}

    /// All that are asked of a log of this size.
    static List<Question> all(Workload workload) {
        return List.of(
                new Question(Measure.ACTOR, users(0, 10, 100, 1_000, 5_000), Question::firstPage),
                new Question(Measure.NEWEST, List.of(Filter.ALL), Question::firstPage),
                new Question(
                        Measure.ORGANIZATION, organizations(0, 20, 200, 900), Question::firstPage),
                new Question(
                        Measure.TWO_FILTERS,
                        List.of(
                                organization(0).action(Workload.action(0)),
                                organization(3).action(Workload.action(20)),
                                organization(50).action(Workload.action(5))),
                        Question::firstPage),
                new Question(
                        Measure.TEXT,
                        List.of(
                                Filter.ALL.word(workload.word(30)),
                                Filter.ALL.word(workload.word(3_000)),
                                Filter.ALL.word(workload.word(30_000))),
                        Question::firstPage),
                new Question(
                        Measure.HISTOGRAM, List.of(Filter.ALL, organization(2)), Question::days),
                new Question(Measure.DEEP, List.of(Filter.ALL, organization(1)), Question::deep));
    }

    /// What is exported of so many events: some 10^5 rows.
    static Filter exported(long events) {
        return events <= 100_000 ? Filter.ALL : organization(events <= 2_000_000 ? 0 : 6);
    }

    private static List<Filter> users(int... ranks) {
        return Arrays.stream(ranks).mapToObj(r -> Filter.ALL.actor(Workload.user(r))).toList();
    }

    private static List<Filter> organizations(int... ranks) {
        return Arrays.stream(ranks).mapToObj(Question::organization).toList();
    }

    private static Filter organization(int rank) {
        return Filter.ALL.organization(Workload.organization(rank));
    }

    private static Answer firstPage(Engine.Reader reader, Filter filter) throws IOException {
        long start = System.nanoTime();
        List<String> ids = reader.pages(filter, ROWS).next();
        long nanos = System.nanoTime() - start;
        return new Answer(text(ids), nanos);
    }

    private static Answer deep(Engine.Reader reader, Filter filter) throws IOException {
        Engine.Pages pages = reader.pages(filter, ROWS);
        var ids = new ArrayList<String>();
        for (int page = 1; page < DEEP; page++) {
            ids.addAll(pages.next());
        }
        long start = System.nanoTime();
        ids.addAll(pages.next());
        long nanos = System.nanoTime() - start;
        return new Answer(text(ids), nanos);
    }

    private static Answer days(Engine.Reader reader, Filter filter) throws IOException {
        long start = System.nanoTime();
        long[] days = reader.days(filter);
        long nanos = System.nanoTime() - start;
        return new Answer(
                "%d events in %d days, #%08x"
                        .formatted(Arrays.stream(days).sum(), days.length, Arrays.hashCode(days)),
                nanos);
    }

    /// A count and a hash over all ids in their order.
    private static String text(List<String> ids) {
        return "%d rows, #%08x".formatted(ids.size(), ids.hashCode());
    }
}
