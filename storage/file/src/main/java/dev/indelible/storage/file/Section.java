package dev.indelible.storage.file;

import com.github.luben.zstd.ZstdException;
import dev.indelible.core.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Where a run of compressed bytes lies in a sealed file.
record Section(long offset, int packedBytes, int checksum, int bytes) {
    static final int BYTES = 8 + 4 + 4 + 4;

    static Section read(ByteBuffer from) {
        return new Section(from.getLong(), from.getInt(), from.getInt(), from.getInt());
    }

    void write(ByteBuffer into) {
        into.putLong(offset).putInt(packedBytes).putInt(checksum).putInt(bytes);
    }

    /// The bytes, or null if they do not match their checksum.
    byte @Nullable [] load(DiskFile file) throws IOException {
        if (packedBytes < 0 || offset < 0 || offset + packedBytes > file.size()) {
            return null;
        }
        ByteBuffer packed = ByteBuffer.allocate(packedBytes);
        file.read(offset, packed);
        if (Records.plainChecksum(packed.array(), 0, packedBytes) != checksum) {
            return null;
        }
        try {
            return Packing.unpack(packed.array(), bytes);
        } catch (ZstdException e) {
            return null;
        }
    }
}
