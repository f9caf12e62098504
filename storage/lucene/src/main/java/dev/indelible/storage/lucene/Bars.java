package dev.indelible.storage.lucene;

import dev.indelible.core.search.Spacing;

/// The bars of a histogram: equal spans of time, one after another.
record Bars(long fromNanos, long widthNanos, int count) {
    /// The bar of a time; below 0 or [#count()] and more where there is none for it.
    long indexOf(long timeNanos) {
        return Spacing.barOf(timeNanos, fromNanos, widthNanos);
    }

    /// The first time that belongs to a bar; after all times where they can be counted no further.
    ///
    /// @param index 0 to [#count()]
    long firstNanos(long index) {
        try {
            return Math.addExact(fromNanos, Math.multiplyExact(index, widthNanos));
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }
}
