package dev.indelible.benchmarks;

import java.io.IOException;
import java.util.SplittableRandom;

/// Measures what sealing costs while events come in, and what a proof costs afterwards.
final class SealingRounds {
    private static final int PROOFS = 200;
    private static final int LOOK_MILLIS = 100;

    private final Plan plan;
    private final Workload workload;
    private final Engine.Seals seals;
    private final Notebook notebook;
    private long sealingNanos;
    private long intakeNanos;

    SealingRounds(Plan plan, Workload workload, Engine.Seals seals, Notebook notebook) {
        this.plan = plan;
        this.workload = workload;
        this.seals = seals;
        this.notebook = notebook;
    }

    /// Before events are sent.
    void begin() throws IOException {
        sealingNanos = seals.sealingNanos();
        intakeNanos = seals.intakeNanos();
    }

    /// After they have been sent.
    void end(long from, long to) throws IOException {
        notebook.step("sealing of %,d".formatted(to));
        while (seals.unpublished() > 0) {
            Pause.millis(LOOK_MILLIS);
        }
        double sealing = seals.sealingNanos() - sealingNanos;
        double intake = seals.intakeNanos() - intakeNanos;
        notebook.add(Measure.SEALING_CPU, to, sealing / 1e3 / (to - from));
        notebook.add(Measure.SEALING_SHARE, to, 100 * sealing / intake);
        var random = new SplittableRandom(plan.seed());
        double[] medians = new double[plan.rounds()];
        for (int round = -plan.warmUpRounds(); round < plan.rounds(); round++) {
            double[] millis = new double[PROOFS];
            for (int i = 0; i < PROOFS; i++) {
                Sample sample = workload.samples(random.nextLong(to), 1).getFirst();
                millis[i] = seals.proofNanos(sample) / 1e6;
            }
            if (round >= 0) {
                medians[round] = Figure.median(millis);
            }
        }
        notebook.add(Measure.PROOF, to, medians, 0);
    }
}
