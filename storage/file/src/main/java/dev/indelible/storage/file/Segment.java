package dev.indelible.storage.file;

import dev.indelible.core.journal.Entry;
import java.io.IOException;
import java.util.List;
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

    /// Adds entries to a list, from a position on; those that cannot be read are passed over.
    void read(long from, Batch batch) throws IOException;

    /// The entry at a position, or null if it cannot be read.
    @Nullable Entry entry(long position) throws IOException;

    /// What it has of each organization.
    Map<String, Share> shares();

    /// Positions of the organization's events, from a sequence that this segment has.
    ///
    /// @param countMax 1 or more
    List<Long> positions(String organization, long fromSequence, int countMax) throws IOException;

    void close() throws IOException;

    /// What a segment has of one organization.
    ///
    /// @param firstSequence the first event's
    /// @param nextSequence the sequence after the last event's
    record Share(long firstSequence, long nextSequence) {}
}
