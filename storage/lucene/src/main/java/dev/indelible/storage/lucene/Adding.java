package dev.indelible.storage.lucene;

import dev.indelible.core.journal.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.lucene.index.IndexWriter;

/// Adds the documents of entries to a partition: in the thread that asks, or many in parts and as
/// many threads. Their order does not matter, because a segment is sorted when it is written. One
/// thread asks at a time.
final class Adding implements AutoCloseable {
    private final List<Documents> documents = new ArrayList<>();
    private final int partEntriesMin;
    private final Courtesy courtesy;

    // Ended by having nothing left to do, never by an interrupt. Its threads begin with the first
    // parts, and have the priority of the thread that asks.
    private final ExecutorService threads;

    /// @param partsMax at most so many threads add at a time
    /// @param partEntriesMin fewer entries are not worth another thread
    Adding(int partsMax, int partEntriesMin, Courtesy courtesy) {
        for (int i = 0; i < partsMax; i++) {
            documents.add(new Documents());
        }
        this.partEntriesMin = partEntriesMin;
        this.courtesy = courtesy;
        threads =
                Executors.newFixedThreadPool(
                        partsMax, Thread.ofPlatform().name("index-adding-", 0).daemon().factory());
    }

    /// Returns when all were added; where it fails, when no thread adds any more.
    ///
    /// @param threadsMax that may be used for it
    void add(IndexWriter writer, List<Entry> entries, int threadsMax) throws IOException {
        int partsMax = Math.min(threadsMax, documents.size());
        int parts = Math.clamp(entries.size() / partEntriesMin, 1, partsMax);
        if (parts == 1) {
            add(writer, entries, documents.getFirst());
            return;
        }
        var tasks = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < parts; i++) {
            Documents own = documents.get(i);
            List<Entry> part =
                    entries.subList(entries.size() * i / parts, entries.size() * (i + 1) / parts);
            tasks.add(() -> add(writer, part, own));
        }
        try {
            for (Future<Boolean> added : threads.invokeAll(tasks)) {
                added.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while adding to the index", e);
        } catch (ExecutionException e) {
            throw new IOException("cannot add to the index", e.getCause());
        }
    }

    private boolean add(IndexWriter writer, List<Entry> entries, Documents documents)
            throws IOException {
        int added = 0;
        for (Entry entry : entries) {
            writer.addDocument(documents.of(entry));
            courtesy.added(++added);
        }
        return !entries.isEmpty();
    }

    @Override
    public void close() {
        threads.close();
    }
}
