package dev.indelible.server.delivery;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One after another within an organization, while others go on: who changes an integration waits
/// until its receiver has the news. Any thread.
final class Turns {
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    private ReentrantLock of(@Nullable String organization) {
        return locks.computeIfAbsent(
                Objects.requireNonNullElse(organization, ""), _ -> new ReentrantLock());
    }

    /// Does this when it is its turn.
    ///
    /// @param organization absent for the whole instance
    <T> T in(@Nullable String organization, Supplier<T> act) {
        ReentrantLock lock = of(organization);
        lock.lock();
        try {
            return act.get();
        } finally {
            lock.unlock();
        }
    }

    /// Does this if nobody else's turn it is.
    void ifFree(@Nullable String organization, Runnable act) {
        ReentrantLock lock = of(organization);
        if (lock.tryLock()) {
            try {
                act.run();
            } finally {
                lock.unlock();
            }
        }
    }
}
