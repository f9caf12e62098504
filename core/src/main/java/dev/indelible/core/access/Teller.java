package dev.indelible.core.access;

/// Tells the log of a change and then has it made, so that none counts that the log does not tell
/// of. Called when nothing but the making can refuse it any more.
///
/// @param <T> what changes
@FunctionalInterface
public interface Teller<T> {
    /// Makes the change once it is told; not at all if it cannot be.
    ///
    /// @param change as it will be
    /// @param making makes it
    void tell(T change, Runnable making);

    /// Makes changes of which there is no log.
    static <T> Teller<T> none() {
        return (_, making) -> making.run();
    }
}
