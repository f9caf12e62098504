package dev.indelible.cli.verify;

import dev.indelible.proof.Checkpoint;
import dev.indelible.proof.CompactRange;
import dev.indelible.proof.Hasher;
import dev.indelible.proof.Merkle;
import dev.indelible.proof.Proofs;
import dev.indelible.proof.Tile;
import dev.indelible.proof.TilePath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/// Checks a whole log: makes the tree anew out of its entries, compares every tile with it, byte
/// for byte, and the root with the signed checkpoint; and hashes every stored event anew. Holds one
/// bundle and one tile of each level at a time.
public final class LogCheck {
    /// Levels of tiles that a tree of at most 2^63-1 leaves can have.
    private static final int TILE_LEVELS = 8;

    private final LogReader log;
    private final Checkpoint checkpoint;
    private final Optional<BodyCheck> bodies;
    private final Report report;
    private final CompactRange range = new CompactRange();
    private final Hasher hasher = new Hasher();

    /// The hashes of the tile of each level that is not finished yet.
    private final List<List<byte[]>> open = new ArrayList<>();

    private long expiredBundles;

    private final long[] lastIndex = new long[TILE_LEVELS];

    /// Where a bundle and its tile differ, and where a tile above differs from the one below.
    private final FirstBad badEntries = new FirstBad();

    private final FirstBad badTiles = new FirstBad();

    private LogCheck(
            LogReader log, Checkpoint checkpoint, Optional<BodyCheck> bodies, Report report) {
        this.log = log;
        this.checkpoint = checkpoint;
        this.bodies = bodies;
        this.report = report;
        for (int level = 0; level < TILE_LEVELS; level++) {
            open.add(new ArrayList<>());
        }
    }

    /// Checks a log without its events.
    ///
    /// @param progress told of entries that are done
    public static Report check(LogReader log, Trust trust, LongConsumer progress) {
        return Report.of(report -> {
            Checkpoint checkpoint = checkpoint(log, trust, report);
            new LogCheck(log, checkpoint, Optional.empty(), report).run(progress);
            trust.tell(report);
        });
    }

    /// Checks a log and hashes its stored events anew.
    ///
    /// @param bodies opens the events, once the checkpoint is there that says up to which they are
    ///   needed; closed here
    /// @param progress told of entries that are done
    public static Report check(
            LogReader log, Trust trust, Supplier<BodySource> bodies, LongConsumer progress) {
        return Report.of(report -> {
            Checkpoint checkpoint = checkpoint(log, trust, report);
            String origin = checkpoint.origin();
            String organization = origin.substring(origin.lastIndexOf('/') + 1);
            try (BodySource source = bodies.get()) {
                var check = new BodyCheck(source, organization);
                new LogCheck(log, checkpoint, Optional.of(check), report).run(progress);
            }
            trust.tell(report);
        });
    }

    private static Checkpoint checkpoint(LogReader log, Trust trust, Report report) {
        Checkpoint checkpoint = log.signed(trust).checkpoint();
        report.good(
                LogReader.CHECKPOINT,
                "%s signed that it has %s"
                        .formatted(
                                checkpoint.origin(),
                                Count.of(checkpoint.size(), "entry", "entries")));
        return checkpoint;
    }

    private void run(LongConsumer progress) {
        for (long index = 0; index < checkpoint.size(); index += Tile.WIDTH_MAX) {
            TilePath path = TilePath.entries(index, checkpoint.size());
            entries(path)
                    .ifPresentOrElse(entries -> entries.forEach(this::add), () -> addHashes(path));
            progress.accept(path.width());
        }
        for (int level = 0; level < TILE_LEVELS; level++) {
            if (!open.get(level).isEmpty()) {
                compare(level);
            }
        }
        judge();
        if (expiredBundles > 0) {
            report.note(
                    "tile/entries",
                    expiredBundles == 1
                            ? "1 bundle has events that expired: the log has only hashes of its entries, which give the signed root"
                            : "%d bundles have events that expired: the log has only hashes of their entries, which give the signed root"
                                    .formatted(expiredBundles));
        }
        bodies.ifPresent(check -> check.tell(report));
    }

    private Optional<List<byte[]>> entries(TilePath path) {
        try {
            return log.entries(path);
        } catch (RefusedException e) {
            tellBad();
            throw e;
        }
    }

