package dev.indelible.server.http;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;

/* The web server has a bound for a connection on which nothing is asked, and none for one on which a
 * request has begun: half a head or half a body would keep its place for ever, and what was set aside
 * for the body. It looks from time to time how long each connection has been idle, so one that has
 * been waited for too long says that it is. */

/// A connection that is cut off where a request stays away that was begun.
final class PatientConnection implements ServerConnection, InterruptableTask<Void> {
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final ServerConnection http1;
    private final StrictConnection bytes;
    private final AllAsHttp1.Patience patience;

    /// What was decided stays so, also if a byte comes meanwhile: it is looked once.
    private volatile boolean isGivenUp;

    PatientConnection(
            ServerConnection http1, StrictConnection bytes, AllAsHttp1.Patience patience) {
        this.http1 = http1;
        this.bytes = bytes;
        this.patience = patience;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        http1.handle(limit);
    }

    @Override
    public Duration idleTime() {
        if (isStuck()) {
            isGivenUp = true;
        }
        return isGivenUp ? FOR_EVER : http1.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
        if (isGivenUp) {
            // Behind TLS it says so to the other side, which may take nothing.
            Thread.startVirtualThread(bytes::cut);
        }
        http1.close(interrupt);
    }

    private boolean isStuck() {
        // In this order, or what was waited for between two requests would count for the next.
        if (isBetweenRequests()) {
            return false;
        }
        Duration waiting = bytes.waiting();
        if (waiting.isZero()) {
            return false;
        }
        // Counted from the first line of the request, or the end of its head.
        return waiting.compareTo(patience.silence()) > 0
                || http1.idleTime().compareTo(patience.whole()) > 0;
    }

    /// Also where half the first line is there.
    private boolean isBetweenRequests() {
        return http1 instanceof InterruptableTask<?> task && task.canInterrupt();
    }

    @Override
    public boolean canInterrupt() {
        return isBetweenRequests();
    }
}
