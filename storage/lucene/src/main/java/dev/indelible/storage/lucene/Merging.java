package dev.indelible.storage.lucene;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.apache.lucene.index.CorruptIndexException;

/// Merges partitions that are written no more, one after the other, in a thread of its own.
final class Merging implements AutoCloseable {
    private static final System.Logger logger = System.getLogger(Merging.class.getName());

    // Ended by having nothing left to do, never by an interrupt.
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("index-merging").daemon().factory());
    private volatile boolean stopped;

    /// Merges this partition later, if it is written no more.
    void add(Partition partition) {
        if (!partition.isWritten()) {
            try {
                thread.execute(() -> merge(partition, partition::merge));
            } catch (RejectedExecutionException e) {
                logger.log(System.Logger.Level.DEBUG, "closing: {0}", partition.folder());
            }
        }
    }

    /// Merges this partition later, which is still written but rests.
    void addResting(Partition partition) {
        try {
            thread.execute(() -> merge(partition, () -> mergeWritten(partition)));
        } catch (RejectedExecutionException e) {
            logger.log(System.Logger.Level.DEBUG, "closing: {0}", partition.folder());
        }
    }

    private static void mergeWritten(Partition partition) throws IOException {
        try {
            partition.mergeWritten();
        } catch (IOException | RuntimeException e) {
            // One that was left meanwhile is merged as such.
            if (partition.isWritten()) {
                throw e;
            }
        }
    }

    private void merge(Partition partition, Work work) {
        if (stopped) {
            return;
        }
        try {
            work.run();
        } catch (IOException | RuntimeException e) {
            if (e instanceof CorruptIndexException) {
                partition.foundDamaged();
            }
            if (!stopped && !partition.isClosed()) {
                // It stays as it is, which is only slower; the next start tries again.
                logger.log(
                        System.Logger.Level.WARNING,
                        "index partition not merged: " + partition.folder(),
                        e);
            }
        }
    }

    /// Does this between two merges, and waits until it is done.
    void run(Work work) throws IOException {
        try {
            thread.submit(
                            () -> {
                                work.run();
                                return work;
                            })
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (RejectedExecutionException e) {
            throw new IOException("the index is being closed", e);
        } catch (ExecutionException e) {
            throw new IOException("an index partition cannot be made anew", e.getCause());
        }
    }

    /// Something that may fail.
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /// Waits until nothing is left to merge.
    void await() {
        try {
            thread.submit(() -> {}).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Begins no other merge.
    void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        stop();
        thread.close();
    }
}
