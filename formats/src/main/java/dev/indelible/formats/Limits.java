package dev.indelible.formats;

/// Every limit of reading foreign formats, with its reason. The limits of one event are
/// `dev.indelible.event.Limits`.
final class Limits {
    /// A wrapper that holds many events, in bytes: as much as one request may have.
    static final int BATCH_BYTES_MAX = 32 << 20;

    /// Nesting of a wrapper while it is cut into events. Each event then has its own, lower limit;
    /// this one only keeps one hostile event from sinking the others.
    static final int BATCH_NESTING_MAX = 1000;

    /// Wrappers inside wrappers: an array of `{"Records":[…]}`, but no endless chain.
    static final int BATCH_DEPTH_MAX = 3;

    /// Events in one wrapper: as many as one request may have.
    static final int BATCH_EVENTS_MAX = 100_000;

    /// What stands beside the events of a wrapper, in bytes and in all: it goes into each of them.
    static final int BESIDE_BYTES_MAX = 1 << 10;

    /// A part of the original that is also shown as request, parameters or permissions. More would
    /// double the size of an event for a convenience; it still stands in the original.
    static final int COPY_BYTES_MAX = 64 << 10;

    /// Notes about what was not understood: enough to find the cause.
    static final int NOTES_MAX = 6;

    /// One note, so that a hostile member name does not become most of the event.
    static final int NOTE_CHARS_MAX = 120;

    /// Levels of `{"event":{"data":{…}}}` that the generic format looks into.
    static final int GENERIC_DEPTH_MAX = 3;

    private Limits() {}
}
