package dev.indelible.server;

import dev.indelible.core.journal.GroupCommit;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.Worker;
import dev.indelible.server.http.Health;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Runs workers, each in a platform thread of its own, until the server stops.
///
/// Stopped by a latch, never by an interrupt: an interrupt closes whatever FileChannel the worker
/// is in, for everyone.
final class Workers {
    private static final System.Logger logger = System.getLogger(Workers.class.getName());

    private final CountDownLatch stopping;
    private final Health health;
    private final CountDownLatch beginning;

    /// @param beginning when the first of them does anything, unless all stop before
    Workers(CountDownLatch stopping, CountDownLatch beginning, Health health) {
        this.stopping = stopping;
        this.beginning = beginning;
        this.health = health;
    }

    /// What it means if a worker dies.
    enum Loss {
        /// The server takes no more events and says that it is down.
        FATAL(Thread.NORM_PRIORITY),
        /// The server goes on, and says what is missing; until then this is as urgent as events.
        GRAVE(Thread.NORM_PRIORITY),
        /// The server goes on, and says what is missing.
        BEARABLE(Thread.MIN_PRIORITY);

        /// Where the cores are all busy, taking events comes before what follows: with the JVM
        /// option `ThreadPriorityPolicy=1`, and else not.
        private final int priority;

        Loss(int priority) {
            this.priority = priority;
        }
    }

    /// Starts a worker; closing stops it and waits until it has.
    @SuppressWarnings("ThreadPriorityCheck") // Nothing relies on it but how soon.
    AutoCloseable start(Worker worker, String name, Loss loss) {
        Thread thread =
                Thread.ofPlatform()
                        .name(name)
                        .priority(loss.priority)
                        .start(() -> run(worker, name, loss));
        return () -> {
            stopping.countDown();
            beginning.countDown();
            thread.join();
        };
    }

    /// One step; what could not be written now is tried again.
    private static Duration step(Worker worker, String name) {
        try {
            return worker.step();
        } catch (AuditException.Busy e) {
            logger.log(
                    System.Logger.Level.WARNING,
                    "worker waits: {0}: {1}",
                    name,
                    String.valueOf(e.getMessage()));
            return e.retryAfter();
        }
    }

    private void run(Worker worker, String name, Loss loss) {
        try {
            if (beginning.getCount() > 0) {
                beginning.await();
                if (stopping.getCount() == 0) {
                    return;
                }
            }
            while (!stopping.await(step(worker, name).toNanos(), TimeUnit.NANOSECONDS)) {
                // The pause is in the condition.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            // A bug, or corruption. Going on could make it worse; a person must look.
            logger.log(System.Logger.Level.ERROR, "worker died: " + name, e);
            health.failed(name, "died: " + e.getClass().getSimpleName());
            if (loss == Loss.FATAL && worker instanceof GroupCommit writer) {
                writer.abandon();
            }
        }
    }
}
