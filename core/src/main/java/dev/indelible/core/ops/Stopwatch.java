package dev.indelible.core.ops;

/// Time as it passes, whatever the clock of the day is set to: for what lasts a while within one
/// run, and is not told to anybody. Any thread.
@FunctionalInterface
public interface Stopwatch {
    /// How many milliseconds have passed since some moment. Never goes back.
    long millis();
}
