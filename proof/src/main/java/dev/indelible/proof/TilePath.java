package dev.indelible.proof;

import static java.util.Objects.requireNonNull;

/// Where a tile or a bundle of entries lies under a log's prefix (tlog-tiles, "Merkle Tree" and
/// "Log Entries").
///
/// ```
/// tile/<L>/<N>[.p/<W>]         level L, tile N, W hashes
/// tile/entries/<N>[.p/<W>]     entries [256 N, 256 N + W)
/// ```
///
/// `N` is written in groups of three digits, all but the last behind an `x`: 1234067 is
/// `x001/x234/067`. `.p/<W>` stands only if `W` is below 256.
///
/// @param level 0 to 63 for a tile, [#ENTRIES] for a bundle of entries
/// @param index `N`, 0 to 2^63-1
/// @param width `W`, 1 to 256; 256 is full
public record TilePath(int level, long index, int width) {
    /// In place of a level: a bundle of entries.
    public static final int ENTRIES = -1;

    /// The highest level that has a path.
    public static final int LEVEL_MAX = 63;

    private static final String PREFIX = "tile/";
    private static final String ENTRIES_NAME = "entries";
    private static final String PARTIAL = ".p/";

    /// 7 groups of 4 and their slashes, the level and the width: longer is not a path.
    private static final int PATH_CHARS_MAX = 64;

    /// Checks the ranges.
    public TilePath {
        if (level < ENTRIES || level > LEVEL_MAX || index < 0) {
            throw new IllegalArgumentException("level " + level + ", index " + index);
        }
        if (width < 1 || width > Tile.WIDTH_MAX) {
            throw new IllegalArgumentException("width " + width + ", a tile has 1 to 256 hashes");
        }
    }

    /// The tile `index` of `level` as the tree of `treeSize` leaves has it: full, or as wide as
    /// `floor(treeSize / 256^level)` leaves it.
    ///
    /// @throws IllegalArgumentException if that tree has no such tile
    public static TilePath tile(int level, long index, long treeSize) {
        return new TilePath(level, index, width(index, hashesOf(level, treeSize)));
    }

    /// The bundle of entries that holds the entry `entryIndex` of a tree of `treeSize` leaves.
    ///
    /// @throws IllegalArgumentException if that tree has no such entry
    public static TilePath entries(long entryIndex, long treeSize) {
        if (entryIndex < 0 || entryIndex >= treeSize) {
            throw new IllegalArgumentException("no entry " + entryIndex + " in " + treeSize);
        }
        long index = entryIndex / Tile.WIDTH_MAX;
        return new TilePath(ENTRIES, index, width(index, treeSize));
    }

    /// Full tiles of `level` in a tree of `treeSize` leaves: `floor(treeSize / 256^(level + 1))`.
    public static long fullTiles(int level, long treeSize) {
        return hashesOf(level, treeSize) / Tile.WIDTH_MAX;
    }

    /// Width of the partial tile of `level` in a tree of `treeSize` leaves: `floor(treeSize /
    /// 256^level) mod 256`; 0 if there is none.
    public static int partialWidth(int level, long treeSize) {
        return (int) (hashesOf(level, treeSize) % Tile.WIDTH_MAX);
    }

    /// The tile or bundle that a path names. Inverse of [#toString()].
    ///
    /// @param path without the log's prefix and without a slash in front
    /// @throws MalformedException if it is not the one way to write a tile's path
    public static TilePath parse(String path) {
        requireNonNull(path, "path is null");
        if (!path.startsWith(PREFIX) || path.length() > PATH_CHARS_MAX) {
            throw malformed(path);
        }
        int slash = path.indexOf('/', PREFIX.length());
        if (slash < 0) {
            throw malformed(path);
        }
        String name = path.substring(PREFIX.length(), slash);
        int level = name.equals(ENTRIES_NAME) ? ENTRIES : (int) number(name, LEVEL_MAX, path);
        int partial = path.indexOf(PARTIAL, slash);
        String groups = path.substring(slash + 1, partial < 0 ? path.length() : partial);
        int width = Tile.WIDTH_MAX;
        if (partial >= 0) {
            String text = path.substring(partial + PARTIAL.length());
            width = (int) number(text, Tile.WIDTH_MAX - 1, path);
        }
        if (width == 0) {
            throw malformed(path);
        }
        TilePath parsed =
                new TilePath(level, number(digits(groups, path), Long.MAX_VALUE, path), width);
        // Only one spelling is right: this refuses groups without x, superfluous zeros and the
        // like.
        if (!parsed.toString().equals(path)) {
            throw malformed(path);
        }
        return parsed;
    }

    /// Whether this is a bundle of entries.
    public boolean isEntries() {
        return level == ENTRIES;
    }

    /// Whether nothing can be added to it.
    public boolean isFull() {
        return width == Tile.WIDTH_MAX;
    }

    /// The same place, full.
    public TilePath full() {
        return new TilePath(level, index, Tile.WIDTH_MAX);
    }

    /// The first leaf that no longer counts for the full tile: `(index + 1) * 256^(level + 1)`, at
    /// most 2^63-1. A log whose minimum index is at or above it may have pruned the tile.
    public long endIndex() {
        int shift = Tile.HEIGHT * (isEntries() ? 1 : level + 1);
        boolean fits =
                shift < Long.SIZE - 1 && index + 1 > 0 && index + 1 <= Long.MAX_VALUE >> shift;
        return fits ? (index + 1) << shift : Long.MAX_VALUE;
    }

    /// The path, as `tile/0/x001/x234/067.p/89`. Inverse of [#parse].
    @Override
    public String toString() {
        StringBuilder path = new StringBuilder(PATH_CHARS_MAX).append(PREFIX);
        path.append(isEntries() ? ENTRIES_NAME : Integer.toString(level));
        String digits = Long.toString(index);
        String padded = "0".repeat((3 - digits.length() % 3) % 3) + digits;
        for (int start = 0; start < padded.length(); start += 3) {
            path.append(start + 3 < padded.length() ? "/x" : "/").append(padded, start, start + 3);
        }
        if (!isFull()) {
            path.append(PARTIAL).append(width);
        }
        return path.toString();
    }

    private static long hashesOf(int level, long treeSize) {
        if (level < 0 || level > LEVEL_MAX || treeSize < 0) {
            throw new IllegalArgumentException("level " + level + ", tree size " + treeSize);
        }
        int shift = level * Tile.HEIGHT;
        return shift < Long.SIZE ? treeSize >>> shift : 0;
    }

    private static int width(long index, long hashes) {
        if (index < 0 || index > hashes / Tile.WIDTH_MAX || index * Tile.WIDTH_MAX == hashes) {
            throw new IllegalArgumentException("no tile " + index + " over " + hashes + " hashes");
        }
        return (int) Math.min(Tile.WIDTH_MAX, hashes - index * Tile.WIDTH_MAX);
    }

    /// The digits of groups such as `x001/x234/067`, without superfluous zeros.
    private static String digits(String groups, String path) {
        String digits = groups.replace("/", "").replace("x", "");
        if (digits.isEmpty()) {
            throw malformed(path);
        }
        int start = 0;
        while (start < digits.length() - 1 && digits.charAt(start) == '0') {
            start++;
        }
        return digits.substring(start);
    }

    private static long number(String text, long max, String path) {
        try {
            return Wire.decimal(text, max);
        } catch (MalformedException e) {
            throw malformed(path);
        }
    }

    private static MalformedException malformed(String path) {
        String shown = path.length() > PATH_CHARS_MAX ? "that" : "\"" + path + "\"";
        return new MalformedException(shown + " is not the path of a tile");
    }
}
