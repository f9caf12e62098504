package dev.indelible.storage.lucene;

/// The bars of a histogram: equal spans of time, one after another.
record Bars(long fromNanos, long widthNanos, int count) {
    /// Counts a time, if a bar is there for it.
    void count(long[] counts, long timeNanos) {
        long bar = Math.floorDiv(timeNanos - fromNanos, widthNanos);
        if (bar >= 0 && bar < count) {
            counts[(int) bar]++;
        }
    }
}
