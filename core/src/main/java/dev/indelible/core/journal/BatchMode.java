package dev.indelible.core.journal;

/// What one refused event does to its batch.
public enum BatchMode {
    /// Nothing: the others are taken.
    EACH,
    /// The whole batch is refused.
    ALL_OR_NOTHING
}
