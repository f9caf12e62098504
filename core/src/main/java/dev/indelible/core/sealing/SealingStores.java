package dev.indelible.core.sealing;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.ops.AuditException.Corrupt;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import dev.indelible.event.Leaf;
import dev.indelible.event.LeafWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What sealing reads and writes.
public record SealingStores(Journal journal, TreeStore trees, CheckpointJournal checkpoints) {

    /// The leaf entries of any log.
    LeafSource leaves() {
        return (log, from, count) ->
                log.equals(Origins.ANCHOR)
                        ? checkpoints.leaves(from, count)
                        : events(log, from, count);
    }

    private List<byte[]> events(String organization, long from, int count) {
        var leaves = new ArrayList<byte[]>(count);
        var writer = new LeafWriter();
        byte[] leaf = new byte[Leaf.BYTES_MAX];
        while (leaves.size() < count) {
            long next = from + leaves.size();
            List<Entry> entries =
                    journal.readOf(
                            organization, next, count - leaves.size(), Limits.FOLLOW_BYTES_MAX);
            if (entries.isEmpty()) {
                throw unreadable(organization, next);
            }
            for (Entry entry : entries) {
                if (entry.sequence() != from + leaves.size()) {
                    throw unreadable(organization, from + leaves.size());
                }
                int length =
                        writer.write(
                                entry.receivedMillis(),
                                entry.id(),
                                entry.draft().seed(),
                                entry.parts(),
                                leaf,
                                0);
                leaves.add(Arrays.copyOf(leaf, length));
            }
        }
        return leaves;
    }

    private static Corrupt unreadable(String organization, long sequence) {
        return new Corrupt(
                Problem.CHECKSUM_MISMATCH,
                "event %d of organization '%s' cannot be read: its bytes are damaged"
                        .formatted(sequence, organization));
    }
}
