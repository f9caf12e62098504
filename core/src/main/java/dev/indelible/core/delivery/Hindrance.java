package dev.indelible.core.delivery;

import dev.indelible.core.delivery.Condition.Failure;
import dev.indelible.core.ops.AuditException;
import java.time.Duration;
import java.util.Optional;

/// Why a lane does not work for another reason than its receiver: the store, the journal, a bug.
/// For the lane's thread.
final class Hindrance {
    private static final System.Logger logger = System.getLogger(Hindrance.class.getName());
    static final Duration PAUSE = Duration.ofSeconds(5);
    private static final long TELL_MILLIS = 60_000;

    private Optional<Failure> failure = Optional.empty();
    private Patience told = Patience.NONE;

    boolean isPresent() {
        return failure.isPresent();
    }

    void clear() {
        failure = Optional.empty();
    }

    /// How long to rest for it still.
    long leftMillis(long now) {
        return failure.map(one -> Patience.from(one.millis(), PAUSE.toMillis()))
                .orElse(Patience.NONE)
                .leftMillis(now);
    }

    /// The lane as it is to be shown.
    Lane.View on(Lane.View view) {
        return failure.map(view::hindered).orElse(view);
    }

    /// The store takes nothing. What was sent and confirmed is not forgotten, so that nothing is
    /// sent again for it; nothing new is sent either, because it could not be planned.
    void full(Destination destination, String lane, AuditException cause, long now) {
        if (told.isOver(now)) {
            told = Patience.from(now, TELL_MILLIS);
            logger.log(
                    System.Logger.Level.ERROR,
                    "delivery waits: destination={0} lane={1} {2}",
                    destination.id(),
                    lane,
                    String.valueOf(cause.getMessage()));
        }
        because(String.valueOf(cause.getMessage()), now);
    }

    /// Something that should not be.
    void within(Destination destination, String lane, RuntimeException cause, long now) {
        logger.log(
                System.Logger.Level.ERROR,
                "delivery failed within; going on from what is durable: destination=%s lane=%s"
                        .formatted(destination.id(), lane),
                cause);
        because(
                "it failed within (%s) and goes on from what is durable; see the server's log"
                        .formatted(cause.getClass().getSimpleName()),
                now);
    }

    private void because(String reason, long now) {
        failure = Optional.of(new Failure(now, "internal", new Answer.Refusal(0, reason, "")));
    }
}
