package dev.indelible.core.journal;

import dev.indelible.core.access.Caller;
import dev.indelible.core.ops.Limits;

/// Whether small requests come beside those of others, which they would have to wait for. Told by
/// one thread, asked by any.
final class Contest {
    /// Who sends twice a second is among them.
    private static final long LASTS_MILLIS = 500;

    private String key = "";
    private String organization = "";
    private boolean wasSmall;
    private volatile long untilMillis;

    /// Notes who writes now. One sender of many organizations contests nothing with itself, nor do
    /// several senders of one; what Indelible writes counts for nobody, and large requests may wait
    /// for each other.
    ///
    /// @param bytes of the request
    void seen(Draft draft, int bytes, long nowMillis) {
        boolean isOther = !draft.key().equals(key) && !draft.organization().equals(organization);
        if (draft.key().equals(Caller.PLATFORM_ID) || !isOther) {
            return;
        }
        boolean isSmall = bytes <= Limits.SMALL_REQUEST_BYTES_MAX;
        if (!key.isEmpty() && (isSmall || wasSmall)) {
            untilMillis = nowMillis + LASTS_MILLIS;
        }
        key = draft.key();
        organization = draft.organization();
        wasSmall = isSmall;
    }

    boolean isOn(long nowMillis) {
        // Set back by a day, the clock does not make it last a day.
        long left = untilMillis - nowMillis;
        return left > 0 && left <= LASTS_MILLIS;
    }
}
