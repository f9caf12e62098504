package dev.indelible.core.journal;

/// What is taken of a batch, and what one refused event does to it.
public enum BatchMode {
    /// Nothing: the others are taken.
    EACH,
    /// Nothing, as with [#EACH]; and nobody who searches waits until they are found, because nobody
    /// has sent them who looks for them at once.
    EACH_UNAWAITED,
    /// The whole batch is refused.
    ALL_OR_NOTHING,
    /// Each is: nothing new is taken, and what is in the log is told to be.
    KNOWN_ONLY
}
