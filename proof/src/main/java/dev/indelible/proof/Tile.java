package dev.indelible.proof;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One tile of a tree: 1 to 256 neighbouring hashes of one level, 32 bytes each (tlog-tiles,
/// "Merkle Tree").
///
/// A partial tile is the beginning of any wider tile of the same place. The inner nodes above the
/// hashes are computed when first asked for and kept: width - 1 hashes, as many bytes again.
/// Immutable; any thread may read it.
public final class Tile {
    /// Levels of the tree that one tile spans.
    public static final int HEIGHT = 8;

    /// Hashes of a full tile.
    public static final int WIDTH_MAX = 1 << HEIGHT;

    private static final int HASH_BYTES = Merkle.HASH_BYTES;

    private final byte[] hashes;
    private volatile byte @Nullable [] inner;

    private Tile(byte[] hashes) {
        this.hashes = hashes;
    }

    /// The tile with these bytes.
    ///
    /// @throws MalformedException if they are not 1 to 256 hashes
    public static Tile decode(byte[] bytes) {
        if (bytes.length == 0
                || bytes.length % HASH_BYTES != 0
                || bytes.length > WIDTH_MAX * HASH_BYTES) {
            throw new MalformedException(
                    "a tile has 1 to 256 hashes of 32 bytes, not " + bytes.length + " bytes");
        }
        return new Tile(bytes.clone());
    }

    /// The tile with these hashes, left to right.
    ///
    /// @param hashes 1 to 256
    public static Tile of(List<byte[]> hashes) {
        if (hashes.isEmpty() || hashes.size() > WIDTH_MAX) {
            throw new IllegalArgumentException("a tile has 1 to 256 hashes, not " + hashes.size());
        }
        ByteBuffer bytes = ByteBuffer.allocate(hashes.size() * HASH_BYTES);
        for (byte[] hash : hashes) {
            Merkle.requireHash(hash, "hash");
            bytes.put(hash);
        }
        return new Tile(bytes.array());
    }

    /// The tile's hashes, one behind the other.
    public byte[] encode() {
        return hashes.clone();
    }

    /// Hashes in this tile: 1 to 256.
    public int width() {
        return hashes.length / HASH_BYTES;
    }

    /// The first `width` hashes, as the partial tile that a smaller tree had here.
    ///
    /// @param width 1 to [#width()]
    public Tile prefix(int width) {
        if (width < 1 || width > width()) {
            throw new IllegalArgumentException(width + " of " + width() + " hashes");
        }
        return new Tile(Arrays.copyOf(hashes, width * HASH_BYTES));
    }

    /// The root of the subtree of `2^level` hashes of this tile that starts at `index * 2^level`.
    ///
    /// @param level 0 to 8; 0 is a hash of the tile itself, 8 is the element of the tile above
    /// @param index so that the subtree ends inside this tile
    public byte[] node(int level, int index) {
        if (level < 0 || level > HEIGHT || index < 0 || index >= width() >>> level) {
            throw new IllegalArgumentException(
                    "no node " + index + " of level " + level + " in " + width() + " hashes");
        }
        byte[] row = level == 0 ? hashes : inner();
        int start = (rowStart(level) + index) * HASH_BYTES;
        return Arrays.copyOfRange(row, start, start + HASH_BYTES);
    }

    private byte[] inner() {
        byte[] nodes = inner;
        if (nodes == null) {
            nodes = computed();
            inner = nodes;
        }
        return nodes;
    }

    /// The nodes of level 1, left to right, then those of level 2, and so on; complete ones only.
    private byte[] computed() {
        Hasher hasher = Hasher.ofThread();
        byte[] nodes = new byte[rowStart(HEIGHT + 1) * HASH_BYTES];
        for (int level = 1; level <= HEIGHT; level++) {
            byte[] below = level == 1 ? hashes : nodes;
            int belowStart = rowStart(level - 1);
            for (int index = 0; index < width() >>> level; index++) {
                int left = (belowStart + 2 * index) * HASH_BYTES;
                int target = (rowStart(level) + index) * HASH_BYTES;
                hasher.node(below, left, below, left + HASH_BYTES, nodes, target);
            }
        }
        return nodes;
    }

    /// Inner nodes before those of `level`; 0 for the hashes themselves and for level 1.
    private int rowStart(int level) {
        int start = 0;
        for (int lower = 1; lower < level; lower++) {
            start += width() >>> lower;
        }
        return start;
    }
}
