package dev.indelible.storage.file;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A file of entries as it is to be written again: each entry as a function leaves it. For one
/// thread.
final class Reduction implements SealSource {
    private static final int READ_COUNT = 4096;

    private final SealSource before;
    private final UnaryOperator<Entry> left;

    Reduction(SealSource before, UnaryOperator<Entry> left) {
        this.before = before;
        this.left = left;
    }

    /// Whether any entry below a position would be left otherwise than it is; all are looked at.
    ///
    /// @throws AuditException.Corrupt if one cannot be read
    @SuppressWarnings("ReferenceEquality") // An unchanged one is the same one.
    boolean changesAny(long stop) throws IOException {
        boolean changes = false;
        long position = first();
        while (position < stop) {
            var batch = Batch.ofAll(READ_COUNT, FileLimits.READ_BYTES, stop);
            before.read(position, batch);
            for (Entry entry : batch.entries()) {
                if (entry.position() != position) {
                    throw unreadable(position);
                }
                changes |= left.apply(entry) != entry;
                position++;
            }
            if (batch.entries().isEmpty()) {
                throw unreadable(position);
            }
        }
        return changes;
    }

    private AuditException.Corrupt unreadable(long position) {
        return new AuditException.Corrupt(
                Problem.CHECKSUM_MISMATCH,
                "the event at position %d was damaged in %s, from which nothing can be deleted event by event; bring the file back from a backup"
                        .formatted(position, name()));
    }

    @Override
    public long first() {
        return before.first();
    }

    @Override
    public long end() {
        return before.end();
    }

    @Override
    public long plainBytes() throws IOException {
        return before.plainBytes();
    }

    @Override
    public String name() {
        return before.name();
    }

    @Override
    public @Nullable Entry entry(long position) throws IOException {
        Entry entry = before.entry(position);
        return entry == null ? null : left.apply(entry);
    }

    @Override
    public void read(long from, Batch batch) throws IOException {
        var read = Batch.ofAll(READ_COUNT, FileLimits.READ_BYTES, end());
        before.read(from, read);
        for (Entry entry : read.entries()) {
            if (!batch.add(left.apply(entry))) {
                return;
            }
        }
    }

    @Override
    public Shares shares(ByteArrayOutputStream positions) throws IOException {
        return before.shares(positions);
    }
}
