package dev.indelible.core.search;

import dev.indelible.core.journal.Entry;
import java.util.List;
import java.util.function.LongFunction;

/// An index that answers searches only when it is let to.
record HeldIndex(SearchIndex index, Gate gate) implements SearchIndex {
    /// Returns when a search may go on.
    @FunctionalInterface
    interface Gate {
        void pass() throws InterruptedException;
    }

    @Override
    public List<Hit> search(SearchRequest request) {
        try {
            gate.pass();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return index.search(request);
    }

    @Override
    public long nextPosition() {
        return index.nextPosition();
    }

    @Override
    public long searchablePosition() {
        return index.searchablePosition();
    }

    @Override
    public void add(List<Entry> entries) {
        index.add(entries);
    }

    @Override
    public void refresh() {
        index.refresh();
    }

    @Override
    public void commit() {
        index.commit();
    }

    @Override
    public void renew(long[] positions, LongFunction<Entry> journal) {
        index.renew(positions, journal);
    }

    @Override
    public void revert() {
        index.revert();
    }

    @Override
    public long[] histogram(Query query, long fromNanos, long widthNanos, int buckets) {
        return index.histogram(query, fromNanos, widthNanos, buckets);
    }

    @Override
    public List<Long> timeRange(Query query) {
        return index.timeRange(query);
    }

    @Override
    public long count(Query query) {
        return index.count(query);
    }

    @Override
    public List<ValueCount> topValues(Query query, Field field, String prefix, int limit) {
        return index.topValues(query, field, prefix, limit);
    }

    @Override
    public void close() {
        index.close();
    }
}
