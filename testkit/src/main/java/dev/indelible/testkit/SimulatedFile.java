package dev.indelible.testkit;

import dev.indelible.core.disk.DiskFile;
import dev.indelible.core.disk.DiskFullException;
import dev.indelible.core.disk.MappedBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/// One open file of a [SimulatedDisk].
final class SimulatedFile implements DiskFile {
    private final SimulatedDisk disk;
    private final SimulatedContent content;
    private final int incarnation;
    private boolean closed;

    SimulatedFile(SimulatedDisk disk, SimulatedContent content, int incarnation) {
        this.disk = disk;
        this.content = content;
        this.incarnation = incarnation;
    }

    @Override
    public long size() throws IOException {
        synchronized (disk) {
            check();
            return content.size();
        }
    }

    @Override
    public int read(long offset, ByteBuffer into) throws IOException {
        synchronized (disk) {
            check();
            return content.read(offset, into);
        }
    }

    @Override
    public void write(long offset, ByteBuffer from) throws IOException {
        synchronized (disk) {
            check();
            disk.step();
            int count = from.remaining();
            int fits = disk.writable(content, offset, count);
            int written = disk.writtenBeforeFault(fits);
            content.write(offset, from, Math.max(0, written));
            if (written < fits) {
                throw new IOException("Input/output error");
            }
            if (fits < count) {
                throw new DiskFullException("No space left on device");
            }
        }
    }

    @Override
    public void force() throws IOException {
        synchronized (disk) {
            check();
            disk.step();
            try {
                disk.maybeFailForce();
            } catch (IOException e) {
                content.failForce(disk::survives);
                throw e;
            }
            content.force();
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        synchronized (disk) {
            check();
            disk.step();
            content.truncate(size);
        }
    }

    @Override
    public MappedBytes map(long bytes) throws IOException {
        synchronized (disk) {
            check();
            if (bytes > content.size()) {
                throw new IOException("mapped beyond the end of the file");
            }
            return new Mapped();
        }
    }

    /// The file's words; they stay readable when the power is cut, as memory does.
    private final class Mapped implements MappedBytes {
        @Override
        public long word(long offset) {
            synchronized (disk) {
                ByteBuffer word = ByteBuffer.allocate(Long.BYTES);
                content.read(offset, word);
                return word.getLong(0);
            }
        }

        @Override
        public void word(long offset, long value) {
            synchronized (disk) {
                ByteBuffer word = ByteBuffer.allocate(Long.BYTES).putLong(0, value);
                content.write(offset, word, Long.BYTES);
            }
        }

        @Override
        public void force() throws IOException {
            SimulatedFile.this.force();
        }

        @Override
        public void close() {}
    }

    private void check() throws IOException {
        disk.checkPower();
        disk.checkIncarnation(incarnation);
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public void close() {
        synchronized (disk) {
            closed = true;
        }
    }
}
