package dev.indelible.storage.lucene;

import dev.indelible.core.search.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValuesSkipper;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogByteSizeMergePolicy;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.jspecify.annotations.Nullable;

/// One Lucene index: a run of positions. One thread writes; any thread takes a reader.
final class Partition implements AutoCloseable {
    /// The index's order: the latest event first.
    static final Sort LATEST_FIRST =
            new Sort(
                    new SortField(Names.TIME, SortField.Type.LONG, true),
                    new SortField(Names.POSITION, SortField.Type.LONG, true));

    private final long first;
    private final Directory directory;
    private @Nullable IndexWriter writer;
    private volatile DirectoryReader reader;
    private volatile long next;
    private volatile long searchable;

    private Partition(
            long first,
            Directory directory,
            @Nullable IndexWriter writer,
            DirectoryReader reader,
            long next) {
        this.first = first;
        this.directory = directory;
        this.writer = writer;
        this.reader = reader;
        this.next = next;
        this.searchable = next;
    }

    /// Opens a partition to be written, as its last commit left it, or makes it.
    static Partition written(Path folder, long first) throws IOException {
        Directory directory = MMapDirectory.open(folder);
        try {
            var writer = new IndexWriter(directory, config());
            long next = first;
            for (Map.Entry<String, String> entry :
                    writer.getLiveCommitData() == null
                            ? Map.<String, String>of().entrySet()
                            : writer.getLiveCommitData()) {
                next = entry.getKey().equals(Names.NEXT) ? Long.parseLong(entry.getValue()) : next;
            }
            return new Partition(first, directory, writer, DirectoryReader.open(writer), next);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /// Opens a partition that is only read.
    static Partition left(Path folder, long first) throws IOException {
        Directory directory = MMapDirectory.open(folder);
        try {
            DirectoryReader reader = DirectoryReader.open(directory);
            String next = reader.getIndexCommit().getUserData().get(Names.NEXT);
            return new Partition(
                    first, directory, null, reader, next == null ? first : Long.parseLong(next));
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static IndexWriterConfig config() {
        var merges = new LogByteSizeMergePolicy();
        merges.setMergeFactor(IndexLimits.MERGE_FACTOR);
        return new IndexWriterConfig()
                .setIndexSort(LATEST_FIRST)
                .setMergePolicy(merges)
                .setRAMBufferSizeMB(IndexLimits.BUFFER_MIB)
                .setCommitOnClose(false);
    }

    long first() {
        return first;
    }

    /// The position after the last document.
    long next() {
        return next;
    }

    /// The position after the last document that the reader shows.
    long searchable() {
        return searchable;
    }

    /// How many documents it has.
    int documents() {
        return writer == null ? reader.maxDoc() : writer.getDocStats().maxDoc;
    }

    /// Adds documents.
    ///
    /// @param nextPosition the position after the last of them
    void add(List<Document> documents, long nextPosition) throws IOException {
        for (Document document : documents) {
            writer().addDocument(Documents.of(document));
        }
        next = nextPosition;
    }

    /// Shows what was added.
    void refresh() throws IOException {
        long shown = next;
        DirectoryReader newer = DirectoryReader.openIfChanged(reader, writer());
        if (newer != null) {
            DirectoryReader older = reader;
            reader = newer;
            older.decRef();
        }
        searchable = shown;
    }

    /// Makes durable what was added.
    void commit() throws IOException {
        IndexWriter committing = writer();
        committing.setLiveCommitData(Map.of(Names.NEXT, Long.toString(next)).entrySet());
        committing.commit();
    }

    /// Ends writing: commits, shows everything, and merges into one segment.
    void leave() throws IOException {
        commit();
        writer().forceMerge(1);
        commit();
        refresh();
        writer().close();
        writer = null;
    }

    private IndexWriter writer() {
        if (writer == null) {
            throw new IllegalStateException("partition %d is only read".formatted(first));
        }
        return writer;
    }

    /// A reader that stays open until it is given back.
    Borrowed borrow() {
        while (true) {
            DirectoryReader current = reader;
            if (current.tryIncRef()) {
                return new Borrowed(current);
            }
            Thread.onSpinWait();
        }
    }

    /// A reader in somebody's use.
    record Borrowed(DirectoryReader reader) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            reader.decRef();
        }
    }

    /// The times of its first and last event; the first is after the last where there is none.
    static long[] times(DirectoryReader reader) throws IOException {
        return new long[] {
            DocValuesSkipper.globalMinValue(reader, Names.TIME),
            DocValuesSkipper.globalMaxValue(reader, Names.TIME)
        };
    }

    @Override
    public void close() throws IOException {
        reader.close();
        if (writer != null) {
            writer.rollback();
        }
        directory.close();
    }
}
