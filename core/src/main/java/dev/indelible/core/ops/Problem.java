package dev.indelible.core.ops;

import java.util.Locale;

/// What went wrong, for counting and for the API's `code`. Stable: never renamed, only added to.
public enum Problem {
    BATCH_TOO_LARGE,
    BATCH_WITHHELD,
    BODY_TOO_LARGE,
    CHECKSUM_MISMATCH,
    CURSOR_INVALID,
    DISK_FULL,
    EVENT_CONFLICT,
    EVENT_INVALID,
    FOREIGN_ORGANIZATION,
    KEY_INVALID,
    NAME_TAKEN,
    NOT_FOUND,
    NOT_GRANTED,
    PARAMETER_INVALID,
    QUERY_INVALID,
    QUEUE_FULL,
    SEARCH_TIMED_OUT,
    STOPPING,
    SYNC_FAILED;

    /// As the API writes it: `disk-full`.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
