package dev.indelible.core.ops;

import java.time.Duration;

/// The limits of the engine, in one place, with their reasons. Those of an event are in
/// `dev.indelible.event.Limits`.
public final class Limits {
    /// Bytes of one request's body after decompression. Bounds the memory of one request.
    public static final int BATCH_BYTES_MAX = 32 << 20;

    /// Events in one request: their results must fit an answer that a client can read.
    public static final int BATCH_EVENTS_MAX = 100_000;

    /// Bytes of events that wait for the journal, over all requests. With the batch being parsed
    /// and the one being written it stays inside a heap of 512 MiB.
    public static final int WAITING_BYTES_MAX = 64 << 20;

    /// Bytes that one write and one fsync take. Larger groups only make everybody wait longer: of
    /// these the fsync is a tenth already.
    public static final int GROUP_BYTES_MAX = 2 << 20;

    /// The same while several organizations write: whoever sends little waits for the write of
    /// another and then for its own.
    public static final int CONTESTED_BYTES_MAX = 256 << 10;

    /// A request of at most so many bytes is small: it waits for no large one of others.
    public static final int SMALL_REQUEST_BYTES_MAX = 64 << 10;

    /// Events that one follower reads in one step.
    public static final int FOLLOW_EVENTS_MAX = 10_000;

    /// Bytes that one follower reads in one step.
    public static final int FOLLOW_BYTES_MAX = 8 << 20;

    /// Rows of one page.
    public static final int PAGE_ROWS_MAX = 1000;

    /// Rows of a page where nobody says how many.
    public static final int PAGE_ROWS_DEFAULT = 100;

    /// Bytes of the rows of one page, after which it ends early: 32 pages at once stay inside a
    /// heap of 512 MiB unless all are of the largest events.
    public static final int PAGE_BYTES_MAX = 4 << 20;

    /// Searches that may run at the same time; the next one is told to come back later.
    public static final int SEARCHES_CONCURRENT_MAX = 32;

    /// How long one page of a search may take.
    public static final Duration SEARCH_TIMEOUT = Duration.ofSeconds(30);

    /// Characters of a query. A person types a tenth of it.
    public static final int QUERY_CHARS_MAX = 4096;

    /// Characters of the filter of a viewer token, which goes along with every request as a header.
    public static final int VIEWER_FILTER_CHARS_MAX = 1000;

    /// Characters that say who looks with a viewer token.
    public static final int VIEWER_SUBJECT_CHARS_MAX = 255;

    /// Parentheses inside each other in a query: the parser and the index recurse.
    public static final int QUERY_NESTING_MAX = 32;

    /// Terms of one query.
    public static final int QUERY_TERMS_MAX = 256;

    /// Values of one top-values or pick-list answer.
    public static final int VALUES_MAX = 1000;

    /// Events that one export names: they stand in the line of its request.
    public static final int EXPORT_IDS_MAX = 200;

    /// Values of one answer that are also named: each takes a search or two.
    public static final int VALUES_NAMED_MAX = 20;

    /// Bars of one histogram.
    public static final int HISTOGRAM_BUCKETS_MAX = 2000;

    /// Values of a field that get bars of their own in one histogram.
    public static final int SPLIT_VALUES_MAX = 8;

    /// How long an answer waits for a checkpoint, which usually takes a second: long enough for a
    /// busy machine, short enough for the timeouts of clients.
    public static final Duration PUBLISHED_TIMEOUT = Duration.ofSeconds(10);

    /// Folders of one organization, and projects: a question about a level may name all below it.
    public static final int LEVELS_MAX = 10_000;

    /// Keys of one organization or of the instance, and grants: all are listed at once.
    public static final int KEYS_MAX = 10_000;

    /// Holds of an organization: each is asked of each event that is over.
    public static final int HOLDS_MAX = 200;

    /// Records of reads that wait to be written: a few megabytes, and seconds of the busiest
    /// reader.
    public static final int TRAIL_EVENTS_MAX = 4096;

    /// Callers and questions whose repeats are counted at the same time.
    public static final int TRAIL_WINDOWS_MAX = 1024;

    /// Addresses that are told apart in an hour where sign-ins as one key fail.
    public static final int TRAIL_ADDRESSES_MAX = 64;

    /// Events that an erasure takes something from without being confirmed: what a person does in
    /// some months. More is as often a word that many events have.
    public static final int ERASURE_EVENTS_UNASKED_MAX = 1000;

    /// Actors that an erasure takes out of their events without being confirmed: a person has few
    /// ids.
    public static final int ERASURE_ACTORS_UNASKED_MAX = 3;

    /// Different actors that one look before an erasure tells apart.
    public static final int ERASURE_ACTORS_MAX = 1000;

    private Limits() {}
}
