package dev.indelible.core.delivery;

/// How far a destination was behind.
///
/// @param minuteMillis the minute at whose beginning it was
/// @param events not confirmed
/// @param seconds since the journal took the oldest of them; 0 if there is none
public record Lag(String destination, long minuteMillis, long events, double seconds) {
    static final long MINUTE_MILLIS = 60_000;

    /// The beginning of the minute that contains this moment.
    public static long minuteOf(long millis) {
        return millis - Math.floorMod(millis, MINUTE_MILLIS);
    }
}