    /// The log has the hashes of these entries and no longer the entries: events among them have
    /// expired.
    private void addHashes(TilePath path) {
        expiredBundles++;
        byte[] hashes = log.tile(new TilePath(0, path.index(), path.width())).encode();
        for (int i = 0; i < path.width(); i++) {
            int start = i * Merkle.HASH_BYTES;
            byte[] leafHash = Arrays.copyOfRange(hashes, start, start + Merkle.HASH_BYTES);
            long index = range.size();
            bodies.ifPresent(check -> check.hash(index, leafHash));
            append(leafHash);
        }
    }

    private void add(byte[] entry) {
        long index = range.size();
        bodies.ifPresent(check -> check.entry(index, entry));
        append(Merkle.leafHash(entry));
    }

    private void append(byte[] leafHash) {
        range.append(hasher, leafHash, 0, this::node);
    }

    private void node(int level, long index, byte[] hashes, int offset) {
        if (level % Tile.HEIGHT == 0) {
            List<byte[]> tile = open.get(level / Tile.HEIGHT);
            lastIndex[level / Tile.HEIGHT] = index;
            tile.add(Arrays.copyOfRange(hashes, offset, offset + Merkle.HASH_BYTES));
            if (tile.size() == Tile.WIDTH_MAX) {
                compare(level / Tile.HEIGHT);
            }
        }
    }

    /// Compares the tile of this level that was just made with the one that the log has.
    private void compare(int level) {
        List<byte[]> made = open.get(level);
        int shift = level * Tile.HEIGHT;
        long first = lastIndex[level] / Tile.WIDTH_MAX * Tile.WIDTH_MAX;
        var path = new TilePath(level, first / Tile.WIDTH_MAX, made.size());
        byte[] stored;
        try {
            stored = log.tile(path).encode();
        } catch (RefusedException e) {
            badTiles.add(first << shift, path.toString(), String.valueOf(e.getMessage()));
            made.clear();
            return;
        }
        for (int i = 0; i < made.size(); i++) {
            int start = i * Merkle.HASH_BYTES;
            if (!Arrays.equals(
                    made.get(i), Arrays.copyOfRange(stored, start, start + Merkle.HASH_BYTES))) {
                differs(path, first + i);
            }
        }
        made.clear();
    }

    private void differs(TilePath path, long element) {
        if (path.level() == 0) {
            TilePath bundle = TilePath.entries(element, checkpoint.size());
            badEntries.add(
                    element,
                    "entry %d".formatted(element),
                    "%s has not the hash of the entry in %s".formatted(path, bundle));
        } else {
            long first = element << (path.level() * Tile.HEIGHT);
            badTiles.add(
                    first,
                    path.toString(),
                    "its hash %d is not that of the entries from %d on"
                            .formatted(element % Tile.WIDTH_MAX, first));
        }
    }

    /// The signed root says who is right.
    private void judge() {
        boolean entriesAreRight = Arrays.equals(range.root(), checkpoint.root());
        boolean tilesFit = tellBad();
        if (entriesAreRight && tilesFit) {
            report.good(
                    "tree",
                    "made anew from %s, it has the tiles of the log and the signed root"
                            .formatted(
                                    checkpoint.size() == 1
                                            ? "its one entry"
                                            : "all %d entries".formatted(checkpoint.size())));
        } else if (entriesAreRight) {
            report.bad("tile", "the signed root confirms the entries: the tile was changed");
        } else if (tilesAreRight()) {
            report.bad("tile/entries", "the signed root confirms the tiles: the entry was changed");
        } else if (tilesFit) {
            report.bad(
                    LogReader.CHECKPOINT,
                    "entries and tiles agree with each other and not with the signed root: this is"
                            + " another history than the one that was signed; an older checkpoint"
                            + " or a copy of the log shows from where on");
        } else {
            report.bad(
                    "tree", "neither the entries nor the tiles give the signed root of checkpoint");
        }
    }

    /// A changed entry makes every tile above it wrong, which need not be told.
    private boolean tellBad() {
        if (badEntries.isEmpty()) {
            badTiles.tell(report, "hashes differ between tiles");
        } else {
            badEntries.tell(report, "entries differ from their tiles");
        }
        return badEntries.isEmpty() && badTiles.isEmpty();
    }

    private boolean tilesAreRight() {
        try {
            byte[] root = Proofs.root(checkpoint.size(), log.hashes(checkpoint.size()));
            return Arrays.equals(root, checkpoint.root());
        } catch (RefusedException e) {
            return false;
        }
    }
}
