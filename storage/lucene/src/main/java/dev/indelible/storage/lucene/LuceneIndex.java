package dev.indelible.storage.lucene;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.search.Document;
import dev.indelible.core.search.Field;
import dev.indelible.core.search.Order;
import dev.indelible.core.search.Query;
import dev.indelible.core.search.SearchIndex;
import dev.indelible.core.search.SearchRequest;
import dev.indelible.event.InvalidEventException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/// The search index in a folder, as the package's page draws it. Deleting the folder costs nothing
/// but the time to make it anew.
public final class LuceneIndex implements SearchIndex {
    private static final System.Logger logger = System.getLogger(LuceneIndex.class.getName());
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private final Path folder;
    private final int partitionDocumentsMax;
    private final Questions questions;
    private volatile List<Partition> partitions = List.of();
    private long lastDay = -1;

    private LuceneIndex(Path folder, int partitionDocumentsMax, LongFunction<Entry> journal) {
        this.folder = folder;
        this.partitionDocumentsMax = partitionDocumentsMax;
        this.questions = new Questions(new Queries(journal));
    }

    /// Opens the index in this folder, or makes it. What is damaged is removed, with all that lies
    /// behind it, and will be made anew from the journal.
    ///
    /// @param journal the entry at a position, for phrases
    public static LuceneIndex open(Path folder, LongFunction<Entry> journal) {
        return open(folder, IndexLimits.PARTITION_DOCUMENTS_MAX, journal);
    }

    static LuceneIndex open(Path folder, int partitionDocumentsMax, LongFunction<Entry> journal) {
        var index = new LuceneIndex(folder, partitionDocumentsMax, journal);
        try {
            Files.createDirectories(folder);
            index.openPartitions();
            return index;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the index in " + folder, e);
        }
    }

    private void openPartitions() throws IOException {
        var opened = new ArrayList<Partition>();
        List<Path> folders = folders();
        long expected = 0;
        for (Path each : folders) {
            long first = Long.parseLong(each.getFileName().toString());
            boolean last = each.equals(folders.getLast());
            try {
                if (first < expected || (opened.isEmpty() && first != 0)) {
                    throw new IOException("starts at %d, not %d".formatted(first, expected));
                }
                Partition partition =
                        last ? Partition.written(each, first) : Partition.left(each, first);
                opened.add(partition);
                expected = partition.next();
            } catch (IOException | RuntimeException e) {
                logger.log(
                        System.Logger.Level.WARNING,
                        "index partition removed, to be made anew: " + each.getFileName(),
                        e);
                folders.subList(folders.indexOf(each), folders.size()).forEach(this::delete);
                break;
            }
        }
        partitions = List.copyOf(opened);
        if (opened.isEmpty() || opened.size() < folders.size()) {
            start(expected);
        }
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return new ArrayList<>(
                    all.filter(path -> path.getFileName().toString().matches("\\d{20}"))
                            .sorted()
                            .toList());
        }
    }

    private void delete(Path partition) {
        try (Stream<Path> files = Files.walk(partition)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + partition, e);
        }
    }

    private void start(long first) throws IOException {
        var more = new ArrayList<>(partitions);
        more.add(Partition.written(folder.resolve("%020d".formatted(first)), first));
        partitions = List.copyOf(more);
    }

    @Override
    public long nextPosition() {
        return partitions.getLast().next();
    }

    @Override
    public long searchablePosition() {
        return partitions.getLast().searchable();
    }

    @Override
    public void add(List<Entry> entries) {
        try {
            int from = 0;
            while (from < entries.size()) {
                int to = sameDay(entries, from);
                rollFor(entries.get(from));
                addAll(entries.subList(from, to));
                from = to;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot add to the index", e);
        }
    }

    private static int sameDay(List<Entry> entries, int from) {
        long day = entries.get(from).receivedMillis() / DAY_MILLIS;
        int to = from;
        while (to < entries.size() && entries.get(to).receivedMillis() / DAY_MILLIS == day) {
            to++;
        }
        return to;
    }

    private void rollFor(Entry entry) throws IOException {
        Partition last = partitions.getLast();
        long day = entry.receivedMillis() / DAY_MILLIS;
        boolean otherDay = lastDay >= 0 && day != lastDay;
        if (last.documents() > 0 && (otherDay || last.documents() >= partitionDocumentsMax)) {
            last.leave();
            start(entry.position());
        }
        lastDay = day;
    }

    private static Document document(Entry entry) {
        try {
            return Document.of(entry);
        } catch (InvalidEventException e) {
            // Stored by a version that we do not understand: still listed by its organization.
            logger.log(
                    System.Logger.Level.ERROR,
                    "event indexed by its organization only: position=" + entry.position(),
                    e);
            return Document.bare(entry);
        }
    }

    private void addAll(List<Entry> entries) throws IOException {
        List<Document> documents = entries.stream().map(LuceneIndex::document).toList();
        partitions.getLast().add(documents, entries.getLast().position() + 1);
    }

    @Override
    public void refresh() {
        try {
            partitions.getLast().refresh();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot refresh the index", e);
        }
    }

    @Override
    public void commit() {
        try {
            partitions.getLast().commit();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot commit the index", e);
        }
    }

    @Override
    public void revert() {
        try {
            Partition broken = partitions.getLast();
            var kept = new ArrayList<>(partitions.subList(0, partitions.size() - 1));
            broken.close();
            kept.add(
                    Partition.written(
                            folder.resolve("%020d".formatted(broken.first())), broken.first()));
            partitions = List.copyOf(kept);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the index again", e);
        }
    }

    @Override
    public List<Hit> search(SearchRequest request) {
        return questions.search(partitions, request);
    }

    @Override
    public long[] histogram(Query query, long fromNanos, long widthNanos, int buckets) {
        return questions.histogram(partitions, query, new Bars(fromNanos, widthNanos, buckets));
    }

    @Override
    public List<Long> timeRange(Query query) {
        var all = partitions;
        var first = questions.search(all, request(query, Order.OLDEST));
        var last = questions.search(all, request(query, Order.NEWEST));
        return first.isEmpty() || last.isEmpty()
                ? List.of()
                : List.of(first.getFirst().timeNanos(), last.getFirst().timeNanos());
    }

    private static SearchRequest request(Query query, Order order) {
        return new SearchRequest(query, order, Optional.empty(), Long.MAX_VALUE, 1);
    }

    @Override
    public long count(Query query) {
        return questions.count(partitions, query);
    }

    @Override
    public List<ValueCount> topValues(Query query, Field field, String prefix, int limit) {
        return questions.topValues(partitions, query, field, prefix, limit);
    }

    @Override
    public void close() {
        try {
            partitions.getLast().commit();
            for (Partition partition : partitions) {
                partition.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the index", e);
        }
    }
}
