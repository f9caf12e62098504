package dev.indelible.storage.file;

import dev.indelible.core.disk.MappedBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a file of a [ViewedDisk] holds: the file's own bytes, over them the pages that were
/// written, in memory.
final class ViewedContent {
    private static final int PAGE_BYTES = 4096;

    private final @Nullable FileChannel base;
    private final Map<Long, byte[]> pages = new HashMap<>();

    /// So far the file's own bytes count.
    private long baseBytes;

    private long size;

    private ViewedContent(@Nullable FileChannel base, long size) {
        this.base = base;
        this.baseBytes = size;
        this.size = size;
    }

    static ViewedContent of(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return new ViewedContent(channel, channel.size());
    }

    static ViewedContent empty() {
        return new ViewedContent(null, 0);
    }

    synchronized long size() {
        return size;
    }

    synchronized int read(long offset, ByteBuffer into) throws IOException {
        int start = into.position();
        long at = offset;
        while (into.hasRemaining() && at < size) {
            int count = (int) Math.min(into.remaining(), size - at);
            byte[] page = pages.get(at / PAGE_BYTES);
            if (page == null) {
                count = (int) Math.min(count, unchanged(at));
                readBase(at, into.slice(into.position(), count));
                into.position(into.position() + count);
            } else {
                int inPage = (int) (at % PAGE_BYTES);
                count = Math.min(count, PAGE_BYTES - inPage);
                into.put(page, inPage, count);
            }
            at += count;
        }
        return into.position() - start;
    }

    /// Bytes from here on that no page covers, as far as is worth knowing.
    private long unchanged(long at) {
        if (pages.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return PAGE_BYTES - at % PAGE_BYTES;
    }

    private void readBase(long offset, ByteBuffer into) throws IOException {
        while (base != null && into.hasRemaining() && offset + into.position() < baseBytes) {
            int wanted = (int) Math.min(into.remaining(), baseBytes - offset - into.position());
            ByteBuffer part = into.slice(into.position(), wanted);
            int count = base.read(part, offset + into.position());
            if (count < 0) {
                break;
            }
            into.position(into.position() + count);
        }
        // What the file never had is zeros.
        while (into.hasRemaining()) {
            into.put((byte) 0);
        }
    }

    synchronized void write(long offset, ByteBuffer from) throws IOException {
        long at = offset;
        while (from.hasRemaining()) {
            byte[] page = page(at / PAGE_BYTES);
            int inPage = (int) (at % PAGE_BYTES);
            int count = Math.min(from.remaining(), PAGE_BYTES - inPage);
            from.get(page, inPage, count);
            at += count;
        }
        size = Math.max(size, at);
    }

    private byte[] page(long number) throws IOException {
        byte[] page = pages.get(number);
        if (page == null) {
            page = new byte[PAGE_BYTES];
            readBase(number * PAGE_BYTES, ByteBuffer.wrap(page));
            pages.put(number, page);
        }
        return page;
    }

    synchronized void truncate(long newSize) {
        if (newSize >= size) {
            return;
        }
        long lastPage = newSize / PAGE_BYTES;
        pages.keySet().removeIf(number -> number > lastPage);
        byte[] last = pages.get(lastPage);
        if (last != null) {
            Arrays.fill(last, (int) (newSize % PAGE_BYTES), PAGE_BYTES, (byte) 0);
        }
        size = newSize;
        baseBytes = Math.min(baseBytes, newSize);
    }

    MappedBytes words() {
        return new MappedBytes() {
            @Override
            public long word(long offset) {
                try {
                    ByteBuffer word = ByteBuffer.allocate(Long.BYTES);
                    read(offset, word);
                    return word.getLong(0);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void word(long offset, long value) {
                try {
                    write(offset, ByteBuffer.allocate(Long.BYTES).putLong(0, value));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void force() {}

            @Override
            public void close() {}
        };
    }

    void close() throws IOException {
        if (base != null) {
            base.close();
        }
    }
}
