package dev.indelible.server.http;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Ends a connection after an answer that said so, or a request that asked for it. The web server
/// says it and goes on: what is left of a body would be taken for the next request.
final class Closing {
    /// So much of a refused body is taken and thrown away, because who is cut off while sending may
    /// never see the answer (RFC 9112, section 9.6).
    private static final int LINGER_BYTES = 1 << 20;

    private static final Duration LINGER = Duration.ofSeconds(2);

    /// Between two buffers of it: who sends again at once must not make others wait for that.
    private static final Duration REST = Duration.ofMillis(4);

    private static final int BUFFER_BYTES = 16 << 10;

    private Closing() {}

    static void after(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        chain.proceed();
        boolean isLast =
                response.headers().containsToken(HeaderValues.CONNECTION_CLOSE)
                        || request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
        if (isLast) {
            linger(request);
            throw new CloseConnectionException("the last answer of this connection was given");
        }
    }

    private static void linger(RoutingRequest request) {
        // Who asked whether to send the body has its answer, and sends none.
        if (!request.content().hasEntity()
                || request.content().consumed()
                || request.headers().containsToken(HeaderValues.EXPECT_100)) {
            return;
        }
        var done = new CountDownLatch(1);
        var over = new CountDownLatch(1);
        Thread reader = Thread.currentThread();
        Thread.startVirtualThread(() -> cutOff(reader, done, over));
        try {
            takeRest(request);
        } finally {
            done.countDown();
            takeInterrupt(over);
        }
    }

    private static void takeRest(RoutingRequest request) {
        byte[] buffer = new byte[BUFFER_BYTES];
        int left = LINGER_BYTES;
        try (InputStream in = request.content().inputStream()) {
            while (left > 0) {
                int count = in.read(buffer);
                if (count < 0) {
                    return;
                }
                left -= count;
                LockSupport.parkNanos(REST.toNanos());
            }
        } catch (IOException | RuntimeException e) {
            // Read in part before, or cut off: there is nothing to wait for.
        }
    }

    /// Ends the wait for a body that does not come: an interrupt closes the socket that a request's
    /// own thread, a virtual one, reads, which is about to be closed, and nothing else is open
    /// there.
    private static void cutOff(Thread reader, CountDownLatch done, CountDownLatch over) {
        try {
            if (!done.await(LINGER.toNanos(), TimeUnit.NANOSECONDS)) {
                reader.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            over.countDown();
        }
    }

    /// There is one at most, and none after this.
    private static void takeInterrupt(CountDownLatch over) {
        try {
            over.await();
        } catch (InterruptedException e) {
            // That was it.
        }
        Thread.interrupted();
    }
}
