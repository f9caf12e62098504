package dev.indelible.storage.lucene;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.search.Field;
import dev.indelible.core.search.Order;
import dev.indelible.core.search.Query;
import dev.indelible.core.search.SearchIndex;
import dev.indelible.core.search.SearchRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.apache.lucene.store.AlreadyClosedException;

/* Who writes what.
 *
 * One thread adds, refreshes, commits and reverts; it alone changes the list of partitions, and puts
 * a new list in the place of the old one. Others add for it where it asks them to, and it waits
 * until they have (Adding). Any thread asks the list that it finds. A partition that is given up
 * meanwhile says so (AlreadyClosedException), and the question is put to the new list.
 *
 * What is deleted in the journal is deleted here by whoever deletes it: the partition that is
 * written is left first, under the lock that adding holds too, and then each partition concerned is
 * made anew in the thread that merges.
 *
 * A partition that is full is left: committed, and from then on only read. Merging it into one
 * segment takes long, so another thread does it (Merging); until then it is only slower. The same
 * thread merges the one that is written where nothing comes for a while.
 *
 * Partitions follow each other without gaps: each begins where the one before ended. So what is
 * missing or damaged shows when the folder is opened, and it and all behind it are made anew. A
 * question that meets damage marks its partition; the next refresh fails, and revert removes it. */

/// The search index in a folder, as the package's page draws it. Deleting the folder costs nothing
/// but the time to make it anew.
public final class LuceneIndex implements SearchIndex {
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    private static final int TRIES_MAX = 1000;

    private final PartitionFolder folder;
    private final int partitionDocumentsMax;
    private final Questions questions;
    private final Merging merging = new Merging();
    private final Adding adding;
    private final Object writing = new Object();
    private volatile List<Partition> partitions = List.of();
    private volatile boolean closed;

    private LuceneIndex(
            Path folder,
            int partitionDocumentsMax,
            LongFunction<Entry> journal,
            BooleanSupplier isContested) {
        var courtesy = new Courtesy(isContested);
        this.folder = new PartitionFolder(folder, courtesy);
        this.adding =
                new Adding(IndexLimits.ADDING_THREADS_MAX, IndexLimits.ADDING_PART_MIN, courtesy);
        this.partitionDocumentsMax = partitionDocumentsMax;
        this.questions = new Questions(journal);
    }

    /// Opens an index that has the cores to itself.
    ///
    /// @throws UncheckedIOException as the other says
    public static LuceneIndex open(Path folder, LongFunction<Entry> journal) {
        return open(folder, journal, () -> false);
    }

    /// Opens the index in this folder, or makes it. What is damaged is removed, with all that lies
    /// behind it, and will be made anew from the journal.
    ///
    /// @param journal the entry at a position, for phrases
    /// @param isContested whether small requests come beside those of others: then the index leaves
    ///   the cores to them now and then
    /// @throws UncheckedIOException if the folder cannot be used, for example because another
    ///   process has it open; nothing was removed
    public static LuceneIndex open(
            Path folder, LongFunction<Entry> journal, BooleanSupplier isContested) {
        return open(folder, IndexLimits.PARTITION_DOCUMENTS_MAX, journal, isContested);
    }

    static LuceneIndex open(
            Path folder,
            int partitionDocumentsMax,
            LongFunction<Entry> journal,
            BooleanSupplier isContested) {
        var index = new LuceneIndex(folder, partitionDocumentsMax, journal, isContested);
        try {
            index.partitions = index.folder.open(List.of());
        } catch (IOException e) {
            index.merging.close();
            index.adding.close();
            throw new UncheckedIOException("cannot open the index in " + folder, e);
        }
        index.partitions.forEach(index.merging::add);
        return index;
    }

    @Override
    public long nextPosition() {
        List<Partition> all = partitions;
        return all.isEmpty() ? 0 : all.getLast().next();
    }

    @Override
    public long searchablePosition() {
        List<Partition> all = partitions;
        return all.isEmpty() ? 0 : all.getLast().searchable();
    }

    @Override
    public void add(List<Entry> entries) {
        synchronized (writing) {
            addAll(entries, 1);
        }
    }

    @Override
    public void addInParts(List<Entry> entries) {
        synchronized (writing) {
            addAll(entries, IndexLimits.ADDING_THREADS_MAX);
        }
    }

