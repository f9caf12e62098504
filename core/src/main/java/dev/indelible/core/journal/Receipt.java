package dev.indelible.core.journal;

import java.util.UUID;

/// What became of one draft. Its event is durable unless it says otherwise.
public sealed interface Receipt {
    /// The event's id.
    UUID id();

    /// Newly in the journal.
    record Accepted(UUID id, long sequence) implements Receipt {}

    /// The journal had the same event already, at this sequence.
    record Duplicate(UUID id, long sequence) implements Receipt {}

    /// The journal has another event of this id, at this sequence; this one was not taken.
    record Conflict(UUID id, long sequence) implements Receipt {}

    /// Not taken only because another event of an all-or-nothing batch was not.
    record Withheld(UUID id) implements Receipt {}
}
