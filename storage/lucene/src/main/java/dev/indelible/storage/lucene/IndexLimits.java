package dev.indelible.storage.lucene;

/// Sizes of the index, with their reasons.
final class IndexLimits {
    /// Documents of one partition: about as many as one merge level takes, so that a partition is
    /// merged once.
    static final int PARTITION_DOCUMENTS_MAX = 5_000_000;

    /// Memory of new documents before they are flushed to a segment.
    static final double BUFFER_MIB = 48;

    /// Segments that are merged at once: few merges, and still few segments to look into.
    static final int MERGE_FACTOR = 16;

    /// Range of positions that a page in order of receipt looks into first; it grows fourfold.
    static final long RECEIVED_WINDOW = 16_384;

    private IndexLimits() {}
}
