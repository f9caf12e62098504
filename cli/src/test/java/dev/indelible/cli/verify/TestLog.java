package dev.indelible.cli.verify;

import dev.indelible.proof.Checkpoint;
import dev.indelible.proof.Cosignature;
import dev.indelible.proof.EntryBundle;
import dev.indelible.proof.HashReader;
import dev.indelible.proof.Merkle;
import dev.indelible.proof.Note;
import dev.indelible.proof.Proofs;
import dev.indelible.proof.SigningKey;
import dev.indelible.proof.Tile;
import dev.indelible.proof.TilePath;
import dev.indelible.proof.TlogProof;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A log in memory whose owner does what he likes with it.
public final class TestLog implements LogSource {
    /// When its witnesses say they saw it.
    public static final long COSIGNED_SECONDS = 1_764_100_001L;

    private final SigningKey key;
    private final List<SigningKey> witnesses;
    private final List<byte[]> entries = new ArrayList<>();

    /// A log that signs with this key, whose name is its origin; every checkpoint is cosigned.
    public TestLog(SigningKey key, List<SigningKey> witnesses) {
        this.key = key;
        this.witnesses = witnesses;
    }

    public void add(byte[] entry) {
        entries.add(entry);
    }

    void set(int index, byte[] entry) {
        entries.set(index, entry);
    }

    public void shrink(int size) {
        entries.subList(size, entries.size()).clear();
    }

    /// The same now, growing apart from here on.
    public TestLog copy() {
        var copy = new TestLog(key, witnesses);
        copy.entries.addAll(entries);
        return copy;
    }

    public int size() {
        return entries.size();
    }

    byte[] entry(int index) {
        return entries.get(index);
    }

    /// The hashes of its subtrees, computed from the leaves each time.
    public HashReader hashes() {
        return this::hash;
    }

    private byte[] hash(int level, long index) {
        return level == 0
                ? Merkle.leafHash(entries.get((int) index))
                : Merkle.nodeHash(hash(level - 1, 2 * index), hash(level - 1, 2 * index + 1));
    }

    public Checkpoint checkpoint() {
        return Checkpoint.of(key.verifierKey().name(), size(), Proofs.root(size(), hashes()));
    }

    public Note note() {
        Checkpoint checkpoint = checkpoint();
        Note note = Note.signed(checkpoint.text(), key);
        return witnesses.isEmpty()
                ? note
                : note.with(
                        witnesses.stream()
                                .map(witness ->
                                        Cosignature.sign(checkpoint, witness, COSIGNED_SECONDS))
                                .toList());
    }

    TlogProof proof(int index) {
        return TlogProof.of(index, Proofs.inclusion(index, size(), hashes()), note());
    }

    @Override
    public Optional<byte[]> read(String path) {
        if (path.equals("checkpoint")) {
            return Optional.of(note().toBytes());
        }
        TilePath tile = TilePath.parse(path);
        int first = (int) tile.index() * Tile.WIDTH_MAX;
        int shift = tile.isEntries() ? 0 : tile.level() * Tile.HEIGHT;
        if (first + tile.width() > size() >> shift) {
            return Optional.empty();
        }
        return Optional.of(
                tile.isEntries()
                        ? EntryBundle.encode(entries.subList(first, first + tile.width()))
                        : Tile.of(
                                        IntStream.range(first, first + tile.width())
                                                .mapToObj(index -> hash(shift, index))
                                                .toList())
                                .encode());
    }

    @Override
    public String name() {
        return "memory";
    }
}
