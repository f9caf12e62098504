package dev.indelible.storage.lucene;

import dev.indelible.core.journal.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValuesSkipper;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.LogByteSizeMergePolicy;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NRTCachingDirectory;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/// One Lucene index: a run of positions. One thread writes, another may merge what is written no
/// more, and any thread takes a reader.
final class Partition implements AutoCloseable {
    /// The index's order: the latest event first.
    static final Sort LATEST_FIRST =
            new Sort(
                    new SortField(Names.TIME, SortField.Type.LONG, true),
                    new SortField(Names.POSITION, SortField.Type.LONG, true));

    private final Path folder;
    private final long first;
    private final Directory directory;
    private volatile @Nullable IndexWriter writer;
    private volatile DirectoryReader reader;
    private volatile long next;
    private volatile long searchable;
    private long day;
    private volatile boolean damaged;
    private @Nullable IndexWriter merging;
    private volatile boolean closed;

    private Partition(
            Path folder,
            long first,
            Directory directory,
            @Nullable IndexWriter writer,
            DirectoryReader reader)
            throws IOException {
        Map<String, String> notes =
                writer == null ? reader.getIndexCommit().getUserData() : notes(writer);
        boolean fresh = notes.isEmpty() && reader.maxDoc() == 0;
        if (!fresh && !Names.FORMAT_VERSION.equals(notes.get(Names.FORMAT))) {
            throw new CorruptIndexException(
                    "not of format " + Names.FORMAT_VERSION, folder.toString());
        }
        this.folder = folder;
        this.first = first;
        this.directory = directory;
        this.writer = writer;
        this.reader = reader;
        this.next = fresh ? first : Long.parseLong(notes.getOrDefault(Names.NEXT, ""));
        this.day = fresh ? -1 : Long.parseLong(notes.getOrDefault(Names.DAY, ""));
        this.searchable = next;
    }

    private static Map<String, String> notes(IndexWriter writer) {
        var notes = new HashMap<String, String>();
        if (writer.getLiveCommitData() != null) {
            writer.getLiveCommitData().forEach(note -> notes.put(note.getKey(), note.getValue()));
        }
        return notes;
    }

    /// Opens a partition to be written, as its last commit left it, or makes it.
    static Partition written(Path folder, long first, Courtesy courtesy) throws IOException {
        // What each refresh flushes is small and soon merged; most of it never becomes a file.
        Directory directory =
                courtesy.over(
                        new NRTCachingDirectory(
                                MMapDirectory.open(folder),
                                IndexLimits.CACHED_SEGMENT_MIB,
                                IndexLimits.CACHED_SEGMENTS_MIB));
        IndexWriter writer = null;
        try {
            writer = new IndexWriter(directory, config());
            return new Partition(folder, first, directory, writer, DirectoryReader.open(writer));
        } catch (IOException | RuntimeException e) {
            if (writer != null) {
                writer.rollback();
            }
            directory.close();
            throw e;
        }
    }

