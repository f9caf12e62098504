package dev.indelible.testkit;

import dev.indelible.core.sealing.Head;
import dev.indelible.core.sealing.Round;
import dev.indelible.proof.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes rounds of heads with random roots.
public final class Rounds {
    private Rounds() {}

    /// A round that comes after so many heads.
    ///
    /// @param count of its heads
    /// @param organizations of which the heads are
    public static Round next(RandomGenerator random, long after, int count, int organizations) {
        List<Head> heads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int organization = random.nextInt(organizations);
            byte[] tag = new byte[16];
            tag[0] = (byte) organization;
            heads.add(
                    Head.of(
                            "example.com/organization-" + organization,
                            tag,
                            random.nextInt(1 << 20),
                            hash(random),
                            organization));
        }
        return new Round(
                random.nextInt(1 << 30),
                random.nextInt(1 << 30),
                heads,
                Checkpoint.of("example.com/anchor", after + count, hash(random)));
    }

    private static byte[] hash(RandomGenerator random) {
        byte[] hash = new byte[32];
        random.nextBytes(hash);
        return hash;
    }
}
