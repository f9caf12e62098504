package dev.indelible.core.delivery;

import dev.indelible.core.ops.Worker;
import java.time.Duration;

/// Keeps what delivery remembers in order, each hour and first at the start: checks that
/// confirmations still follow from one another, and forgets what ended with events that are no
/// longer kept. Steps in one thread.
public final class Upkeep implements Worker {
    private static final System.Logger logger = System.getLogger(Upkeep.class.getName());
    private static final Duration PAUSE = Duration.ofHours(1);

    private final Deliveries deliveries;
    private final Statements statements;
    private final Kept kept;

    public Upkeep(Deliveries deliveries, Statements statements, Kept kept) {
        this.deliveries = deliveries;
        this.statements = statements;
        this.kept = kept;
    }

    /// How long events are kept.
    @FunctionalInterface
    public interface Kept {
        /// The first position of which a destination's events may still have their bodies.
        long from(Destination destination);
    }

    @Override
    public Duration step() {
        for (Destination destination : deliveries.destinations()) {
            statements
                    .chainFault(destination.id())
                    .ifPresent(fault ->
                            logger.log(
                                    System.Logger.Level.ERROR,
                                    "confirmations were changed outside: destination={0} {1}",
                                    destination.id(),
                                    fault));
            deliveries.prune(destination.id(), kept.from(destination));
        }
        return PAUSE;
    }
}
