package dev.indelible.proof;

import java.util.Random;

/// Randomness that can be had again: prints its seed, takes it back with `-Dindelible.seed=`.
final class Seeds {
    private Seeds() {}

    static Random random(String test) {
        long seed = Long.getLong("indelible.seed", System.nanoTime());
        System.out.println(test + " seed=" + seed);
        return new Random(seed);
    }
}
