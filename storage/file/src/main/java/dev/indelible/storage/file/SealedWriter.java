package dev.indelible.storage.file;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import dev.indelible.core.disk.Disk;
import dev.indelible.core.disk.DiskFile;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes a sealed file: under another name first, which becomes the real one when everything is
/// durable, in the place of one that had it. Every block is unpacked again and compared before it
/// is written, for what it was written from will be gone.
final class SealedWriter implements AutoCloseable {
    private static final int READ_COUNT = 4096;

    private final SealSource source;
    private final Packing.Effort effort;
    private final DiskFile file;
    private final byte[] dictionary;
    private final ZstdCompressCtx compressor;
    private final ZstdDecompressCtx decompressor;
    private byte[] packed = new byte[FileLimits.BLOCK_BYTES];
    private final List<BlockTable.Block> blocks = new ArrayList<>();
    private final List<Entry> block = new ArrayList<>();
    private int blockBytes;
    private int bodies;
    private long fileEnd = SealedDirectory.LOCATOR_BYTES;

    private SealedWriter(SealSource source, Packing.Effort effort, DiskFile file)
            throws IOException {
        this.source = source;
        this.effort = effort;
        this.file = file;
        this.dictionary = Dictionary.of(source, effort);
        this.compressor = Packing.compressor(dictionary, effort);
        this.decompressor = new ZstdDecompressCtx().loadDict(dictionary);
    }

    /// Writes the sealed form of what nobody appends to any more, durably.
    static void seal(Disk disk, SealSource source, Packing.Effort effort) throws IOException {
        String unfinished = FileNames.unfinished(source.first());
        if (disk.list().contains(unfinished)) {
            disk.delete(unfinished);
        }
        try (DiskFile file = disk.create(unfinished);
                var writer = new SealedWriter(source, effort, file)) {
            writer.write();
            file.force();
        } catch (IOException | RuntimeException e) {
            disk.delete(unfinished);
            throw e;
        }
        disk.rename(unfinished, FileNames.sealed(source.first()));
        disk.syncFolder();
    }

    private void write() throws IOException {
        long position = source.first();
        while (position < source.end()) {
            var batch = Batch.ofAll(READ_COUNT, FileLimits.READ_BYTES, source.end());
            source.read(position, batch);
            for (Entry entry : batch.entries()) {
                if (entry.position() != position) {
                    throw unreadable(position);
                }
                position++;
                add(entry);
            }
            if (batch.entries().isEmpty()) {
                throw unreadable(position);
            }
        }
        flush();
        writeDirectories();
    }

    private AuditException.Corrupt unreadable(long position) {
        return new AuditException.Corrupt(
                Problem.CHECKSUM_MISMATCH,
                "the event at position %d was damaged in %s, which stays as it is"
                        .formatted(position, source.name()));
    }

    private void add(Entry entry) throws IOException {
        block.add(entry);
        bodies += entry.isExpired() ? 0 : 1;
        blockBytes += entry.bytes();
        if (blockBytes >= FileLimits.BLOCK_BYTES) {
            flush();
        }
    }

    private void flush() throws IOException {
        if (block.isEmpty()) {
            return;
        }
        Columns.Runs runs = Columns.of(block, effort);
        int noiseBytes = runs.noise().size();
        int columnsBytes = runs.columns().size();
        int bytesMax = noiseBytes + Packing.bytesMax(columnsBytes);
        if (packed.length < bytesMax || packed.length > FileLimits.KEPT_BUFFER_BYTES_MAX) {
            packed = new byte[bytesMax];
        }
        System.arraycopy(runs.noise().array(), 0, packed, 0, noiseBytes);
        int bytes =
                noiseBytes
                        + compressor.compressByteArray(
                                packed,
                                noiseBytes,
                                packed.length - noiseBytes,
                                runs.columns().array(),
                                0,
                                columnsBytes);
        var entry =
                new BlockTable.Block(
                        bytes,
                        noiseBytes,
                        Records.plainChecksum(packed, 0, bytes),
                        columnsBytes,
                        block.size());
        check(entry);
        blocks.add(entry);
        append(ByteBuffer.wrap(packed, 0, bytes));
        block.clear();
        blockBytes = 0;
    }

    private void check(BlockTable.Block entry) {
        long first = block.getFirst().position();
        UnpackedBlock unpacked =
                SealedSegment.unpack(Layout.last(), entry, first, packed, decompressor);
        for (int i = 0; i < block.size(); i++) {
            Entry before = block.get(i);
            Entry after = unpacked.entry(i);
            if (!after.equals(before)
                    || !after.draft().key().equals(before.draft().key())
                    || !Arrays.equals(after.draft().seed(), before.draft().seed())) {
                throw new IllegalStateException(
                        "position %d is another event when unpacked".formatted(first + i));
            }
        }
    }

    private void writeDirectories() throws IOException {
        var positions = new ByteArrayOutputStream();
        Shares shares = source.shares(positions);
        byte[] positionBytes = positions.toByteArray();
        byte[] table = BlockTable.write(blocks);
        List<Section> tables = List.of(appendSection(table), appendSection(table));
        var directory =
                new SealedDirectory(
                        Layout.last(),
                        effort,
                        source.first(),
                        source.end(),
                        bodies,
                        shares,
                        appendSection(positionBytes),
                        tables,
                        List.of(appendSection(dictionary), appendSection(dictionary)));
        byte[] bytes = directory.write();
        file.write(0, directory.locator(appendSection(bytes)));
        append(directory.locator(appendSection(bytes)));
    }

    private Section appendSection(byte[] plain) throws IOException {
        byte[] packed = Packing.pack(plain);
        var section =
                new Section(
                        fileEnd,
                        packed.length,
                        Records.plainChecksum(packed, 0, packed.length),
                        plain.length);
        append(ByteBuffer.wrap(packed));
        return section;
    }

    private void append(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        file.write(fileEnd, bytes);
        fileEnd += count;
    }

    @Override
    public void close() {
        compressor.close();
        decompressor.close();
    }
}