    private void addAll(List<Entry> entries, int threads) {
        try {
            int from = 0;
            while (from < entries.size()) {
                long day = day(entries.get(from));
                int to = from + 1;
                while (to < entries.size() && day(entries.get(to)) == day) {
                    to++;
                }
                addAll(entries.subList(from, to), day, threads);
                from = to;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot add to the index", e);
        }
    }

    private static long day(Entry entry) {
        return entry.receivedMillis() / DAY_MILLIS;
    }

    private void addAll(List<Entry> entries, long day, int threads) throws IOException {
        Partition last = last();
        boolean otherDay = last.day() >= 0 && last.day() != day;
        if (last.documents() > 0 && (otherDay || last.documents() >= partitionDocumentsMax)) {
            last.leave();
            merging.add(last);
            partitions = folder.started(partitions);
        }
        last().add(entries, day, adding, threads);
    }

    private Partition last() throws IOException {
        List<Partition> all = partitions;
        if (all.isEmpty() || !all.getLast().isWritten()) {
            throw new IOException("the index has no partition to write to");
        }
        return all.getLast();
    }

    @Override
    public void renew(long[] positions, LongFunction<Entry> journal) {
        try {
            if (positions.length > 0) {
                leaveBefore(positions[positions.length - 1]);
            }
            for (Partition partition : partitions) {
                long[] own = within(partition, positions);
                if (own.length > 0) {
                    merging.run(() -> partition.renew(own, journal));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete from the index", e);
        }
    }

    /// Leaves the partition that is written, if it has this position.
    private void leaveBefore(long position) throws IOException {
        synchronized (writing) {
            if (position >= last().next()) {
                throw new IllegalArgumentException(
                        "position %d is not in the index".formatted(position));
            }
            if (position >= last().first()) {
                last().leave();
                partitions = folder.started(partitions);
            }
        }
    }

    private static long[] within(Partition partition, long[] positions) {
        return Arrays.stream(positions)
                .filter(position -> position >= partition.first() && position < partition.next())
                .toArray();
    }

    @Override
    public void refresh() {
        synchronized (writing) {
            refreshLast();
        }
    }

    private void refreshLast() {
        try {
            for (Partition partition : partitions) {
                if (partition.isDamaged()) {
                    throw new IOException("index partition is damaged: " + partition.folder());
                }
            }
            last().refresh();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot refresh the index", e);
        }
    }

    @Override
    public void commit() {
        try {
            synchronized (writing) {
                last().commit();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot commit the index", e);
        }
    }

    @Override
    public void rest() {
        try {
            synchronized (writing) {
                if (last().rest()) {
                    merging.addResting(last());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the index smaller", e);
        }
    }

    @Override
    public void revert() {
        synchronized (writing) {
            revertAll();
        }
    }

    private void revertAll() {
        List<Partition> all = partitions;
        int sound = 0;
        while (sound < all.size() && !all.get(sound).isDamaged() && !all.get(sound).isWritten()) {
            sound++;
        }
        // First out of sight, so that questions do not meet what is closed again and again.
        partitions = List.copyOf(all.subList(0, sound));
        try {
            for (Partition given : all.subList(sound, all.size())) {
                given.close();
                if (given.isDamaged()) {
                    folder.remove(given.folder());
                }
            }
            partitions = folder.open(partitions);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the index again", e);
        }
    }

    private <T> T asked(Function<List<Partition>, T> question) {
        for (int i = 0; i < TRIES_MAX && !closed; i++) {
            try {
                return question.apply(partitions);
            } catch (AlreadyClosedException e) {
                Thread.onSpinWait();
            }
        }
        throw new Busy(
                Problem.QUEUE_FULL, Duration.ofSeconds(1), "the index is being opened again");
    }

    @Override
    public List<Hit> search(SearchRequest request) {
        return asked(all -> questions.search(all, request));
    }

    @Override
    public long[] histogram(Query query, long fromNanos, long widthNanos, int buckets) {
        var bars = new Bars(fromNanos, widthNanos, buckets);
        return asked(all -> questions.histogram(all, query, bars));
    }

    @Override
    public List<Long> timeRange(Query query) {
        return asked(all -> {
            var first = questions.search(all, request(query, Order.OLDEST));
            var last = questions.search(all, request(query, Order.NEWEST));
            return first.isEmpty() || last.isEmpty()
                    ? List.of()
                    : List.of(first.getFirst().timeNanos(), last.getFirst().timeNanos());
        });
    }

    private static SearchRequest request(Query query, Order order) {
        return new SearchRequest(query, order, Optional.empty(), Long.MAX_VALUE, 1);
    }

    @Override
    public long count(Query query) {
        return asked(all -> questions.count(all, query));
    }

    @Override
    public List<ValueCount> topValues(Query query, Field field, String prefix, int limit) {
        return asked(all -> questions.topValues(all, query, field, prefix, limit));
    }

    /// The partition of this number, from 0.
    Partition partition(int number) {
        return partitions.get(number);
    }

    /// Waits until nothing is left to merge.
    void awaitMerged() {
        merging.await();
    }

    @Override
    public void close() {
        closed = true;
        List<Partition> all = partitions;
        try {
            if (!all.isEmpty() && all.getLast().isWritten()) {
                all.getLast().commit();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot commit the index", e);
        } finally {
            merging.stop();
            all.forEach(LuceneIndex::close);
            merging.close();
            adding.close();
        }
    }

    private static void close(Partition partition) {
        try {
            partition.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the index", e);
        }
    }
}
