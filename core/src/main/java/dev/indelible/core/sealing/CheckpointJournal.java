package dev.indelible.core.sealing;

import dev.indelible.core.ops.AuditException;
import java.util.List;
import java.util.function.Consumer;

/// Every head that was ever signed, written before it is: the truth that a restart is held against,
/// so that no log is ever signed at two states that contradict each other. Its heads are also the
/// leaves of the anchor log.
///
/// Law for implementers: a round that [#append] has returned from is there for ever, once, in
/// order; it is never seen before it is durable. One thread appends, any thread reads. Every
/// implementation passes `CheckpointJournalContract`.
public interface CheckpointJournal extends AutoCloseable {

    /// Adds a round at the end and returns once it survives a power cut.
    ///
    /// @throws IllegalArgumentException if the round does not follow the heads so far
    /// @throws AuditException.Uncertain if the device failed; the round may or may not be there
    ///   after a crash, and this journal goes on, without it, with the next append
    void append(Round round);

    /// Hands over all rounds, oldest first.
    ///
    /// @throws AuditException.Corrupt if stored bytes are not what was written
    void replay(Consumer<Round> reader);

    /// Heads in all rounds: the size of the anchor log.
    long heads();

    /// The leaf entries of heads, counted from 0 over all rounds.
    ///
    /// @param count 1 or more, all of which are below [#heads()]
    List<byte[]> leaves(long fromIndex, int count);

    @Override
    void close();
}
