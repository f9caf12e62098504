package dev.indelible.core.journal;

/// What is taken of a batch, and what one refused event does to it.
public enum BatchMode {
    /// Nothing: the others are taken.
    EACH,
    /// The whole batch is refused.
    ALL_OR_NOTHING,
    /// Each is: nothing new is taken, and what is in the log is told to be.
    KNOWN_ONLY
}
