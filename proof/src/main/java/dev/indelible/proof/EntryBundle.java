package dev.indelible.proof;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A bundle of entries: 1 to 256 times `u16 length || entry` (tlog-tiles, "Log Entries"). A partial
/// bundle is the beginning of any wider one of the same place.
public final class EntryBundle {
    private EntryBundle() {}

    /// The bundle of these entries. Inverse of [#decode].
    ///
    /// @param entries 1 to 256, each at most [Limits#ENTRY_BYTES_MAX] bytes
    public static byte[] encode(List<byte[]> entries) {
        requireNonNull(entries, "entries is null");
        if (entries.isEmpty() || entries.size() > Tile.WIDTH_MAX) {
            throw new IllegalArgumentException(
                    "a bundle has 1 to 256 entries, not " + entries.size());
        }
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            if (entry.length > Limits.ENTRY_BYTES_MAX) {
                throw new IllegalArgumentException(
                        "an entry has at most 65535 bytes, not " + entry.length);
            }
            bundle.write(entry.length >>> 8);
            bundle.write(entry.length);
            bundle.writeBytes(entry);
        }
        return bundle.toByteArray();
    }

    /// The first `width` entries of a bundle.
    ///
    /// @param width 1 to 256; what stands behind them is not looked at, for a log may answer with a
    ///   wider bundle
    /// @throws MalformedException if the bundle ends before that
    public static List<byte[]> decode(byte[] bundle, int width) {
        List<byte[]> entries = new ArrayList<>(width);
        int start = 0;
        for (int count = 0; count < requireWidth(width); count++) {
            int end = entryEnd(bundle, start);
            entries.add(Arrays.copyOfRange(bundle, start + Short.BYTES, end));
            start = end;
        }
        return entries;
    }

    /// The first `width` entries of a bundle, as the partial bundle that a smaller tree had here.
    ///
    /// @param width 1 to 256
    /// @throws MalformedException if the bundle ends before that
    public static byte[] prefix(byte[] bundle, int width) {
        int end = 0;
        for (int count = 0; count < requireWidth(width); count++) {
            end = entryEnd(bundle, end);
        }
        return Arrays.copyOf(bundle, end);
    }

    private static int entryEnd(byte[] bundle, int start) {
        if (bundle.length - start < Short.BYTES) {
            throw new MalformedException("the bundle ends before its entries do");
        }
        int length = (bundle[start] & 0xff) << 8 | (bundle[start + 1] & 0xff);
        int end = start + Short.BYTES + length;
        if (end > bundle.length) {
            throw new MalformedException("the bundle ends inside an entry of " + length + " bytes");
        }
        return end;
    }

    private static int requireWidth(int width) {
        if (width < 1 || width > Tile.WIDTH_MAX) {
            throw new IllegalArgumentException("a bundle has 1 to 256 entries, not " + width);
        }
        return width;
    }
}
