package dev.indelible.storage.file;

import dev.indelible.core.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/// The beginning of a raw file, twice, in two sectors: one damaged sector must not cost the file.
final class RawHeader {
    /// Records begin here.
    static final int BYTES = 1024;

    private static final int COPY_BYTES = 512;
    private static final long MAGIC = 0x494e_444a_5241_5731L; // INDJRAW1
    private static final int CHECKED_BYTES = 24;

    private RawHeader() {}

    static ByteBuffer write(long first, long salt) {
        ByteBuffer header = ByteBuffer.allocate(BYTES);
        for (int at = 0; at < BYTES; at += COPY_BYTES) {
            header.putLong(at, MAGIC).putLong(at + 8, first).putLong(at + 16, salt);
            header.putInt(
                    at + CHECKED_BYTES, Records.plainChecksum(header.array(), at, CHECKED_BYTES));
        }
        return header;
    }

    /// The file's salt, or nothing if neither copy is whole.
    static OptionalLong salt(DiskFile file, long first) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(BYTES);
        file.read(0, header);
        for (int at = 0; at < BYTES; at += COPY_BYTES) {
            if (header.getLong(at) == MAGIC
                    && header.getLong(at + 8) == first
                    && header.getInt(at + CHECKED_BYTES)
                            == Records.plainChecksum(header.array(), at, CHECKED_BYTES)) {
                return OptionalLong.of(header.getLong(at + 16));
            }
        }
        return OptionalLong.empty();
    }
}
