package dev.indelible.storage.file;

import dev.indelible.core.disk.DiskFile;
import dev.indelible.core.disk.MappedBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/* An interrupt closes a FileChannel for all its threads. So:
 *
 * - There are two channels, one for reading and one for writing. Readers are many and strangers
 *   may interrupt them; whoever finds the reading channel closed opens a new one, under a lock,
 *   and reads again. Reading twice harms nothing.
 * - The writer runs each call with its own interrupt flag cleared and set again afterwards, so its
 *   channel is only closed by an interrupt that arrives during the call. A write at an offset can
 *   be repeated on a new channel. A force cannot: the interrupt may hide that it failed, the
 *   kernel tells of a failure once, and a second force proves nothing. It counts as failed, which
 *   costs the journal a new file and no event.
 *
 * The path may have been renamed or deleted meanwhile; then a new channel cannot be opened by it.
 * Journal files are renamed only while nobody reads them, and a deleted one is closed first. */

/// One open file of a [FolderDisk] that survives interrupts.
final class FolderFile implements DiskFile {
    private final Path path;
    private volatile FileChannel reading;
    private FileChannel writing;
    private volatile boolean closed;

    private FolderFile(Path path, FileChannel reading, FileChannel writing) {
        this.path = path;
        this.reading = reading;
        this.writing = writing;
    }

    static FolderFile open(Path path, OpenOption... options) throws IOException {
        FileChannel writing = FileChannel.open(path, options);
        return new FolderFile(path, FileChannel.open(path, StandardOpenOption.READ), writing);
    }

    @Override
    public long size() throws IOException {
        return onReadingChannel(FileChannel::size);
    }

    @Override
    public int read(long offset, ByteBuffer into) throws IOException {
        int start = into.position();
        return onReadingChannel(channel -> {
            into.position(start);
            int count = 0;
            while (into.hasRemaining() && count >= 0) {
                count = channel.read(into, offset + into.position() - start);
            }
            return into.position() - start;
        });
    }

    @Override
    public void write(long offset, ByteBuffer from) throws IOException {
        int start = from.position();
        onWritingChannel(channel -> {
            from.position(start);
            // A write on a full disk may be short without saying why; the next one says it.
            while (from.hasRemaining()) {
                channel.write(from, offset + from.position() - start);
            }
            return start;
        });
    }

    @Override
    public void force() throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            FolderDisk.translating(() -> {
                // The length is forced in any case; times of access are not worth a wait.
                writing.force(false);
                return this;
            });
        } catch (ClosedByInterruptException e) {
            interrupted |= Thread.interrupted();
            renewWriting(e);
            throw new IOException("interrupted during fsync", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        onWritingChannel(channel -> channel.truncate(size));
    }

    @Override
    public MappedBytes map(long bytes) throws IOException {
        return Uninterrupted.call(() -> {
            Arena arena = Arena.ofShared();
            try (FileChannel channel =
                    FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                return new Mapped(
                        arena, channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena));
            } catch (IOException e) {
                arena.close();
                throw e;
            }
        });
    }

    /// A mapped file of this machine.
    private record Mapped(Arena arena, MemorySegment segment) implements MappedBytes {
        private static final ValueLayout.OfLong WORD =
                ValueLayout.JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN);

        @Override
        public long word(long offset) {
            return segment.get(WORD, offset);
        }

        @Override
        public void word(long offset, long value) {
            segment.set(WORD, offset, value);
        }

        @Override
        public void force() throws IOException {
            try {
                segment.force();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }

        @Override
        public void close() {
            arena.close();
        }
    }

    private interface Use<T> {
        T on(FileChannel channel) throws IOException;
    }

    private <T> T onReadingChannel(Use<T> use) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                FileChannel channel = reading;
                try {
                    return use.on(channel);
                } catch (ClosedChannelException e) {
                    interrupted |= Thread.interrupted();
                    renewReading(channel, e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // this very channel, not one like it
    private synchronized void renewReading(FileChannel broken, ClosedChannelException cause)
            throws IOException {
        if (closed) {
            throw cause;
        }
        if (reading == broken) {
            reading = FileChannel.open(path, StandardOpenOption.READ);
        }
    }

    private <T> void onWritingChannel(Use<T> use) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    FolderDisk.translating(() -> use.on(writing));
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                    renewWriting(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void renewWriting(ClosedByInterruptException cause) throws IOException {
        if (closed) {
            throw cause;
        }
        writing = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        reading.close();
        writing.close();
    }
}
