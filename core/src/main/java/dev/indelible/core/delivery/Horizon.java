package dev.indelible.core.delivery;

/// How far events of a destination may be planned: no further than a change of it that is under
/// way, because later ones go by what it is then. Whoever changes it closes this when that failed.
/// Any thread.
public final class Horizon implements AutoCloseable {
    private volatile long position = Long.MAX_VALUE;
    private volatile boolean replaced;

    /// Events below this position are planned.
    public void set(long other) {
        position = other;
    }

    long position() {
        return position;
    }

    /// Stays where it is for ever: another is in its place.
    void replace() {
        replaced = true;
    }

    /// All may be planned as before, unless the change was made.
    @Override
    public void close() {
        if (!replaced) {
            position = Long.MAX_VALUE;
        }
    }
}
