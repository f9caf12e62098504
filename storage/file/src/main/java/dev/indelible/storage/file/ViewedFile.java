package dev.indelible.storage.file;

import dev.indelible.core.disk.DiskFile;
import dev.indelible.core.disk.MappedBytes;
import java.io.IOException;
import java.nio.ByteBuffer;

/// An open file of a [ViewedDisk].
final class ViewedFile implements DiskFile {
    private final ViewedContent content;

    ViewedFile(ViewedContent content) {
        this.content = content;
    }

    @Override
    public long size() {
        return content.size();
    }

    @Override
    public int read(long offset, ByteBuffer into) throws IOException {
        return content.read(offset, into);
    }

    @Override
    public void write(long offset, ByteBuffer from) throws IOException {
        content.write(offset, from);
    }

    @Override
    public void force() {}

    @Override
    public void truncate(long size) {
        content.truncate(size);
    }

    @Override
    public MappedBytes map(long bytes) throws IOException {
        if (bytes > content.size()) {
            throw new IOException("mapped beyond the end of the file");
        }
        return content.words();
    }

    @Override
    public void close() {
        // Its content may be opened again, changed as it is; the disk closes it.
    }
}
