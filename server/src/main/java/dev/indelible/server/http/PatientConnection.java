package dev.indelible.server.http;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;

/* The web server has a bound for a connection on which nothing is asked, and none for one on which a
 * request has begun: half a head or half a body would keep its place for ever, and what was set aside
 * for the body; and whoever takes nothing of an answer would keep it, its thread and what it holds. The
 * web server looks from time to time how long each connection has been idle, so one that has been
 * waited for too long says that it is. */

/// A connection that is cut off where a request stays away that was begun, or nothing of an answer
/// is taken.
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
        bytes.stage().knownBy(this::isBetweenRequests);
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        try {
            http1.handle(limit);
        } finally {
            // The web server watches it no longer when it closes it itself.
            bytes.end();
        }
    }

    @Override
    public Duration idleTime() {
        if (isStuck()) {
            isGivenUp = true;
        }
        return isGivenUp ? FOR_EVER : bytes.stage().lasting();
    }

    @Override
    public void close(boolean interrupt) {
        if (isGivenUp) {
            bytes.cut();
        }
        http1.close(interrupt);
    }

    private boolean isStuck() {
        if (bytes.untaken().compareTo(patience.untaken()) > 0) {
            return true;
        }
        // In this order, or what was waited for between two requests would count for the next.
        if (isBetweenRequests()) {
            return false;
        }
        Duration waiting = bytes.waiting();
        if (waiting.isZero()) {
            return false;
        }
        return waiting.compareTo(patience.silence()) > 0
                || bytes.stage().lasting().compareTo(patience.whole()) > 0;
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
