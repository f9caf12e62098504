package dev.indelible.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Numbers from 0, the smaller the more frequent, as Zipf's law has it. Any thread.
final class Zipf {
    private final double[] upTo;

    Zipf(int count, double exponent) {
        upTo = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += 1 / Math.pow(i + 1, exponent);
            upTo[i] = sum;
        }
    }

    int next(SplittableRandom random) {
        double wanted = random.nextDouble() * upTo[upTo.length - 1];
        int found = Arrays.binarySearch(upTo, wanted);
        return found < 0 ? -found - 1 : found;
    }
}
