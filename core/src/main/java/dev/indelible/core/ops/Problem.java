package dev.indelible.core.ops;

import java.util.Locale;

/// What went wrong, for counting and for the API's `code`. Stable: never renamed, only added to.
public enum Problem {
    BATCH_TOO_LARGE,
    BATCH_WITHHELD,
    BEING_SENT,
    BODY_TOO_LARGE,
    CHECKSUM_MISMATCH,
    CLOSED,
    CURSOR_INVALID,
    DESTINATION_PAUSED,
    DISK_FULL,
    ERASURE_RUNNING,
    ERASURE_UNCONFIRMED,
    EVENT_CONFLICT,
    EVENT_EXPIRED,
    EVENT_HELD,
    EVENT_INVALID,
    FOREIGN_ORGANIZATION,
    INSTANCE_CHANGED,
    ISSUER_UNREACHABLE,
    KEY_INVALID,
    LOG_FORKED,
    LOG_ROLLED_BACK,
    NAME_TAKEN,
    NOT_FOUND,
    NOT_GRANTED,
    NOT_PUBLISHED,
    PARAMETER_INVALID,
    QUERY_INVALID,
    QUEUE_FULL,
    QUOTA_EXCEEDED,
    SEALING_KEY_CHANGED,
    SEARCH_TIMED_OUT,
    SIGN_IN_EXPIRED,
    SIGN_IN_REFUSED,
    STOPPING,
    STORE_LOCKED,
    SYNC_FAILED,
    TOO_MANY_FAILURES,
    UNKNOWN_LEVEL;

    /// As the API writes it: `disk-full`.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
