package dev.indelible.core.search;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// How long a question waits for what is durable and not found yet. Any thread.
///
/// @param searchable the position up to which the index finds
/// @param awaited the position behind the last event but records of reads: else each question would
///   wait for the record of the one before
record Freshness(LongSupplier searchable, LongSupplier awaited) {
    private static final int SMALL_LAG_ENTRIES_MAX = 1000;
    private static final int LOOKS_MAX = 100;
    private static final long LOOK_EVERY_NANOS = 4_000_000;

    /// Who has just sent an event and asks for it finds it: a small lag is waited for, a little
    /// while. Behind a large one nobody waits.
    void await() {
        await(awaited.getAsLong());
    }

    /// The same for all up to this position.
    void await(long end) {
        int looks = end - searchable.getAsLong() > SMALL_LAG_ENTRIES_MAX ? 0 : LOOKS_MAX;
        for (int i = 0; i < looks && searchable.getAsLong() < end; i++) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }
}
