package dev.indelible.benchmarks;

import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.event.EventReader;
import dev.indelible.event.Leaf;
import dev.indelible.event.SentEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/// Events of the workload as the hot path has them on its way; the same in every run.
final class Drafts {
    private final SplittableRandom random = new SplittableRandom(1);
    private final Map<String, Long> sequences = new HashMap<>();
    private final List<Draft> drafts = new ArrayList<>();
    private long position;

    Drafts(int count) {
        for (byte[] json : sent(count)) {
            SentEvent event = EventReader.read(json, 0, json.length);
            byte[] seed = new byte[Leaf.SEED_BYTES];
            random.nextBytes(seed);
            String organization = String.valueOf(event.event().organization());
            drafts.add(
                    new Draft(
                            organization,
                            new UUID(random.nextLong(), random.nextLong()),
                            "a-key",
                            seed,
                            event.complete(event.event())));
        }
    }

    /// The events as they are sent.
    static List<byte[]> sent(int count) {
        return new Workload(1, Plan.ORGANIZATIONS)
                .samples(0, count).stream().map(Sample::json).toList();
    }

    /// Another entry for each, with the next numbers and an id of its own.
    List<Entry> entries() {
        var entries = new ArrayList<Entry>(drafts.size());
        for (Draft draft : drafts) {
            long sequence = sequences.merge(draft.organization(), 1L, Long::sum) - 1;
            var named =
                    new Draft(
                            draft.organization(),
                            new UUID(random.nextLong(), random.nextLong()),
                            draft.key(),
                            draft.seed(),
                            draft.parts());
            entries.add(new Entry(position++, sequence, 1_790_000_000_000L, named));
        }
        return entries;
    }
}
