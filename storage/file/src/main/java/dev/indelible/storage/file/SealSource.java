package dev.indelible.storage.file;

import dev.indelible.core.journal.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What a sealed file is written from.
interface SealSource {
    long first();

    long end();

    /// Bytes of its records, roughly.
    long plainBytes() throws IOException;

    /// What it is called when it is damaged.
    String name();

    /// The entry at a position, or null if it cannot be read.
    @Nullable Entry entry(long position) throws IOException;

    /// Adds entries to a batch, from a position on.
    void read(long from, Batch batch) throws IOException;

    /// Where each organization's events are; writes their positions.
    Shares shares(ByteArrayOutputStream positions) throws IOException;
}
