package dev.indelible.storage.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.indelible.core.disk.Disk;
import dev.indelible.core.disk.DiskFile;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A file of compressed blocks, which never changes. Any thread reads.
///
/// Its directory's fixed part stays in memory, 36 bytes a block; blocks are unpacked as they are
/// asked for.
final class SealedSegment implements Segment {
    private final long first;
    private final long end;
    private final DiskFile file;
    private final Block[] blocks;
    private final Map<String, Directory> directories;
    private final BlockCache cache;

    /// Where one block lies.
    private record Block(
            long offset, int packedBytes, int checksum, int bytes, long firstPosition) {}

    /// Where one organization's events are.
    private record Directory(long firstSequence, int count, ByteBuffer differences) {}

    private SealedSegment(
            long first,
            long end,
            DiskFile file,
            Block[] blocks,
            Map<String, Directory> directories,
            BlockCache cache) {
        this.first = first;
        this.end = end;
        this.file = file;
        this.blocks = blocks;
        this.directories = directories;
        this.cache = cache;
    }

    /// Opens a sealed file and reads its directory.
    ///
    /// @throws AuditException.Corrupt if the directory is damaged
    static SealedSegment open(Disk disk, long first, BlockCache cache) throws IOException {
        DiskFile file = disk.open(FileNames.sealed(first));
        try {
            ByteBuffer directory = directory(file, first);
            long directoryFirst = directory.getLong();
            long end = directory.getLong();
            var blocks = new Block[directory.getInt()];
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] =
                        new Block(
                                directory.getLong(),
                                directory.getInt(),
                                directory.getInt(),
                                directory.getInt(),
                                directory.getLong());
                directory.getInt();
            }
            return new SealedSegment(
                    directoryFirst, end, file, blocks, organizations(directory), cache);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static ByteBuffer directory(DiskFile file, long first) throws IOException {
        ByteBuffer trailer = ByteBuffer.allocate(SealedWriter.TRAILER_BYTES);
        long trailerOffset = file.size() - SealedWriter.TRAILER_BYTES;
        if (trailerOffset < 0) {
            throw damaged(first, "its trailer is missing");
        }
        file.read(trailerOffset, trailer);
        trailer.flip();
        long offset = trailer.getLong();
        int packedBytes = trailer.getInt();
        int checksum = trailer.getInt();
        int bytes = trailer.getInt();
        if (trailer.getLong() != SealedWriter.END_MAGIC
                || offset < 0
                || packedBytes < 0
                || offset + packedBytes != trailerOffset) {
            throw damaged(first, "its trailer is not one");
        }
        ByteBuffer packed = ByteBuffer.allocate(packedBytes);
        file.read(offset, packed);
        if (Records.checksum(packed.array()) != checksum) {
            throw damaged(first, "its directory does not match its checksum");
        }
        return ByteBuffer.wrap(Zstd.decompress(packed.array(), bytes));
    }

    private static Map<String, Directory> organizations(ByteBuffer directory) {
        int count = directory.getInt();
        var organizations = new HashMap<String, Directory>();
        for (int i = 0; i < count; i++) {
            byte[] name = new byte[Short.toUnsignedInt(directory.getShort())];
            directory.get(name);
            long firstSequence = directory.getLong();
            int events = directory.getInt();
            byte[] differences = new byte[directory.getInt()];
            directory.get(differences);
            organizations.put(
                    new String(name, UTF_8),
                    new Directory(firstSequence, events, ByteBuffer.wrap(differences)));
        }
        return organizations;
    }

    private static AuditException.Corrupt damaged(long first, String what) {
        return new AuditException.Corrupt(
                Problem.CHECKSUM_MISMATCH,
                "%s is damaged: %s; bring it back from a backup"
                        .formatted(FileNames.sealed(first), what));
    }

    @Override
    public long first() {
        return first;
    }

    @Override
    public long end() {
        return end;
    }

    @Override
    public void read(long from, Batch batch) throws IOException {
        for (int i = Math.max(0, blockOf(from)); i < blocks.length && !batch.isFull(); i++) {
            ByteBuffer bytes = unpacked(i);
            int at = 0;
            while (bytes != null && at < bytes.limit()) {
                Records.Stored stored = Records.read(bytes, at);
                if (stored == null
                        || (stored.entry().position() >= from && !batch.add(stored.entry()))) {
                    break;
                }
                at += stored.bytes();
            }
        }
    }

    @Override
    public @Nullable Entry entry(long position) throws IOException {
        int block = blockOf(position);
        ByteBuffer bytes = block < 0 ? null : unpacked(block);
        int at = 0;
        while (bytes != null && at < bytes.limit()) {
            if (bytes.getLong(at + Records.HEADER_BYTES) == position) {
                Records.Stored stored = Records.read(bytes, at);
                return stored == null ? null : stored.entry();
            }
            at += Records.bytesAt(bytes, at);
        }
        return null;
    }

    /// The block in which a position would be, -1 before the first.
    int blockOf(long position) {
        int low = 0;
        int high = blocks.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (blocks[middle].firstPosition() <= position) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    /// A block's records, or null if it does not match its checksum.
    private @Nullable ByteBuffer unpacked(int index) throws IOException {
        Block block = blocks[index];
        byte[] cached = cache.find(block);
        if (cached != null) {
            return ByteBuffer.wrap(cached);
        }
        ByteBuffer packed = ByteBuffer.allocate(block.packedBytes());
        file.read(block.offset(), packed);
        if (Records.checksum(packed.array()) != block.checksum()) {
            return null;
        }
        try {
            byte[] bytes = Zstd.decompress(packed.array(), block.bytes());
            cache.keep(block, bytes);
            return ByteBuffer.wrap(bytes);
        } catch (ZstdException e) {
            return null;
        }
    }

    @Override
    public Map<String, Share> shares() {
        var shares = new HashMap<String, Share>();
        directories.forEach((name, directory) ->
                shares.put(
                        name,
                        new Share(
                                directory.firstSequence(),
                                directory.firstSequence() + directory.count())));
        return shares;
    }

    @Override
    public List<Long> positions(String organization, long fromSequence, int countMax) {
        Directory directory = directories.get(organization);
        var found = new ArrayList<Long>();
        if (directory == null) {
            return found;
        }
        ByteBuffer differences = directory.differences().duplicate();
        long position = first;
        for (long sequence = directory.firstSequence();
                differences.hasRemaining() && found.size() < countMax;
                sequence++) {
            position += number(differences);
            // A sequence that cannot be read has the position of the next one that can.
            boolean repeated = !found.isEmpty() && found.getLast() == position;
            if (sequence >= fromSequence && !repeated) {
                found.add(position);
            }
        }
        return found;
    }

    private static long number(ByteBuffer from) {
        long number = 0;
        int shift = 0;
        byte next;
        do {
            next = from.get();
            number |= (next & 0x7fL) << shift;
            shift += 7;
        } while (next < 0);
        return number;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
