package dev.indelible.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.ops.AuditException.Busy;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A request in a thread of its own, once it waits.
final class HeldRequest {
    private final AtomicReference<@Nullable Busy> refusal = new AtomicReference<>();
    private final Thread thread;

    HeldRequest(Runnable request) {
        thread =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                request.run();
                            } catch (Busy e) {
                                refusal.set(e);
                            }
                        });
        assertThat(looksAgain()).isTrue();
    }

    /// Whether it waits.
    boolean looksAgain() {
        while (thread.isAlive() && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return thread.isAlive();
    }

    /// Returns when it waits no more.
    void end() throws InterruptedException {
        thread.join();
    }

    /// By what it was refused, if it was.
    @Nullable Busy failure() {
        return refusal.get();
    }
}
