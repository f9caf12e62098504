package dev.indelible.core.sealing;

import dev.indelible.core.ops.AuditException.Corrupt;
import dev.indelible.core.ops.Problem;
import dev.indelible.proof.CompactRange;
import dev.indelible.proof.EntryBundle;
import dev.indelible.proof.HashReader;
import dev.indelible.proof.Merkle;
import dev.indelible.proof.Note;
import dev.indelible.proof.Proofs;
import dev.indelible.proof.Tile;
import dev.indelible.proof.TilePath;
import dev.indelible.proof.TlogProof;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Tiles, entries and proofs of published logs. Any thread.
///
/// Hashes come from a store that may hold garbage after a crash, and leaves from a journal that may
/// have been changed. So everything is checked against the published root before it is handed out,
/// and a log that fails is looked through by sealing.
public final class Logs {
    private final TreeStore trees;
    private final LeafSource leaves;
    private final Set<String> doubted = ConcurrentHashMap.newKeySet();

    public Logs(SealingStores stores) {
        this.trees = stores.trees();
        this.leaves = stores.leaves();
    }

    /// The tile at this place as wide as asked, if the log has it so wide.
    ///
    /// @param path not of entries
    /// @throws Corrupt if what is stored does not lead to the root
    public Optional<byte[]> tile(Published log, TilePath path) {
        int available = width(path.level(), path.index(), log.size());
        if (path.width() > available) {
            return Optional.empty();
        }
        var reader = reader(log);
        long first = path.index() * Tile.WIDTH_MAX;
        byte[] hashes =
                path.level() == 0
                        ? reader.leafHashes(first, available)
                        : reader.stored(path.level() * Tile.HEIGHT, first, available);
        if (!leadsToRoot(log, path, hashes)) {
            throw damaged(log, path.toString());
        }
        return Optional.of(Arrays.copyOf(hashes, path.width() * Merkle.HASH_BYTES));
    }

    private static int width(int level, long index, long size) {
        int shift = level * Tile.HEIGHT;
        long hashes = shift < Long.SIZE ? size >>> shift : 0;
        return index > hashes / Tile.WIDTH_MAX
                ? 0
                : (int) Math.min(Tile.WIDTH_MAX, hashes - index * Tile.WIDTH_MAX);
    }

    /// Whether the widest tile at a place is the one whose root was published: a full one by the
    /// path from its own root up, a partial one by the right edge, of which it is a part.
    private boolean leadsToRoot(Published log, TilePath path, byte[] hashes) {
        var range = new CompactRange();
        for (int i = 0; i < hashes.length; i += Merkle.HASH_BYTES) {
            range.append(Arrays.copyOfRange(hashes, i, i + Merkle.HASH_BYTES));
        }
        int height = (path.level() + 1) * Tile.HEIGHT;
        if (range.size() < Tile.WIDTH_MAX) {
            int above = height < Long.SIZE ? Long.bitCount(log.size() >>> height) : 0;
            List<byte[]> edge = log.edge().rightEdge();
            List<byte[]> own = range.rightEdge();
            for (int i = 0; i < own.size(); i++) {
                if (!Arrays.equals(own.get(i), edge.get(above + i))) {
                    return false;
                }
            }
            return true;
        }
        List<byte[]> proof =
                Proofs.inclusion(path.index() << height, log.size(), upper(log, height));
        return Merkle.includes(
                log.checkpoint().root(),
                (log.size() - 1 >>> height) + 1,
                path.index(),
                range.root(),
                proof.subList(height, proof.size()));
    }

    /// A reader that looks at nothing inside the tile itself: those nodes are not part of the
    /// check.
    private HashReader upper(Published log, int height) {
        var reader = reader(log);
        return (level, index) ->
                level < height && !reader.isEdge(level, index)
                        ? new byte[Merkle.HASH_BYTES]
                        : reader.hash(level, index);
    }

    /// The bundle of entries at this place as wide as asked, if the log has it so wide.
    ///
    /// @param path of entries
    /// @throws Corrupt if the entries do not lead to the root
    public Optional<byte[]> entries(Published log, TilePath path) {
        int available = width(0, path.index(), log.size());
        if (path.width() > available) {
            return Optional.empty();
        }
        List<byte[]> entries = leaves.leaves(log.log(), path.index() * Tile.WIDTH_MAX, available);
        byte[] hashes = new byte[available * Merkle.HASH_BYTES];
        for (int i = 0; i < available; i++) {
            System.arraycopy(
                    Merkle.leafHash(entries.get(i)),
                    0,
                    hashes,
                    i * Merkle.HASH_BYTES,
                    Merkle.HASH_BYTES);
        }
        if (!leadsToRoot(log, new TilePath(0, path.index(), path.width()), hashes)) {
            throw damaged(log, path.toString());
        }
        return Optional.of(EntryBundle.encode(entries.subList(0, path.width())));
    }

    /// The proof that this log has the leaf at `index`.
    ///
    /// @param index below the log's size
    /// @param note the log's checkpoint, perhaps with cosignatures
    /// @throws Corrupt if what is stored does not lead to the root
    public TlogProof proof(Published log, long index, Note note) {
        var reader = reader(log);
        byte[] leafHash = reader.leafHash(index);
        List<byte[]> nodes = Proofs.inclusion(index, log.size(), reader);
        if (!Merkle.includes(log.checkpoint().root(), log.size(), index, leafHash, nodes)) {
            throw damaged(log, "leaf " + index);
        }
        return TlogProof.of(index, nodes, note);
    }

    /// The proof that a log grew out of its own earlier state.
    ///
    /// @param oldSize at most the log's size
    /// @throws Corrupt if what is stored does not lead to the root
    List<byte[]> consistency(Published log, long oldSize) {
        var reader = reader(log);
        List<byte[]> proof = Proofs.consistency(oldSize, log.size(), reader);
        if (oldSize > 0) {
            byte[] oldRoot = Proofs.root(oldSize, reader);
            byte[] root = log.checkpoint().root();
            if (!Merkle.isConsistent(oldSize, log.size(), oldRoot, root, proof)) {
                throw damaged(log, "size " + oldSize);
            }
        }
        return proof;
    }

    /// A log of which something did not lead to its root, once.
    Optional<String> takeDoubted() {
        Optional<String> any = doubted.stream().findFirst();
        any.ifPresent(doubted::remove);
        return any;
    }

    /// The leaf entry at `index`.
    public byte[] leaf(Published log, long index) {
        return leaves.leaves(log.log(), index, 1).getFirst();
    }

    private TreeReader reader(Published log) {
        return new TreeReader(log.log(), log.edge(), trees, leaves);
    }

    private Corrupt damaged(Published log, String what) {
        doubted.add(log.log());
        return new Corrupt(
                Problem.CHECKSUM_MISMATCH,
                "%s of log '%s' does not lead to the root that was published: the stored tree is damaged, or events were changed; the log is looked through now, and the server's log says which"
                        .formatted(what, log.log()));
    }
}
