package dev.indelible.cli.verify;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Randomness that can be repeated: prints its seed, and takes it back from `indelible.seed`.
final class Seeds {
    private Seeds() {}

    static RandomGenerator random(String test) {
        long seed = Long.getLong("indelible.seed", System.nanoTime());
        System.out.printf("%s: seed=%d%n", test, seed);
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
