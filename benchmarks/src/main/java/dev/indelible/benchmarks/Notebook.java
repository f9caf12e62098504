package dev.indelible.benchmarks;

import java.util.Arrays;

/// Where the figures of one engine in one run are kept and told.
///
/// @param run when the run began, RFC 3339
/// @param engine its name
record Notebook(Results results, Progress progress, String run, String engine) {
    void step(String text) {
        progress.step(engine + ": " + text);
    }

    void about(String version, String durability, String setup) {
        results.add(engine, new Results.About(version, durability, setup));
    }

    /// A figure that was measured once.
    void add(Measure measure, long events, double value) {
        add(measure, events, new Spread(value, value, value), 0);
    }

    /// A figure that was measured in rounds.
    ///
    /// @param p99 of all single latencies; 0 for none
    void add(Measure measure, long events, double[] rounds, double p99) {
        add(measure, events, Spread.of(rounds), p99);
    }

    void add(Measure measure, long events, Spread spread, double p99) {
        var figure =
                new Figure(
                        measure,
                        events,
                        engine,
                        spread.median(),
                        spread.min(),
                        spread.max(),
                        p99,
                        run);
        results.add(figure);
        progress.figure(figure);
    }

    /// @param about what else a note of this kind begins with: it replaces that one
    void note(String about, String text) {
        results.note(engine + ", " + about + ": ", text);
    }

    void answer(String question, String answer) {
        results.answer(question, engine, answer);
    }

    /// The middle and both ends.
    record Spread(double median, double min, double max) {
        static Spread of(double[] rounds) {
            return new Spread(
                    Figure.median(rounds),
                    Arrays.stream(rounds).min().orElseThrow(),
                    Arrays.stream(rounds).max().orElseThrow());
        }
    }
}
