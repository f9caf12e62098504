package dev.indelible.storage.lucene;

/// The bars of a histogram: equal spans of time, one after another.
record Bars(long fromNanos, long widthNanos, int count) {
    /// The bar of a time; below 0 or [#count()] and more where there is none for it.
    long indexOf(long timeNanos) {
        return Math.floorDiv(timeNanos - fromNanos, widthNanos);
    }

    /// The first time that belongs to a bar.
    ///
    /// @param index 0 to [#count()]
    long firstNanos(long index) {
        return fromNanos + index * widthNanos;
    }
}
