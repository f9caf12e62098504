package dev.indelible.core.intake;

import dev.indelible.core.ops.Limits;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/* On few cores a small request waits for the large ones that are being read, however little it needs:
 * each of its steps is behind a slice of every one of them. While small requests come from others, so
 * many large ones are read at once that a core is left for those, in the order in which they came; a
 * very large one goes to the end of that order now and then. And each rests about as long as it
 * reads: what it leaves behind for the disk, the index and the collector costs several times what it
 * costs itself. As long as nobody else writes, nothing waits for anything. */

/// Gives large requests turns at the cores. Any thread.
public final class Pace {
    /// Some tenths of a millisecond.
    private static final int EVENTS_PER_SLICE = 16;

    /// Some ten milliseconds.
    private static final int EVENTS_PER_TURN = 1024;

    /// Some millisecond.
    private static final int EVENTS_PER_REST = 64;

    private static final long REST_NANOS = Duration.ofMillis(1).toNanos();

    private final Semaphore turns;
    private final BooleanSupplier contested;

    /// @param cores of the machine
    /// @param contested whether small requests come beside large ones of others
    Pace(int cores, BooleanSupplier contested) {
        this.turns = new Semaphore(Math.max(1, cores - 1), true);
        this.contested = contested;
    }

    /// Begins a request with a body of so many bytes.
    Turn begin(long bytes) {
        var turn = new Turn(bytes > Limits.SMALL_REQUEST_BYTES_MAX);
        turn.go();
        return turn;
    }

    /// The turns of one request. For its thread.
    public final class Turn implements AutoCloseable {
        private final boolean isLarge;
        private boolean holds;

        private Turn(boolean isLarge) {
            this.isLarge = isLarge;
        }

        /// Lets other requests go on, now and then.
        ///
        /// @param events how many of this request were looked at
        @SuppressWarnings("ThreadPriorityCheck") // Nothing relies on it: it makes waits shorter.
        public void pass(int events) {
            if (events % EVENTS_PER_SLICE != EVENTS_PER_SLICE - 1) {
                return;
            }
            if (holds
                    && events % EVENTS_PER_REST == EVENTS_PER_REST - 1
                    && contested.getAsBoolean()) {
                LockSupport.parkNanos(REST_NANOS);
            }
            if (events % EVENTS_PER_TURN == EVENTS_PER_TURN - 1) {
                close();
            }
            go();
            Thread.yield();
        }

        private void go() {
            if (isLarge && !holds && contested.getAsBoolean()) {
                turns.acquireUninterruptibly();
                holds = true;
            }
        }

        /// Needs no core for now.
        @Override
        public void close() {
            if (holds) {
                holds = false;
                turns.release();
            }
        }
    }
}
