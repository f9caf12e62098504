package dev.indelible.sinks.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Looks names up within a time, which the system's resolver does not promise. Any thread.
public final class Resolver implements AutoCloseable {
    private static final int THREADS_MAX = 32;

    private final ExecutorService threads =
            Executors.newFixedThreadPool(
                    THREADS_MAX,
                    Thread.ofPlatform().daemon().name("delivery-resolver-", 0).factory());

    /// The addresses of a name, one or more.
    ///
    /// @throws UnknownHostException if there are none, or none within this time
    public List<InetAddress> addresses(String name, Duration timeout) throws UnknownHostException {
        Future<InetAddress[]> found = threads.submit(() -> InetAddress.getAllByName(name));
        try {
            return List.of(found.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw unknown(name, ": no answer of the name server in " + timeout.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(name, ": the look-up was interrupted");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UnknownHostException host
                    ? host
                    : unknown(name, " is no host name");
        }
    }

    private static UnknownHostException unknown(String name, String why) {
        return new UnknownHostException(name + why);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
