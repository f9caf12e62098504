package dev.indelible.storage.file;

/// Sizes of the file journal, with their reasons.
final class FileLimits {
    /// Bytes of one record's body. An event has 1 MiB as sent, a foreign one is kept twice (what we
    /// understood and the original), and escapes can grow what we write.
    static final int BODY_BYTES_MAX = 16 << 20;

    /// Bytes of records in one compressed block: larger ones compress better, smaller ones give a
    /// single row sooner.
    static final int BLOCK_BYTES = 64 << 10;

    /// zstd's level for sealed blocks: 9 gains a tenth over 3 and costs four times the time, 3 is
    /// what idle cores bear.
    static final int ZSTD_LEVEL = 3;

    /// Bytes of decompressed blocks kept for the next reader.
    static final int CACHE_BYTES_MAX = 32 << 20;

    /// Slots of the first id table; each next one has twice as many.
    static final int ID_SLOTS_MIN = 1 << 17;

    /// Slots of the largest id table: 128 MiB, of the page cache and not of the heap.
    static final int ID_SLOTS_MAX = 1 << 24;

    /// Entries that one read loads at once from a raw file.
    static final int READ_BYTES = 256 << 10;

    private FileLimits() {}
}
