package dev.indelible.sinks.syslog;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Closes a socket when the time of a call is over, which ends whatever blocks on it.
final class Watchdog implements AutoCloseable {
    private static final ScheduledExecutorService THREAD =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("delivery-watchdog").factory());

    private final long endNanos;
    private final Future<?> alarm;
    private @Nullable Socket socket;
    private boolean hasBarked;

    Watchdog(Duration deadline) {
        endNanos = System.nanoTime() + deadline.toNanos();
        alarm = THREAD.schedule(this::bark, deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// From now on it is this socket that is closed.
    synchronized void closes(Socket watched) {
        socket = watched;
        if (hasBarked) {
            bark();
        }
    }

    private synchronized void bark() {
        hasBarked = true;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is closed.
            }
        }
    }

    synchronized boolean hasBarked() {
        return hasBarked;
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    @Override
    public void close() {
        alarm.cancel(false);
    }
}
