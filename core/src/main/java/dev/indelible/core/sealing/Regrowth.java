package dev.indelible.core.sealing;

import dev.indelible.core.ops.AuditException.Corrupt;
import dev.indelible.proof.CompactRange;
import dev.indelible.proof.Hasher;
import dev.indelible.proof.Merkle;
import java.util.Arrays;
import java.util.OptionalLong;

/// A log's tree after a restart: from the hashes that are stored, where they still give the root
/// that was signed, else from all leaves anew.
final class Regrowth {
    private static final System.Logger logger = System.getLogger(Regrowth.class.getName());
    private static final int LEAVES_PER_READ = 1024;

    private final String log;
    private final TreeStore store;
    private final LeafSource source;

    Regrowth(String log, TreeStore store, LeafSource source) {
        this.log = log;
        this.store = store;
        this.source = source;
    }

    /// What was found.
    sealed interface Outcome {
        /// The tree, with the root that was signed.
        record Whole(Tree tree) implements Outcome {}

        /// The leaves give another root.
        ///
        /// @param firstDifference the first leaf under the first stored hash that the leaves do not
        ///   give; absent where none is stored
        record Other(OptionalLong firstDifference) implements Outcome {}
    }

    /// The tree at this size.
    ///
    /// @param unit of leaves, [Levels#TILE_LEAVES] or [Levels#BLOCK_LEAVES]: the last one that is
    ///   not full is computed from its leaves, the others are taken from the store
    /// @throws Corrupt if a leaf cannot be read
    Outcome to(long size, byte[] root, int unit) {
        if (size < unit) {
            var tree = new Tree(log, store, new CompactRange());
            grow(tree, size);
            if (!Arrays.equals(tree.root(), root)) {
                return new Outcome.Other(OptionalLong.empty());
            }
            tree.flush();
            return new Outcome.Whole(tree);
        }
        long full = size - size % unit;
        var reader = new TreeReader(log, full, store, source);
        var tree = new Tree(log, store, CompactRange.read(full, reader));
        grow(tree, size);
        if (Arrays.equals(tree.root(), root)) {
            tree.flush();
            return new Outcome.Whole(tree);
        }
        logger.log(
                System.Logger.Level.WARNING,
                "the stored tree of a log is missing or torn; making it anew: log={0} events={1}",
                log,
                Long.toString(size));
        return anew(size, root);
    }

    /// The tree at this size out of all leaves; stored hashes are written anew if it has this root.
    ///
    /// @throws Corrupt if a leaf cannot be read
    Outcome anew(long size, byte[] root) {
        var cautious = new CautiousStore();
        var tree = new Tree(log, cautious, new CompactRange());
        grow(tree, size);
        tree.flush();
        if (!Arrays.equals(tree.root(), root)) {
            return new Outcome.Other(cautious.firstDifference);
        }
        tree = new Tree(log, store, new CompactRange());
        grow(tree, size);
        tree.flush();
        return new Outcome.Whole(tree);
    }

    /// Appends the leaves up to this size.
    void grow(Tree tree, long size) {
        var hasher = new Hasher();
        while (tree.size() < size) {
            int count = (int) Math.min(LEAVES_PER_READ, size - tree.size());
            for (byte[] hash : source.hashes(log, tree.size(), count)) {
                tree.append(hasher, hash, 0);
            }
        }
    }

    /// Compares with what is stored and writes nothing, so that what tells where a log was changed
    /// is still there for whoever looks into it.
    private final class CautiousStore implements TreeStore {
        private OptionalLong firstDifference = OptionalLong.empty();

        @Override
        public void write(
                String name, int level, long firstIndex, byte[] hashes, int offset, int count) {
            if (level != Levels.BLOCK || firstDifference.isPresent()) {
                return;
            }
            byte[] before = store.read(name, level, firstIndex, count);
            int end = Math.min(before.length, count * Merkle.HASH_BYTES);
            int difference = Arrays.mismatch(before, 0, end, hashes, offset, offset + end);
            if (difference >= 0) {
                long index = firstIndex + difference / Merkle.HASH_BYTES;
                firstDifference = OptionalLong.of(index << Levels.BLOCK);
            }
        }

        @Override
        public byte[] read(String name, int level, long firstIndex, int count) {
            return store.read(name, level, firstIndex, count);
        }

        @Override
        public void close() {
            // The store is not ours.
        }
    }
}
