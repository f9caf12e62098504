package dev.indelible.server.delivery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// One change of an integration after another, while others go on: who changes one waits until its
/// receiver has the news. Any thread.
final class Turns {
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    private ReentrantLock of(String integration) {
        return locks.computeIfAbsent(integration, _ -> new ReentrantLock());
    }

    /// Does this when it is its turn.
    <T> T in(String integration, Supplier<T> act) {
        ReentrantLock lock = of(integration);
        lock.lock();
        try {
            return act.get();
        } finally {
            lock.unlock();
        }
    }

    /// Does this if nobody else's turn it is.
    void ifFree(String integration, Runnable act) {
        ReentrantLock lock = of(integration);
        if (lock.tryLock()) {
            try {
                act.run();
            } finally {
                lock.unlock();
            }
        }
    }
}
