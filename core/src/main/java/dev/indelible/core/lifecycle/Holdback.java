package dev.indelible.core.lifecycle;

/// Somebody who follows the journal and still needs the bodies of events: nothing at or after this
/// position expires. Any thread.
@FunctionalInterface
public interface Holdback {
    /// The lowest position that is still needed; [Long#MAX_VALUE] if none is.
    long position();
}
