package dev.indelible.storage.file;

import dev.indelible.core.journal.Entry;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A run of positions in one file. Any thread reads.
///
/// A read may meet a segment that was just replaced by its sealed form and closed: it throws
/// [java.nio.channels.ClosedChannelException], and the journal asks the one in its place.
sealed interface Segment permits RawSegment, SealedSegment {

    /// The first position.
    long first();

    /// The position after the last that is durable.
    long end();

    /// Adds entries to a batch, from a position on; those that cannot be read are passed over.
    void read(long from, Batch batch) throws IOException;

    /// Adds an organization's entries to a batch, from a sequence on; those that cannot be read are
    /// passed over.
    void readOf(String organization, long fromSequence, Batch batch) throws IOException;

    /// The entry at a position, or null if it cannot be read.
    @Nullable Entry entry(long position) throws IOException;

    /// The sequence after the organization's last event here, 0 where it has none.
    long nextSequence(String organization);

    /// The same for each organization that has events here. A copy.
    Map<String, Long> nextSequences();

    /// Whether it is not written in another form: it is damaged, and a copy would lose what is left
    /// of its bytes.
    boolean isLeftAsItIs();

    void leaveAsItIs();

    void close() throws IOException;
}
