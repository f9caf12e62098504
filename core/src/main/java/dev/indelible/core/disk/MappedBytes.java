package dev.indelible.core.disk;

import java.io.IOException;

/// A mapped file as 64-bit words. After a crash each page of 4096 bytes is as it was at some moment
/// since the last [#force()]. One thread writes, any thread reads.
public interface MappedBytes extends AutoCloseable {

    /// The word at this byte offset, which is a multiple of 8.
    long word(long offset);

    /// Sets the word at this byte offset, which is a multiple of 8.
    void word(long offset, long value);

    /// Waits until everything set survives a crash.
    void force() throws IOException;

    @Override
    void close();
}
