package dev.indelible.storage.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;
import dev.indelible.core.disk.Disk;
import dev.indelible.core.disk.DiskFile;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes the sealed form of a raw segment: under another name first, which becomes the real one
/// when everything is durable.
final class SealedWriter {
    static final long MAGIC = 0x494e_444a_5a53_5431L; // INDJZST1
    static final long END_MAGIC = 0x494e_444a_5a45_4e44L; // INDJZEND
    static final int TRAILER_BYTES = 8 + 4 + 4 + 4 + 8;
    static final int BLOCK_ENTRY_BYTES = 8 + 4 + 4 + 4 + 8 + 4;
    private static final int READ_COUNT = 1024;

    private final RawSegment source;
    private final DiskFile file;
    private final List<byte[]> blocks = new ArrayList<>();
    private final Map<String, OrganizationLog> logs = new TreeMap<>();
    private ByteBuffer block = ByteBuffer.allocate(FileLimits.BLOCK_BYTES * 2);
    private long blockFirst;
    private int blockCount;
    private long fileEnd;

    private SealedWriter(RawSegment source, DiskFile file) {
        this.source = source;
        this.file = file;
    }

    /// Writes the sealed form of a segment that nobody appends to any more, and opens it.
    static SealedSegment seal(Disk disk, RawSegment source, BlockCache cache) throws IOException {
        String unfinished = FileNames.unfinished(source.first());
        if (disk.list().contains(unfinished)) {
            disk.delete(unfinished);
        }
        try (DiskFile file = disk.create(unfinished)) {
            new SealedWriter(source, file).write();
            file.force();
        } catch (IOException | RuntimeException e) {
            disk.delete(unfinished);
            throw e;
        }
        disk.rename(unfinished, FileNames.sealed(source.first()));
        disk.syncFolder();
        return SealedSegment.open(disk, source.first(), cache);
    }

    private void write() throws IOException {
        append(ByteBuffer.allocate(Long.BYTES).putLong(MAGIC).flip());
        long position = source.first();
        long count = 0;
        while (position < source.end()) {
            var batch = new Batch(READ_COUNT, FileLimits.READ_BYTES);
            source.read(position, batch);
            if (batch.entries().isEmpty()) {
                break;
            }
            for (Entry entry : batch.entries()) {
                add(entry);
            }
            count += batch.entries().size();
            position = batch.entries().getLast().position() + 1;
        }
        flush();
        if (count != source.readable()) {
            throw new AuditException.Corrupt(
                    Problem.CHECKSUM_MISMATCH,
                    "%s had %d readable events and now has %d; it stays as it is"
                            .formatted(FileNames.raw(source.first()), source.readable(), count));
        }
        writeDirectory();
    }

    private void add(Entry entry) throws IOException {
        int bytes = Records.bytes(entry);
        if (block.position() > 0 && block.position() + bytes > FileLimits.BLOCK_BYTES) {
            flush();
        }
        if (blockCount == 0) {
            blockFirst = entry.position();
        }
        block = Records.withRoom(block, bytes);
        Records.write(entry, entry.position(), block);
        blockCount++;
        logs.computeIfAbsent(
                        entry.organization(),
                        _ -> new OrganizationLog(entry.sequence(), source.first()))
                .add(entry);
    }

    private void flush() throws IOException {
        if (blockCount == 0) {
            return;
        }
        int bytes = block.position();
        byte[] packed = packed(block.flip());
        blocks.add(
                ByteBuffer.allocate(BLOCK_ENTRY_BYTES)
                        .putLong(fileEnd)
                        .putInt(packed.length)
                        .putInt(Records.checksum(packed))
                        .putInt(bytes)
                        .putLong(blockFirst)
                        .putInt(blockCount)
                        .array());
        append(ByteBuffer.wrap(packed));
        block.clear();
        blockCount = 0;
    }

    private void writeDirectory() throws IOException {
        var directory = new ByteArrayOutputStream();
        directory.writeBytes(
                ByteBuffer.allocate(Long.BYTES * 2 + Integer.BYTES)
                        .putLong(source.first())
                        .putLong(source.end())
                        .putInt(blocks.size())
                        .array());
        blocks.forEach(directory::writeBytes);
        directory.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(logs.size()).array());
        logs.forEach((name, log) -> log.write(name, directory));
        byte[] bytes = directory.toByteArray();
        byte[] packed = packed(ByteBuffer.wrap(bytes));
        long offset = fileEnd;
        append(ByteBuffer.wrap(packed));
        append(
                ByteBuffer.allocate(TRAILER_BYTES)
                        .putLong(offset)
                        .putInt(packed.length)
                        .putInt(Records.checksum(packed))
                        .putInt(bytes.length)
                        .putLong(END_MAGIC)
                        .flip());
    }

    private static byte[] packed(ByteBuffer bytes) {
        byte[] plain = new byte[bytes.remaining()];
        bytes.get(plain);
        return Zstd.compress(plain, FileLimits.ZSTD_LEVEL);
    }

    private void append(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        file.write(fileEnd, bytes);
        fileEnd += count;
    }

    /// The positions of one organization's events, being collected.
    private static final class OrganizationLog {
        private final long firstSequence;
        private final ByteArrayOutputStream differences = new ByteArrayOutputStream();
        private long last;
        private long nextSequence;

        OrganizationLog(long firstSequence, long segmentFirst) {
            this.firstSequence = firstSequence;
            this.nextSequence = firstSequence;
            this.last = segmentFirst;
        }

        void add(Entry entry) {
            // A sequence that cannot be read stands with the position after it, minus nothing: its
            // reader finds another sequence there and passes over it.
            while (nextSequence <= entry.sequence()) {
                number(entry.position() - last);
                last = entry.position();
                nextSequence++;
            }
        }

        private void number(long difference) {
            long rest = difference;
            while (rest >= 0x80) {
                differences.write((int) (rest & 0x7f | 0x80));
                rest >>>= 7;
            }
            differences.write((int) rest);
        }

        void write(String name, ByteArrayOutputStream directory) {
            byte[] nameBytes = name.getBytes(UTF_8);
            directory.writeBytes(
                    ByteBuffer.allocate(Short.BYTES + nameBytes.length + Long.BYTES + 8)
                            .putShort((short) nameBytes.length)
                            .put(nameBytes)
                            .putLong(firstSequence)
                            .putInt(Math.toIntExact(nextSequence - firstSequence))
                            .putInt(differences.size())
                            .array());
            directory.writeBytes(differences.toByteArray());
        }
    }
}
