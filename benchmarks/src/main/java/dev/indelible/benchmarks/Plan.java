package dev.indelible.benchmarks;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// What a run measures, and how thoroughly.
///
/// @param events how many are loaded in the end
/// @param parts what is measured
/// @param seed of the workload
record Plan(long events, Set<Part> parts, Effort effort, long seed) {
    /// Fills one request.
    static final int BATCH = 1_000;

    static final int ORGANIZATIONS = 1_000;

    /// What can be asked for by itself.
    enum Part {
        INTAKE,
        SINGLE,
        QUERIES,
        MIXED,
        BYTES,
        SEALING,
        ISOLATION,
        DELIVERY,
        KILL,
        JMH
    }

    /// How thoroughly: for figures, or to see that all works.
    enum Effort {
        FULL(5, 2, 1_000, 100_000, 512, 100_000),
        QUICK(1, 1, 100, 100_000, 16, 40_000);

        private final int rounds;
        private final int warmUpRounds;
        private final int roundMillis;
        private final long smallestStage;
        private final int connectionsMax;
        private final long deliveredEvents;

        Effort(
                int rounds,
                int warmUpRounds,
                int roundMillis,
                long smallestStage,
                int connectionsMax,
                long deliveredEvents) {
            this.rounds = rounds;
            this.warmUpRounds = warmUpRounds;
            this.roundMillis = roundMillis;
            this.smallestStage = smallestStage;
            this.connectionsMax = connectionsMax;
            this.deliveredEvents = deliveredEvents;
        }
    }

    boolean measures(Part part) {
        return parts.contains(part);
    }

    /// How many rounds count.
    int rounds() {
        return effort.rounds;
    }

    /// How many go before them.
    int warmUpRounds() {
        return effort.warmUpRounds;
    }

    /// How many count where one takes long.
    int fewRounds() {
        return (effort.rounds + 1) / 2;
    }

    /// How long one round of a question lasts.
    int roundMillis() {
        return effort.roundMillis;
    }

    /// How many events one destination gets in a round.
    long deliveredEvents() {
        return effort.deliveredEvents;
    }

    /// Over how many connections single events are sent.
    List<Integer> connections() {
        return IntStream.of(1, 16, 128, 512)
                .filter(connections -> connections <= effort.connectionsMax)
                .boxed()
                .toList();
    }

    /// The sizes at which is measured: powers of ten, and the whole.
    List<Long> stages() {
        return LongStream.concat(
                        LongStream.iterate(
                                effort.smallestStage, size -> size < events, size -> 10 * size),
                        LongStream.of(events))
                .boxed()
                .toList();
    }
}
