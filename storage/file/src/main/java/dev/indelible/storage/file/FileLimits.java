package dev.indelible.storage.file;

/// Sizes of the file journal, with their reasons.
final class FileLimits {
    /// Bytes of one append. Far above the largest request, and bytes of a file still fit an `int`.
    static final int GROUP_BYTES_MAX = 512 << 20;

    /// Bytes at which a raw file is full, at most: with the append that fills it, it fits an `int`.
    static final int SEGMENT_BYTES_MAX = 1 << 30;

    /// This part of a raw file's size is left free by appends: sealing needs it to write the
    /// compressed copy, and then gives back the much larger raw file. So a disk that the journal
    /// alone has filled makes room by itself.
    static final int RESERVE_SHARE = 2;

    /// How long a nearly full file rests before it is sealed without being full; one of which less
    /// is filled rests longer in the same measure.
    static final long REST_NANOS = 15_000_000_000L;

    /// Entries between what a follower reads and the end, from which on it has to catch up.
    static final int BEHIND_ENTRIES = 20_000;

    /// So many entries read that far behind, or as rows of answers, between two looks at the files
    /// half a second or more apart, say that a follower is catching up or an export runs. A slow
    /// destination's lane reads less, and so does somebody who turns pages.
    static final int MUCH_READ_ENTRIES = 2_000;

    /// So many entries appended between two looks at the files are a flood.
    static final int FLOOD_ENTRIES = 10_000;

    /// Between two such looks, at least; of what came in a longer time, so many for each of it.
    static final long LOOK_NANOS = 500_000_000L;

    /// A file smaller than this part of a full one is not sealed: it is not worth another file.
    static final int REST_SHARE = 64;

    /// A larger buffer is given back after the append that needed it.
    static final int KEPT_BUFFER_BYTES_MAX = 16 << 20;

    /// Bytes of records in one compressed block. With a dictionary 16 KiB compress as well as 128
    /// KiB without, and a single row is read six times sooner.
    static final int BLOCK_BYTES = 16 << 10;

    /// Bytes of the dictionary with which every block of a file begins, as it were. Twice as many
    /// gain 4 bytes an event, and each row costs their copying.
    static final int DICTIONARY_BYTES_MAX = 112 << 10;

    /// Bytes of the blocks that it is trained on: more gain nothing and take longer.
    static final int SAMPLE_BYTES_MAX = 2 << 20;

    /// The same in haste: training on two megabytes would take a microsecond an event.
    static final int SAMPLE_BYTES_HASTE = 512 << 10;

    /// A dictionary is at most this part of its raw file: it is kept twice and must pay for itself.
    static final int DICTIONARY_SHARE = 64;

    /// So many raw files may wait to be sealed as long as there is nothing better to do, wherever
    /// the journal lies; a start reads a table of each, in a millisecond.
    static final int WAITING_FILES_MIN = 16;

    /// And never more, nor more bytes, which are a quarter of that when they are sealed.
    static final int WAITING_FILES_MAX = 256;

    static final long WAITING_BYTES_MAX = 16L << 30;

    /// What a raw file holds takes this part of its size at most, unless its events are tiny.
    static final int CONTENTS_SHARE = 16;

    /// Files that wait take this part of the free room at most.
    static final int WAITING_SHARE = 4;

    /// The ids of so many files that wait are put in again by a start, which reads them for it, a
    /// file of 64 MiB in a tenth of a second. Forcing the table of ids more often would write as
    /// much as the files.
    static final int IDS_AGAIN_FILES_MAX = 16;

    /// zstd's level for tables and directories.
    static final int ZSTD_LEVEL = 3;

    /// The level of sealed blocks while events come fast: 9 costs seven times as much, which busy
    /// cores do not have.
    static final int ZSTD_LEVEL_HASTE = 1;

    /// The level where there is time. RATIONALE.md has what others gave.
    static final int ZSTD_LEVEL_BEST = 9;

    /// A file that took so long to fill has filled so slowly that there is time.
    static final long UNHURRIED_NANOS = 60_000_000_000L;

    /// Bytes of unpacked blocks, dictionaries and position lists kept for the next reader.
    static final int CACHE_BYTES_MAX = 32 << 20;

    /// Slots of the first id table; each next one has twice as many.
    static final int ID_SLOTS_MIN = 1 << 17;

    /// Slots of the largest id table: 128 MiB, of the page cache and not of the heap.
    static final int ID_SLOTS_MAX = 1 << 24;

    /// Bytes that one read loads at once from a raw file.
    static final int READ_BYTES = 256 << 10;

    /// Files of trees that are kept open. Each holds two descriptors, and 4096 are usual.
    static final int OPEN_TREE_FILES_MAX = 256;

    /// Bytes of one round of the checkpoint journal: far above that of a million organizations.
    static final int ROUND_BYTES_MAX = 256 << 20;

    private FileLimits() {}
}
