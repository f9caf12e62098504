package dev.indelible.core.delivery;

/// A wait by a clock that people and machines set. Over at its end, and when the clock was set to
/// before its beginning: set back by a day, it does not last a day longer, but ends at once; set
/// back by less, it lasts twice as long as meant at most.
///
/// @param sinceMillis when it began
/// @param untilMillis when it ends
record Patience(long sinceMillis, long untilMillis) {
    /// Nothing to wait for.
    static final Patience NONE = new Patience(0, 0);

    /// So long from now.
    static Patience from(long nowMillis, long millis) {
        return new Patience(nowMillis, nowMillis + millis);
    }

    boolean isOver(long nowMillis) {
        return leftMillis(nowMillis) == 0;
    }

    /// How long still; 0 if it is over.
    long leftMillis(long nowMillis) {
        return nowMillis < sinceMillis ? 0 : Math.max(0, untilMillis - nowMillis);
    }
}
