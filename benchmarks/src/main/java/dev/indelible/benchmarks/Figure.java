package dev.indelible.benchmarks;

import java.util.Arrays;

/// One measured value.
///
/// @param events how many events the engine held, in thousands rounded where it grew meanwhile
/// @param engine its name
/// @param median over the rounds or windows
/// @param p99 of all single latencies, in the measure's unit for latencies and in ms for rates; 0
///   where there are none
/// @param run when the run began that measured it, RFC 3339
record Figure(
        Measure measure,
        long events,
        String engine,
        double median,
        double min,
        double max,
        double p99,
        String run) {

    /// The middle of the rounds (the mean of both middles where their count is even).
    static double median(double[] rounds) {
        double[] sorted = rounds.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
