package dev.indelible.storage.file;

import dev.indelible.core.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where everything lies in a sealed file. The file has it twice: one found from its first bytes,
/// one from its last.
///
/// @param layout of the blocks
/// @param effort with which they were compressed
/// @param bodies entries whose body has not expired
/// @param shares what it has of each organization
/// @param positions the positions of each organization's events, as differences
/// @param blocks two copies of the [BlockTable]
/// @param dictionaries two copies of the bytes that every block's compression begins with
record SealedDirectory(
        Layout layout,
        Packing.Effort effort,
        long first,
        long end,
        int bodies,
        Shares shares,
        Section positions,
        List<Section> blocks,
        List<Section> dictionaries) {
    static final int LOCATOR_BYTES = 64;
    private static final int CHECKED_BYTES = 8 + Section.BYTES;

    byte[] write() {
        int fixed = 2 * Long.BYTES + 5 * Section.BYTES + Integer.BYTES + 1;
        ByteBuffer into = ByteBuffer.allocate(fixed + shares.bytes());
        into.putLong(first).putLong(end);
        positions.write(into);
        blocks.forEach(section -> section.write(into));
        dictionaries.forEach(section -> section.write(into));
        shares.write(into);
        into.putInt(bodies).put((byte) effort.number());
        return into.array();
    }

    private static SealedDirectory read(Layout layout, ByteBuffer from) {
        long first = from.getLong();
        long end = from.getLong();
        Section positions = Section.read(from);
        List<Section> blocks = List.of(Section.read(from), Section.read(from));
        List<Section> dictionaries = List.of(Section.read(from), Section.read(from));
        Shares shares = Shares.read(from);
        // Files of before there was expiry do not say it, nor older ones how they were compressed.
        int bodies = from.hasRemaining() ? from.getInt() : (int) (end - first);
        int effort = from.hasRemaining() ? from.get() : 0;
        return new SealedDirectory(
                layout,
                Packing.Effort.of(effort),
                first,
                end,
                bodies,
                shares,
                positions,
                blocks,
                dictionaries);
    }

    /// What stands at both ends of the file and says where a directory is.
    ByteBuffer locator(Section directory) {
        ByteBuffer locator = ByteBuffer.allocate(LOCATOR_BYTES).putLong(layout.magic());
        directory.write(locator);
        return locator.putInt(Records.plainChecksum(locator.array(), 0, CHECKED_BYTES))
                .position(LOCATOR_BYTES)
                .flip();
    }

    /// A file's directory, or null if both copies are damaged.
    static @Nullable SealedDirectory load(DiskFile file) throws IOException {
        for (long offset : new long[] {file.size() - LOCATOR_BYTES, 0}) {
            SealedDirectory found = offset < 0 ? null : load(file, offset);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable SealedDirectory load(DiskFile file, long locatorOffset)
            throws IOException {
        ByteBuffer locator = ByteBuffer.allocate(LOCATOR_BYTES);
        file.read(locatorOffset, locator);
        locator.flip();
        Layout layout = locator.limit() < LOCATOR_BYTES ? null : Layout.of(locator.getLong());
        if (layout == null) {
            return null;
        }
        Section directory = Section.read(locator);
        boolean isWhole =
                locator.getInt() == Records.plainChecksum(locator.array(), 0, CHECKED_BYTES);
        byte[] bytes = isWhole ? directory.load(file) : null;
        return bytes == null ? null : read(layout, ByteBuffer.wrap(bytes));
    }
}
