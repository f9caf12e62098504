package dev.indelible.benchmarks;

import java.io.IOException;

/// Waits between two looks at another process.
final class Pause {
    private Pause() {}

    static void millis(int millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
