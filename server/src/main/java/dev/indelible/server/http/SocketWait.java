package dev.indelible.server.http;

import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/* Nobody else can end a wait for a socket under TLS: closing it says so to the other side first, and waits
 * for the lock that a writer holds whom the other side lets wait. An interrupt closes the socket at once.
 * It must meet a thread that waits for the socket and nothing else, or it would close a file. */

/// Since when a thread waits for the socket of a connection, and its end by another thread. One for
/// each direction.
final class SocketWait {
    private @Nullable Thread waiting;
    private long sinceNanos;
    private boolean isCut;

    /// From here on the calling thread does nothing else than to wait for the socket.
    ///
    /// @throws UncheckedIOException if the connection was cut off
    synchronized void begin() {
        if (isCut) {
            throw new UncheckedIOException(new SocketException("the connection was cut off"));
        }
        waiting = Thread.currentThread();
        sinceNanos = System.nanoTime();
    }

    /// The same for closing it, also of one that was cut off: that waits for nothing.
    synchronized void finish() {
        waiting = Thread.currentThread();
        sinceNanos = System.nanoTime();
        if (isCut) {
            waiting.interrupt();
        }
    }

    synchronized void end() {
        waiting = null;
        if (isCut) {
            // What comes after this must not meet it.
            Thread.interrupted();
        }
    }

    /// For how long by now; nothing where nobody waits.
    synchronized Duration lasting() {
        return waiting == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - sinceNanos);
    }

    /// Ends it, and each that would begin.
    synchronized void cut() {
        isCut = true;
        if (waiting != null) {
            waiting.interrupt();
        }
    }
}
