package dev.indelible.storage.lucene;

/// Sizes of the index, with their reasons.
final class IndexLimits {
    /// Documents of one partition: about as many as one merge level takes, so that a partition is
    /// merged once.
    static final int PARTITION_DOCUMENTS_MAX = 5_000_000;

    /// Memory of new documents before they are flushed to a segment.
    static final double BUFFER_MIB = 48;

    /// Fresh segments up to this size stay in memory until the next commit or merge.
    static final double CACHED_SEGMENT_MIB = 4;

    /// Memory of all fresh segments; more go to files.
    static final double CACHED_SEGMENTS_MIB = 24;

    /// Segments that are merged at once: few merges, and still few segments to look into.
    static final int MERGE_FACTOR = 16;

    /// A partition that rests is merged when more than this part of its documents lies outside its
    /// largest segment: so no document is merged more than four times by resting.
    static final int REST_SHARE = 4;

    /// Range of positions that a page in order of receipt looks into first; it grows fourfold.
    static final long RECEIVED_WINDOW = 16_384;

    /// Entries that are worth another thread to add them: below, it waits longer than it works.
    static final int ADDING_PART_MIN = 1_000;

    /// More threads than this gain little: what they add has to be read and merged too.
    static final int ADDING_THREADS_MAX =
            Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

    private IndexLimits() {}
}
