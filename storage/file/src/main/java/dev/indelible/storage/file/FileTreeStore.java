package dev.indelible.storage.file;

import dev.indelible.core.disk.Disk;
import dev.indelible.core.disk.DiskFile;
import dev.indelible.core.sealing.TreeStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tree hashes in files of one folder, one file per 65,536 hashes of a level of a log:
/// `<log>.<level>.<number, six digits or more>`. Hash `i` of a file lies at `32 i`; nothing else is
/// in it.
///
/// Nothing is forced: all of it can be made anew from the journal.
public final class FileTreeStore implements TreeStore {
    private static final int HASH_BYTES = 32;
    private static final int SEGMENT_HASHES = 1 << 16;
    private static final String ZEROS = "000000";

    private final Disk disk;
    private final Map<String, DiskFile> open =
            new LinkedHashMap<>(2 * FileLimits.OPEN_TREE_FILES_MAX, 0.75f, true);

    /// A store in this folder.
    public FileTreeStore(Disk disk) {
        this.disk = disk;
    }

    @Override
    public synchronized void write(
            String log, int level, long firstIndex, byte[] hashes, int offset, int count) {
        try {
            int done = 0;
            while (done < count) {
                long index = firstIndex + done;
                int inSegment = (int) (index % SEGMENT_HASHES);
                int part = Math.min(count - done, SEGMENT_HASHES - inSegment);
                written(name(log, level, index))
                        .write(
                                (long) inSegment * HASH_BYTES,
                                ByteBuffer.wrap(
                                        hashes, offset + done * HASH_BYTES, part * HASH_BYTES));
                done += part;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the tree's folder cannot be written", e);
        }
    }

    @Override
    public synchronized byte[] read(String log, int level, long firstIndex, int count) {
        ByteBuffer hashes = ByteBuffer.allocate(count * HASH_BYTES);
        try {
            while (hashes.hasRemaining()) {
                long index = firstIndex + hashes.position() / HASH_BYTES;
                int inSegment = (int) (index % SEGMENT_HASHES);
                int part = Math.min(count, SEGMENT_HASHES - inSegment) * HASH_BYTES;
                DiskFile file = existing(name(log, level, index));
                if (file == null || !fill(file, inSegment, hashes, part)) {
                    break;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the tree's folder cannot be read", e);
        }
        return Arrays.copyOf(hashes.array(), hashes.position() / HASH_BYTES * HASH_BYTES);
    }

    /// Whether all that was wanted of this file was in it.
    private static boolean fill(DiskFile file, int inSegment, ByteBuffer hashes, int bytes)
            throws IOException {
        int start = hashes.position();
        int wanted = Math.min(bytes, hashes.remaining());
        hashes.limit(start + wanted);
        int read = file.read((long) inSegment * HASH_BYTES, hashes);
        hashes.position(start + read).limit(hashes.capacity());
        return read == wanted;
    }

    private static String name(String log, int level, long index) {
        // Not by a format, which would cost more than the read.
        String number = Long.toString(index / SEGMENT_HASHES);
        return log
                + "."
                + level
                + "."
                + ZEROS.substring(Math.min(ZEROS.length(), number.length()))
                + number;
    }

    private DiskFile written(String name) throws IOException {
        DiskFile file = existing(name);
        return file == null ? keep(name, disk.create(name)) : file;
    }

    private @Nullable DiskFile existing(String name) throws IOException {
        DiskFile file = open.get(name);
        if (file != null) {
            return file;
        }
        try {
            return keep(name, disk.open(name));
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    private DiskFile keep(String name, DiskFile file) throws IOException {
        open.put(name, file);
        if (open.size() > FileLimits.OPEN_TREE_FILES_MAX) {
            var oldest = open.entrySet().iterator();
            oldest.next().getValue().close();
            oldest.remove();
        }
        return file;
    }

    @Override
    public synchronized void close() {
        try {
            for (DiskFile file : open.values()) {
                file.close();
            }
            open.clear();
        } catch (IOException e) {
            throw new UncheckedIOException("the tree's files cannot be closed", e);
        }
    }
}
