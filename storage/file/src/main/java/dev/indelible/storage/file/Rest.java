package dev.indelible.storage.file;

import java.util.function.LongSupplier;

/* Compressed a file takes less than a quarter, so the last one should not stay raw for ever where
 * nothing comes any more. But each file costs a name, descriptors and a dictionary, so bursts must
 * not make many small ones: the smaller a file, the longer it has to rest. One that is nearly full
 * is left soon, and one that holds the n-th part of a full one after n times as long. So a day has
 * at most so many extra files as it has rests of the largest, and the smallest stay as they are.
 *
 * While a follower catches up with what came, or somebody exports, the machine has better to do:
 * that is no rest. */

/// Says when the file that is written has rested for so long that it is sealed although it is not
/// full. For one thread.
final class Rest {
    private final LongSupplier nanos;
    private long endBefore = -1;
    private long since;
    private long muchReadNanos;
    private long lookedNanos;
    private boolean isFlood;

    /// @param nanos a clock that only goes forwards
    Rest(LongSupplier nanos) {
        this.nanos = nanos;
        this.lookedNanos = now();
        this.muchReadNanos = lookedNanos - FileLimits.REST_NANOS;
    }

    /// Nanoseconds by its clock.
    long now() {
        return nanos.getAsLong();
    }

    /// Whether nothing was appended, and not much read, for so long that a full file would rest,
    /// when asked last.
    boolean isCalm() {
        return endBefore >= 0 && now() - since >= FileLimits.REST_NANOS;
    }

    /// Whether much was read when asked last, or so shortly before that it is no rest.
    boolean isMuchRead() {
        return now() - muchReadNanos < FileLimits.REST_NANOS;
    }

    /// Whether events came so fast, when asked last, that others should leave them the cores.
    boolean isFlood() {
        return isFlood;
    }

    /// Whether nothing was appended for long enough; to be asked again and again.
    ///
    /// @param end of the journal, now
    /// @param read entries that were read since then for somebody who waits for them
    /// @param fileBytes of the file that is written
    /// @param segmentBytes of a full one
    boolean isOver(long end, long read, long fileBytes, long segmentBytes) {
        long now = now();
        long elapsed = Math.max(FileLimits.LOOK_NANOS, now - lookedNanos);
        long flood = FileLimits.FLOOD_ENTRIES * elapsed / FileLimits.LOOK_NANOS;
        isFlood = endBefore >= 0 && end - endBefore >= flood;
        lookedNanos = now;
        boolean isMuchRead = read >= FileLimits.MUCH_READ_ENTRIES;
        if (isMuchRead) {
            muchReadNanos = now;
        }
        if (end != endBefore || isMuchRead) {
            endBefore = end;
            since = now;
            return false;
        }
        if (fileBytes < segmentBytes / FileLimits.REST_SHARE) {
            return false;
        }
        double part = Math.min(1, (double) fileBytes / segmentBytes);
        return (now - since) * part >= FileLimits.REST_NANOS;
    }
}
