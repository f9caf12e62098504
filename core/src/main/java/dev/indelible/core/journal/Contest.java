package dev.indelible.core.journal;

import dev.indelible.core.access.Caller;

/// Whether senders of several organizations write at the same time. Any thread.
final class Contest {
    /// Who sends twice a second is among them.
    private static final long LASTS_MILLIS = 500;

    private String key = "";
    private String organization = "";
    private volatile long untilMillis = Long.MIN_VALUE;

    /// Notes who writes now. One sender of many organizations contests nothing with itself, nor do
    /// several senders of one; what Indelible writes counts for nobody.
    synchronized void seen(Draft draft, long nowMillis) {
        boolean isOther = !draft.key().equals(key) && !draft.organization().equals(organization);
        if (draft.key().equals(Caller.PLATFORM_ID) || !isOther) {
            return;
        }
        if (!key.isEmpty()) {
            untilMillis = nowMillis + LASTS_MILLIS;
        }
        key = draft.key();
        organization = draft.organization();
    }

    boolean isOn(long nowMillis) {
        return nowMillis < untilMillis;
    }
}
