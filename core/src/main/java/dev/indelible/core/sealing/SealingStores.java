package dev.indelible.core.sealing;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.ops.AuditException.Corrupt;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import dev.indelible.event.Leaf;
import dev.indelible.event.LeafWriter;
import dev.indelible.proof.Hasher;
import dev.indelible.proof.Merkle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// What sealing reads and writes.
public record SealingStores(Journal journal, TreeStore trees, CheckpointJournal checkpoints) {

    /// The leaf entries of any log.
    LeafSource leaves() {
        return new Leaves();
    }

    private final class Leaves implements LeafSource {
        @Override
        public List<byte[]> leaves(String log, long fromIndex, int count) {
            if (log.equals(Origins.ANCHOR)) {
                return checkpoints.leaves(fromIndex, count);
            }
            var writer = new LeafWriter();
            byte[] leaf = new byte[Leaf.BYTES_MAX];
            return each(
                    log,
                    fromIndex,
                    count,
                    entry -> Arrays.copyOf(leaf, entry.leaf(writer, leaf, 0)));
        }

        @Override
        public List<byte[]> hashes(String log, long fromIndex, int count) {
            if (log.equals(Origins.ANCHOR)) {
                return checkpoints.leaves(fromIndex, count).stream().map(Merkle::leafHash).toList();
            }
            var hasher = new Hasher();
            var writer = new LeafWriter();
            byte[] leaf = new byte[Leaf.BYTES_MAX];
            return each(
                    log,
                    fromIndex,
                    count,
                    entry -> {
                        if (entry.isExpired()) {
                            return entry.leafHash();
                        }
                        byte[] hash = new byte[Merkle.HASH_BYTES];
                        hasher.leaf(leaf, 0, entry.leaf(writer, leaf, 0), hash, 0);
                        return hash;
                    });
        }
    }

    private List<byte[]> each(
            String organization, long from, int count, Function<Entry, byte[]> what) {
        var found = new ArrayList<byte[]>(count);
        while (found.size() < count) {
            long next = from + found.size();
            List<Entry> entries =
                    journal.readSealedOf(
                            organization, next, count - found.size(), Limits.FOLLOW_BYTES_MAX);
            if (entries.isEmpty()) {
                throw unreadable(organization, next);
            }
            for (Entry entry : entries) {
                if (entry.sequence() != from + found.size()) {
                    throw unreadable(organization, from + found.size());
                }
                found.add(what.apply(entry));
            }
        }
        return found;
    }

    private static Corrupt unreadable(String organization, long sequence) {
        return new Corrupt(
                Problem.CHECKSUM_MISMATCH,
                "event %d of organization '%s' cannot be read: its bytes are damaged"
                        .formatted(sequence, organization));
    }
}