    /// Opens a partition that is only read.
    static Partition left(Path folder, long first) throws IOException {
        Directory directory = MMapDirectory.open(folder);
        try {
            return new Partition(folder, first, directory, null, DirectoryReader.open(directory));
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

    Path folder() {
        return folder;
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

    /// The day of receipt of its documents, in days since 1970; -1 while it has none.
    long day() {
        return day;
    }

    /// Whether documents may be added.
    boolean isWritten() {
        return writer != null;
    }

    /// How many documents it has.
    int documents() {
        IndexWriter current = writer;
        return current == null ? reader.maxDoc() : current.getDocStats().maxDoc;
    }

    /// Adds the documents of these entries.
    ///
    /// @param receivedDay when they were received, in days since 1970
    /// @param threads that may be used for it
    void add(List<Entry> entries, long receivedDay, Adding adding, int threads) throws IOException {
        adding.add(writer(), entries, threads);
        next = entries.getLast().position() + 1;
        day = receivedDay;
    }

    /// Shows what was added.
    void refresh() throws IOException {
        long shown = next;
        if (searchable < shown || first == shown) {
            DirectoryReader newer = DirectoryReader.openIfChanged(reader, writer());
            if (newer != null) {
                show(newer);
            }
        }
        searchable = shown;
    }

    private synchronized void show(DirectoryReader newer) throws IOException {
        if (closed) {
            newer.close();
            throw new AlreadyClosedException("partition %d is closed".formatted(first));
        }
        DirectoryReader older = reader;
        reader = newer;
        older.decRef();
    }

    /// Makes durable what was added.
    void commit() throws IOException {
        commit(writer());
    }

    private void commit(IndexWriter committing) throws IOException {
        committing.setLiveCommitData(
                Map.of(
                                Names.FORMAT,
                                Names.FORMAT_VERSION,
                                Names.NEXT,
                                Long.toString(next),
                                Names.DAY,
                                Long.toString(day))
                        .entrySet());
        committing.commit();
    }

    /// Gives back the room of what was merged since the last commit. Says whether it has grown by
    /// so much since it was one segment that it is worth being made one again, where there is room.
    boolean rest() throws IOException {
        if (writer().hasUncommittedChanges()) {
            commit();
        }
        DirectoryReader newer = DirectoryReader.openIfChanged(reader, writer());
        if (newer != null) {
            show(newer);
        }
        int largest = 0;
        long bytes = 0;
        for (LeafReaderContext leaf : reader.leaves()) {
            largest = Math.max(largest, leaf.reader().maxDoc());
            bytes += leaf.reader() instanceof SegmentReader segment ? bytes(segment) : 0;
        }
        boolean hasGrown = reader.maxDoc() - largest > reader.maxDoc() / IndexLimits.REST_SHARE;
        // Events that come meanwhile must not find a full disk because of a copy that is only
        // nicer.
        return hasGrown && Files.getFileStore(folder).getUsableSpace() / 4 > bytes;
    }

    private static long bytes(SegmentReader segment) throws IOException {
        return segment.getSegmentInfo().sizeInBytes();
    }

    /// Merges what there is into one segment while it is still written; the next commit gives back
    /// the room. For one thread, while another adds.
    ///
    /// @throws AlreadyClosedException if it was left or given up meanwhile
    void mergeWritten() throws IOException {
        IndexWriter current = writer;
        if (current != null) {
            current.forceMerge(1);
        }
    }

    /// Ends writing: what was added is durable and shown, and can then be merged.
    void leave() throws IOException {
        commit();
        writer().close();
        writer = null;
        show(DirectoryReader.open(directory));
        searchable = next;
    }

    /// Merges into one segment, if there are more. For one thread, while others search.
    void merge() throws IOException {
        IndexWriter own = mergingWriter(1);
        if (own == null) {
            return;
        }
        try (own) {
            own.forceMerge(1);
            commit(own);
        } finally {
            synchronized (this) {
                merging = null;
            }
        }
        show(DirectoryReader.open(directory));
    }

    /// Makes documents anew from what is left of their entries, and drops those of which nothing
    /// is, so that the files have nothing else. For the thread that merges, while others search.
    void renew(long[] positions, LongFunction<Entry> journal) throws IOException {
        IndexWriter own = mergingWriter(0);
        if (own == null) {
            throw new AlreadyClosedException("partition %d is closed".formatted(first));
        }
        try (own) {
            own.deleteDocuments(NumericDocValuesField.newSlowSetQuery(Names.POSITION, positions));
            var renewed = new Documents();
            for (long position : positions) {
                Entry left = journal.apply(position);
                if (!left.isExpired()) {
                    own.addDocument(renewed.of(left));
                }
            }
            // Also where one segment is left: it is written anew without what was deleted.
            own.forceMerge(1);
            commit(own);
        } finally {
            synchronized (this) {
                merging = null;
            }
        }
        show(DirectoryReader.open(directory));
    }

    /// @param leaves so many at most need no merging
    private synchronized @Nullable IndexWriter mergingWriter(int leaves) throws IOException {
        if (closed || (leaves > 0 && reader.leaves().size() <= leaves)) {
            return null;
        }
        IndexWriter own = new IndexWriter(directory, config());
        merging = own;
        return own;
    }

    private IndexWriter writer() {
        IndexWriter current = writer;
        if (current == null) {
            throw new IllegalStateException("partition %d is only read".formatted(first));
        }
        return current;
    }

    /// A reader that stays open until it is given back.
    ///
    /// @throws AlreadyClosedException if this partition was given up meanwhile
    Borrowed borrow() {
        while (true) {
            DirectoryReader current = reader;
            if (current.tryIncRef()) {
                return new Borrowed(current);
            }
            if (closed) {
                throw new AlreadyClosedException("partition %d is closed".formatted(first));
            }
        }
    }

    /// Remembers that its files are not what was written.
    void foundDamaged() {
        damaged = true;
    }

    boolean isDamaged() {
        return damaged;
    }

    boolean isClosed() {
        return closed;
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

    /// Closes it and forgets what was not committed.
    @Override
    public void close() throws IOException {
        IndexWriter abandoned;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            abandoned = writer == null ? merging : writer;
        }
        try {
            if (abandoned != null) {
                abandoned.rollback();
            }
        } finally {
            IOUtils.close(reader, directory);
        }
    }
}
