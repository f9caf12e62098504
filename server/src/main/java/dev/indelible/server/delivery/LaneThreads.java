package dev.indelible.server.delivery;

import dev.indelible.core.delivery.Deliveries;
import dev.indelible.core.delivery.Lane;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// A platform thread for each lane: what filters, renders and waits for the store must not hold up
/// the few carriers on which requests run.
public final class LaneThreads implements Deliveries.Host, AutoCloseable {
    private static final long JOIN_MILLIS = 5_000;

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    @Override
    public void start(Lane lane, String name) {
        Thread thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> run(lane));
        threads.add(thread);
        thread.start();
    }

    private void run(Lane lane) {
        try {
            while (!lane.isOver()) {
                lane.bell().await(lane.step().toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            threads.remove(Thread.currentThread());
        }
    }

    /// Waits until all have ended, which they were told to; one that waits for a receiver is left
    /// behind, and what it would have learned is learned again after the next start.
    @Override
    public void close() {
        try {
            long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(JOIN_MILLIS);
            for (Thread thread : threads) {
                thread.join(Duration.ofNanos(Math.max(1, endNanos - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
