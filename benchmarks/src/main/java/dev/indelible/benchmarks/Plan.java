package dev.indelible.benchmarks;

import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/// What a run measures, and how long.
///
/// @param events how many are loaded in the end
/// @param parts what is measured
/// @param roundMillis how long one round of single events or of a question may last
/// @param seed of the workload
record Plan(long events, Set<Part> parts, int rounds, int roundMillis, long seed) {
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
        KILL
    }

    boolean measures(Part part) {
        return parts.contains(part);
    }

    /// The sizes at which is measured: powers of ten from 10^5, and the whole.
    List<Long> stages() {
        return LongStream.concat(
                        LongStream.of(100_000, 1_000_000).filter(size -> size < events),
                        LongStream.of(events))
                .boxed()
                .toList();
    }
}
