package dev.indelible.storage.lucene;

import com.sun.management.OperatingSystemMXBean;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.search.Field;
import dev.indelible.core.search.Order;
import dev.indelible.core.search.Query;
import dev.indelible.core.search.QueryLanguage;
import dev.indelible.core.search.SearchRequest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Prints what the index costs on a real folder: run by hand with an empty folder and a count of
/// events. It is no benchmark, it only shows the order of things.
final class LuceneIndexMeasure {
    private static final int BATCH = 10_000;
    private static final int PAGE = 50;
    private static final int WARM_UPS = 300;
    private static final int RUNS = 300;

    private final MeasuredEvents events;
    private final LuceneIndex index;
    private final int count;

    private LuceneIndexMeasure(Path folder, int count) {
        this.count = count;
        // As if they came within one and a half days.
        this.events =
                new MeasuredEvents(Long.getLong("indelible.seed", 1), Math.max(1, count / 130_000));
        this.index = LuceneIndex.open(folder, events::at);
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        System.out.printf(
                "events=%d cores=%d%n", count, Runtime.getRuntime().availableProcessors());
        var measure = new LuceneIndexMeasure(folder, count);
        measure.fill();
        System.out.printf("%.1f B/event while written%n", (double) bytes(folder) / count);
        measure.questions();
        measure.index.close();
        System.out.printf("%.1f B/event when closed%n", (double) bytes(folder) / count);
    }

    private void fill() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long cpu = system.getProcessCpuTime();
        long nanos = 0;
        long besides = 0;
        long sent = 0;
        for (long done = 0; done < count; done += BATCH) {
            long start = threads.getCurrentThreadCpuTime();
            List<Entry> batch = events.next(done, BATCH);
            sent += batch.stream().mapToLong(entry -> entry.parts().length()).sum();
            besides += threads.getCurrentThreadCpuTime() - start;
            start = System.nanoTime();
            index.add(batch);
            index.refresh();
            nanos += System.nanoTime() - start;
        }
        long start = System.nanoTime();
        index.commit();
        nanos += System.nanoTime() - start;
        System.out.printf(
                "add: %.1f µs/event, %.1f µs of CPU with all merges and compiling; %d B/event%n",
                nanos / 1e3 / count,
                (system.getProcessCpuTime() - cpu - besides) / 1e3 / count,
                sent / count);
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(file -> file.toFile().isFile() ? file.toFile().length() : 0)
                    .sum();
        }
    }

    private void questions() {
        page("newest page", "", Order.NEWEST);
        page("oldest page", "", Order.OLDEST);
        page("last page received", "", Order.RECEIVED);
        page("hot actor", "actor:u-0", Order.NEWEST);
        page("rare actor", "actor:u-70000", Order.NEWEST);
        page("absent actor", "actor:nobody", Order.NEWEST);
        page("oldest of an actor", "actor:u-5", Order.OLDEST);
        page("organization, denied", "organization:organization-3 outcome:denied", Order.NEWEST);
        page("actor and action", "actor:u-1 action:thing0.create", Order.NEWEST);
        page("network", "ip:10.0.7.0/24", Order.NEWEST);
        page("one word", MeasuredEvents.word(500), Order.NEWEST);
        page("two words", MeasuredEvents.word(20) + " " + MeasuredEvents.word(90), Order.NEWEST);
        page(
                "phrase",
                "\"%s %s\"".formatted(MeasuredEvents.word(0), MeasuredEvents.word(1)),
                Order.NEWEST);
        page("prefix", "action:thing1*", Order.NEWEST);
        counts("", "everything");
        counts("organization:organization-3", "an organization");
        counts("-outcome:success", "not success");
    }

    private void page(String name, String q, Order order) {
        Query query = QueryLanguage.parse(q);
        Optional<dev.indelible.core.search.SearchIndex.Hit> after =
                order == Order.RECEIVED
                        ? Optional.of(new dev.indelible.core.search.SearchIndex.Hit(count - 60L, 0))
                        : Optional.empty();
        var request = new SearchRequest(query, order, after, index.searchablePosition(), PAGE);
        int rows = index.search(request).size();
        time("%-22s %2d rows".formatted(name, rows), () -> index.search(request));
        if (rows == PAGE && order != Order.RECEIVED) {
            var deep = after;
            for (int i = 0; i < 100; i++) {
                var hits =
                        index.search(
                                new SearchRequest(
                                        query, order, deep, index.searchablePosition(), PAGE));
                if (hits.size() < PAGE) {
                    return;
                }
                deep = Optional.of(hits.getLast());
            }
            var deepRequest =
                    new SearchRequest(query, order, deep, index.searchablePosition(), PAGE);
            time("   page 100", () -> index.search(deepRequest));
        }
    }

    private void counts(String q, String of) {
        Query query = QueryLanguage.parse(q);
        time("count " + of, () -> index.count(query));
        time("time range of " + of, () -> index.timeRange(query));
        List<Long> range = index.timeRange(query);
        long width = (range.getLast() - range.getFirst()) / 90 + 1;
        time("histogram of " + of, () -> index.histogram(query, range.getFirst(), width, 91));
        time("top outcomes of " + of, () -> index.topValues(query, Field.OUTCOME, "", 10));
        time("top actors of " + of, () -> index.topValues(query, Field.ACTOR, "", 10));
    }

    private static void time(String name, Runnable question) {
        long begun = System.nanoTime();
        for (int i = 0; i < WARM_UPS && System.nanoTime() - begun < 1_500_000_000L; i++) {
            question.run();
        }
        long[] nanos = new long[RUNS];
        begun = System.nanoTime();
        int runs = 0;
        while (runs < RUNS && (runs < 3 || System.nanoTime() - begun < 1_500_000_000L)) {
            long start = System.nanoTime();
            question.run();
            nanos[runs++] = System.nanoTime() - start;
        }
        nanos = Arrays.copyOf(nanos, runs);
        Arrays.sort(nanos);
        System.out.printf(
                "%-32s p50 %9.3f ms  p99 %9.3f ms%n",
                name, nanos[runs / 2] / 1e6, nanos[Math.min(runs - 1, runs * 99 / 100)] / 1e6);
    }
}
