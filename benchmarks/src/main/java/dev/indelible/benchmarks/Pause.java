package dev.indelible.benchmarks;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/// Waits: between two looks at another process, or for the time to send.
final class Pause {
    private Pause() {}

    /// Until this time of [System#nanoTime], to some 50 µs.
    static void untilNanos(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    static void millis(int millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
