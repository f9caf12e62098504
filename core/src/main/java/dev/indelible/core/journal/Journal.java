package dev.indelible.core.journal;

import dev.indelible.core.ops.AuditException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;

/// The durable, ordered list of accepted events: numbered by position from 0 without gaps, and
/// within each organization by sequence from 0 without gaps. It only grows.
///
/// Law for implementers: an entry that [#append] has returned from is there for ever, once, in
/// order; an entry is never seen by a reader before it is durable. One thread appends; any thread
/// reads, also during an append. Numbers are given by the caller ([GroupCommit]) and refused if
/// they leave a gap. Every implementation passes `JournalContract`.
public interface Journal extends AutoCloseable {

    /// Adds entries at the end, all or none, and returns once they survive a power cut.
    ///
    /// @param entries one or more; the first has position [#end()], each next one more, and each
    ///   the next sequence of its organization
    /// @throws IllegalArgumentException if the numbers leave a gap or repeat
    /// @throws AuditException.Busy if there is no room; nothing was written
    /// @throws AuditException.Uncertain if the device failed; the entries may or may not be there
    ///   after a crash, and this journal goes on, without them, with the next append
    void append(List<Entry> entries);

    /// The position after the last durable entry, which the next one will get.
    long end();

    /// The sequence that the organization's next event will get; 0 where there is none.
    long nextSequence(String organization);

    /// Each organization that has events, with its next sequence. A copy.
    Map<String, Long> organizations();

    /// The durable entries from this position on, at most so many and, after the first, at most so
    /// many bytes; empty only at the end. Entries whose bytes were damaged are passed over, so go
    /// on after the last one read, not after as many as were read.
    ///
    /// @param fromPosition 0 to [#end()]
    /// @param countMax 1 or more
    /// @param bytesMax stops before the entry with which [Entry#bytes()] would add up to more
    /// @throws AuditException.Corrupt if stored bytes do not match their checksum
    List<Entry> read(long fromPosition, int countMax, long bytesMax);

    /// The entries at these positions, in the order asked.
    ///
    /// @param positions each 0 to below [#end()]
    /// @throws AuditException.Corrupt if stored bytes do not match their checksum
    List<Entry> readEach(long[] positions);

    /// The organization's durable entries from this sequence on, bounded as in [#read(long, int,
    /// long)].
    ///
    /// @param fromSequence 0 or more; empty at or after [#nextSequence(String)]
    List<Entry> readOf(String organization, long fromSequence, int countMax, long bytesMax);

    /// The position of the organization's event of this id, if the journal has it.
    OptionalLong find(String organization, UUID id);

    @Override
    void close();
}
