package dev.indelible.core.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Who waits until a lane has passed a position. For the lane's thread.
final class Waiters {
    private final List<Waiter> waiters = new ArrayList<>();

    private record Waiter(long position, CompletableFuture<Boolean> reached) {}

    void add(long position, CompletableFuture<Boolean> reached) {
        waiters.add(new Waiter(position, reached));
    }

    /// Tells those for whom it is decided.
    void tell(Lane.View now) {
        waiters.removeIf(waiter -> {
            if (now.progress().confirmedPosition() >= waiter.position()) {
                return waiter.reached().complete(true);
            }
            return (now.over() || now.state() != Condition.State.ACTIVE)
                    && waiter.reached().complete(false);
        });
    }
}
