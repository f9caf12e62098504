package dev.indelible.storage.lucene;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

/* A thread that wakes up to carry or to keep an event may be put behind the one that indexes, even
 * where another core is idle, and then waits until that one's slice is over: Linux does not end a
 * slice before its next tick, some milliseconds later. Nothing that can be set without special rights
 * changes that, but whoever sleeps leaves its core at once. */

/// Leaves the core to others for a moment now and then, while small requests come that would wait
/// for it. Any thread.
final class Courtesy {
    /// Some tenths of a millisecond of adding.
    private static final int DOCUMENTS_BETWEEN = 16;

    /// Some tenths of a millisecond of writing or merging segments.
    private static final int BYTES_BETWEEN = 2048;

    /// As short as sleeping can be: what matters is that the core was free.
    private static final Duration REST = Duration.ofNanos(1_000);

    private final BooleanSupplier isContested;

    /// @param isContested whether small requests come beside those of others
    Courtesy(BooleanSupplier isContested) {
        this.isContested = isContested;
    }

    /// To be called after each document that was added.
    ///
    /// @param documents how many this thread has added
    void added(int documents) {
        if (documents % DOCUMENTS_BETWEEN == 0) {
            rest();
        }
    }

    private void rest() {
        if (isContested.getAsBoolean()) {
            LockSupport.parkNanos(REST.toNanos());
        }
    }

    /// The same directory, for a writer that rests while it writes segments.
    Directory over(Directory directory) {
        return new Resting(directory);
    }

    /// Files that are begun in quiet times are written without rests, which costs nothing then.
    private final class Resting extends FilterDirectory {
        Resting(Directory directory) {
            super(directory);
        }

        @Override
        public IndexOutput createOutput(String name, IOContext context) throws IOException {
            return resting(in.createOutput(name, context));
        }

        @Override
        public IndexOutput createTempOutput(String prefix, String suffix, IOContext context)
                throws IOException {
            return resting(in.createTempOutput(prefix, suffix, context));
        }

        private IndexOutput resting(IndexOutput output) {
            return isContested.getAsBoolean() ? new RestingOutput(output) : output;
        }
    }

    private final class RestingOutput extends FilterIndexOutput {
        private int bytes;

        RestingOutput(IndexOutput output) {
            super("resting " + output, output.getName(), output);
        }

        @Override
        public void writeByte(byte value) throws IOException {
            out.writeByte(value);
            wrote(1);
        }

        @Override
        public void writeBytes(byte[] from, int offset, int length) throws IOException {
            out.writeBytes(from, offset, length);
            wrote(length);
        }

        private void wrote(int count) {
            bytes += count;
            if (bytes >= BYTES_BETWEEN) {
                bytes = 0;
                rest();
            }
        }
    }
}
