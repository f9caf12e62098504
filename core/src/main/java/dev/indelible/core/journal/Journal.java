package dev.indelible.core.journal;

import dev.indelible.core.ops.AuditException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// The durable, ordered list of accepted events: numbered by position from 0 without gaps, and
/// within each organization by sequence from 0 without gaps. It only grows: what [#reduce] takes
/// from an entry leaves its number, its id and what its proof needs.
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
    /// many bytes; empty only at the end. Entries whose bytes were damaged and those whose body has
    /// expired are passed over, so go on after the last one read, not after as many as were read.
    ///
    /// @param fromPosition 0 to [#end()]
    /// @param countMax 1 or more
    /// @param bytesMax stops before the entry with which [Entry#bytes()] would add up to more
    /// @throws AuditException.Corrupt if stored bytes do not match their checksum
    List<Entry> read(long fromPosition, int countMax, long bytesMax);

    /// The entries at these positions, in the order asked; of those whose body has expired, what is
    /// left.
    ///
    /// @param positions each 0 to below [#end()]
    /// @throws AuditException.Corrupt if stored bytes do not match their checksum
    List<Entry> readEach(long[] positions);

    /// The organization's durable entries from this sequence on, bounded as in [#read(long, int,
    /// long)].
    ///
    /// @param fromSequence 0 or more; empty at or after [#nextSequence(String)]
    List<Entry> readOf(String organization, long fromSequence, int countMax, long bytesMax);

    /// The same with those whose body has expired.
    List<Entry> readSealedOf(String organization, long fromSequence, int countMax, long bytesMax);

    /// Deletes what a reduction leaves out of entries, and returns when nothing of it can be read
    /// any more, also after a crash. Looks at a bounded run of entries from a position on; call it
    /// again with what it returns. Numbers, ids and leaf hashes stay. Any one thread, while others
    /// read and append.
    ///
    /// @param fromPosition 0 to [#end()]
    /// @param reduction told entries, also ones whose body has expired, and perhaps the same one
    ///   again; gives the same one, or [Entry#without] or [Entry#expired] of it
    /// @return where to go on; [#end()] as it was at first, if nothing is left to look at
    /// @throws AuditException.Corrupt if entries cannot be reduced because bytes beside them are
    ///   damaged; nothing was changed
    /// @throws AuditException.Busy if the disk has no room; nothing was changed
    long reduce(long fromPosition, UnaryOperator<Entry> reduction);

    /// The position of the organization's event of this id, if the journal has it, also where its
    /// body has expired.
    OptionalLong find(String organization, UUID id);

    @Override
    void close();
}
