package dev.indelible.server.http;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/* The web server counts by the clock of the day. Where that is set an hour forth, all connections would have
 * been idle for an hour, and where it is set back, none would be for an hour. */

/// Since when a connection has been between two requests, at a head, or behind it.
final class Stage {
    private volatile long sinceNanos = System.nanoTime();
    private volatile BooleanSupplier isBetweenRequests = () -> true;
    private volatile boolean wasBetweenRequests = true;

    /// @param isBetween whether the first line of a request is waited for
    void knownBy(BooleanSupplier isBetween) {
        isBetweenRequests = isBetween;
    }

    /// Half a first line is none: more of it is waited for since the wait began.
    void waits() {
        if (!wasBetweenRequests && isBetweenRequests.getAsBoolean()) {
            wasBetweenRequests = true;
            sinceNanos = System.nanoTime();
        }
    }

    /// A first line or a head is there.
    void goesOn() {
        wasBetweenRequests = false;
        sinceNanos = System.nanoTime();
    }

    Duration lasting() {
        return Duration.ofNanos(System.nanoTime() - sinceNanos);
    }
}
