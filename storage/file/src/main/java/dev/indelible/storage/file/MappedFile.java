package dev.indelible.storage.file;

import dev.indelible.core.disk.MappedBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A mapped file of the file system. The map stays until nobody holds it, so that a reader that
/// comes late finds memory and not a fault.
final class MappedFile implements MappedBytes {
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;
    private static final VarHandle WORDS = WORD.varHandle();

    private final MemorySegment memory;

    private MappedFile(MemorySegment memory) {
        this.memory = memory;
    }

    static MappedFile map(Path path, long bytes) throws IOException {
        // A map needs its channel only while it is made.
        return Uninterrupted.call(() -> {
            try (FileChannel channel =
                    FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                return new MappedFile(
                        channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, Arena.ofAuto()));
            }
        });
    }

    @Override
    public long word(long offset) {
        return (long) WORDS.getAcquire(memory, offset);
    }

    @Override
    public void word(long offset, long value) {
        WORDS.setRelease(memory, offset, value);
    }

    @Override
    public void force() throws IOException {
        try {
            memory.force();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() {}
}
