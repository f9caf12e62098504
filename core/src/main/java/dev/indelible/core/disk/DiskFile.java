package dev.indelible.core.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/// One open file of a [Disk].
public interface DiskFile extends AutoCloseable {

    /// Bytes in the file now.
    long size() throws IOException;

    /// Reads at an offset until the buffer is full or the file ends; any thread, also beside a
    /// writer.
    ///
    /// @return the bytes read, 0 at the end
    int read(long offset, ByteBuffer into) throws IOException;

    /// Writes the whole buffer at an offset.
    ///
    /// @throws DiskFullException if there was no room; part of the buffer may have been written
    /// @throws IOException if the device failed; part of the buffer may have been written
    void write(long offset, ByteBuffer from) throws IOException;

    /// Waits until everything written survives a crash. After a failure the file must not be
    /// trusted beyond what an earlier call confirmed, and a second call proves nothing.
    void force() throws IOException;

    /// Cuts the file to this many bytes.
    void truncate(long size) throws IOException;

    /// Maps the first bytes of the file, all of which must have been written before, so that no
    /// later write through the map can lack room.
    ///
    /// @param bytes a multiple of 4096
    MappedBytes map(long bytes) throws IOException;

    @Override
    void close() throws IOException;
}
