package dev.indelible.cli.verify;

import dev.indelible.proof.Checkpoint;
import dev.indelible.proof.EntryBundle;
import dev.indelible.proof.HashReader;
import dev.indelible.proof.MalformedException;
import dev.indelible.proof.Note;
import dev.indelible.proof.PolicyVerdict;
import dev.indelible.proof.Tile;
import dev.indelible.proof.TilePath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a log's checkpoint, tiles and entries, by their formats. For one thread.
public final class LogReader {
    static final String CHECKPOINT = "checkpoint";
    private static final int TILES_KEPT = 64;

    private final LogSource source;
    private final String log;
    private final Map<TilePath, Tile> tiles =
            new LinkedHashMap<>(TILES_KEPT, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<TilePath, Tile> eldest) {
                    return size() > TILES_KEPT;
                }
            };

    /// The log in this place, whichever it is.
    public LogReader(LogSource source) {
        this(source, "");
    }

    /// A log of this name, which is the last part of its origin: no other is taken for it.
    public LogReader(LogSource source, String log) {
        this.source = source;
        this.log = log;
    }

    String name() {
        return source.name();
    }

    /// The log's latest checkpoint as it was signed, and what it says.
    ///
    /// @throws RefusedException if it is missing, or not signed by the log that is asked for
    public Signed checkpoint(Trust trust, String origin) {
        Signed signed = signed(trust);
        if (!signed.checkpoint().origin().equals(origin)) {
            throw new RefusedException(
                    CHECKPOINT,
                    "it is of the log %s, not of %s"
                            .formatted(signed.checkpoint().origin(), origin));
        }
        return signed;
    }

    /// The checkpoint of whichever log of the policy this is.
    ///
    /// @throws RefusedException if it is missing, signed by none, or of another log than was named
    public Signed signed(Trust trust) {
        Note note = note(file(CHECKPOINT), CHECKPOINT);
        PolicyVerdict.Satisfied satisfied = trust.signed(note, CHECKPOINT);
        String origin = satisfied.checkpoint().origin();
        if (!log.isEmpty() && !origin.endsWith("/" + log)) {
            throw new RefusedException(
                    CHECKPOINT, "it is of the log %s, not of %s".formatted(origin, log));
        }
        return new Signed(note, satisfied.checkpoint(), satisfied.log().key().keyId());
    }

    /// What a signed note says that was kept somewhere.
    ///
    /// @param place where, for messages
    /// @throws RefusedException if no log of the policy signed it
    public static Checkpoint signed(byte[] note, String place, Trust trust) {
        return trust.signed(note(note, place), place).checkpoint();
    }

    /// A checkpoint whose log signed it.
    ///
    /// @param keyId of the log's key
    public record Signed(Note note, Checkpoint checkpoint, int keyId) {}

    static Note note(byte[] bytes, String place) {
        try {
            return Note.parse(bytes);
        } catch (MalformedException e) {
            throw new RefusedException(place, String.valueOf(e.getMessage()));
        }
    }

    private byte[] file(String path) {
        return source.read(path).orElseThrow(() -> new RefusedException(path, "it is not there"));
    }

    /// A partial tile may be gone once the full one exists, which begins with the same.
    private byte[] file(TilePath path) {
        return source.read(path.toString())
                .orElseGet(() -> {
                    if (path.isFull()) {
                        throw new RefusedException(path.toString(), "it is not there");
                    }
                    return source.read(path.full().toString())
                            .orElseThrow(
                                    () -> new RefusedException(path.toString(), "it is not there"));
                });
    }

    /// A tile of exactly this width.
    ///
    /// @throws RefusedException if it is missing or is no tile
    Tile tile(TilePath path) {
        Tile known = tiles.get(path);
        if (known != null) {
            return known;
        }
        Tile tile;
        try {
            tile = Tile.decode(file(path));
        } catch (MalformedException e) {
            throw new RefusedException(path.toString(), String.valueOf(e.getMessage()));
        }
        if (tile.width() < path.width()) {
            throw new RefusedException(
                    path.toString(),
                    "it has %d hashes instead of %d".formatted(tile.width(), path.width()));
        }
        Tile exact = tile.width() == path.width() ? tile : tile.prefix(path.width());
        tiles.put(path, exact);
        return exact;
    }

    /// The entries of a bundle; nothing if it is no more because events in it have expired.
    ///
    /// @throws RefusedException if it is missing otherwise or is no bundle
    Optional<List<byte[]>> entries(TilePath path) {
        try {
            return Optional.of(decoded(path, file(path)));
        } catch (RefusedException e) {
            if (source.isGone(path.toString()) || source.isGone(path.full().toString())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static List<byte[]> decoded(TilePath path, byte[] bundle) {
        try {
            if (EntryBundle.prefix(bundle, path.width()).length < bundle.length && path.isFull()) {
                throw new RefusedException(path.toString(), "something stands behind its entries");
            }
            return EntryBundle.decode(bundle, path.width());
        } catch (MalformedException e) {
            throw new RefusedException(path.toString(), String.valueOf(e.getMessage()));
        }
    }

    /// The hashes of the tree, out of its tiles.
    HashReader hashes(long treeSize) {
        return HashReader.overTiles(treeSize, this::tile);
    }

    /// A tile as it is, to be copied.
    byte[] bytes(TilePath path) {
        return tile(path).encode();
    }
}
