package dev.indelible.core.sealing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A checkpoint journal that is forgotten with its process.
public final class MemoryCheckpointJournal implements CheckpointJournal {
    private final List<Round> rounds = new ArrayList<>();
    private final List<byte[]> leaves = new ArrayList<>();

    @Override
    public synchronized void append(Round round) {
        if (round.firstHead() != leaves.size()) {
            throw new IllegalArgumentException(
                    "a round begins at head %d, not %d"
                            .formatted(leaves.size(), round.firstHead()));
        }
        rounds.add(round);
        round.heads().forEach(head -> leaves.add(head.leaf()));
    }

    @Override
    public synchronized void replay(Consumer<Round> reader) {
        rounds.forEach(reader);
    }

    @Override
    public synchronized long heads() {
        return leaves.size();
    }

    @Override
    public synchronized List<byte[]> leaves(long fromIndex, int count) {
        int from = Math.toIntExact(fromIndex);
        if (from < 0 || count < 1 || from + count > leaves.size()) {
            throw new IllegalArgumentException(
                    "heads %d to %d of %d".formatted(from, from + count, leaves.size()));
        }
        return List.copyOf(leaves.subList(from, from + count));
    }

    @Override
    public void close() {
        // What is in memory goes by itself.
    }
}
