package dev.indelible.core.quota;

/// How much one key or one organization may ask; 0 means without bound.
///
/// @param requestsPerSecond of any kind
/// @param bytesPerSecond of events, unpacked
/// @param bytesPerDay of events, unpacked, by the day of UTC
public record Quota(long requestsPerSecond, long bytesPerSecond, long bytesPerDay) {
    /// Without bound.
    public static final Quota NONE = new Quota(0, 0, 0);

    public Quota {
        if (requestsPerSecond < 0 || bytesPerSecond < 0 || bytesPerDay < 0) {
            throw new IllegalArgumentException("a quota is 0 or more");
        }
    }

    boolean boundsBytes() {
        return bytesPerSecond > 0 || bytesPerDay > 0;
    }

    boolean isNone() {
        return equals(NONE);
    }
}
