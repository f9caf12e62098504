package dev.indelible.storage.file;

import com.github.luben.zstd.ZstdDecompressCtx;
import dev.indelible.core.disk.Disk;
import dev.indelible.core.disk.DiskFile;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A file of compressed blocks, which never changes. Any thread reads.
///
/// What stays in memory is some 30 bytes a block and 100 an organization; the rest is unpacked as
/// it is asked for.
final class SealedSegment implements Segment, SealSource {
    private static final int DICTIONARY = -1;
    private static final int POSITIONS = -2;
    private static final int TABLE = -3;

    private final SealedDirectory directory;
    private final DiskFile file;
    private final BlockCache cache;
    private final Quarantine quarantine;
    private final long openedNumber;
    private volatile boolean leftAsItIs;

    private SealedSegment(
            SealedDirectory directory, DiskFile file, BlockCache cache, Quarantine quarantine) {
        this.directory = directory;
        this.file = file;
        this.cache = cache;
        this.quarantine = quarantine;
        this.openedNumber = cache.nextFile();
    }

    /// Opens a sealed file and reads its directory.
    ///
    /// @throws AuditException.Corrupt if both copies of the directory are damaged
    static SealedSegment open(Disk disk, long first, BlockCache cache, Quarantine quarantine)
            throws IOException {
        DiskFile file = disk.open(FileNames.sealed(first));
        SealedDirectory directory = SealedDirectory.load(file);
        if (directory == null || directory.first() != first) {
            file.close();
            throw new AuditException.Corrupt(
                    Problem.CHECKSUM_MISMATCH,
                    "%s has no directory that matches its checksum; bring the file back from a"
                                    .formatted(FileNames.sealed(first))
                            + " backup");
        }
        return new SealedSegment(directory, file, cache, quarantine);
    }

    @Override
    public long first() {
        return directory.first();
    }

    @Override
    public long end() {
        return directory.end();
    }

    @Override
    public String name() {
        return FileNames.sealed(first());
    }

    @Override
    public long plainBytes() throws IOException {
        BlockTable table = table();
        return Math.max(1, table == null ? 0 : table.plainBytes());
    }

    @Override
    public void read(long from, Batch batch) throws IOException {
        if (hasNothingFor(batch)) {
            return;
        }
        BlockTable table = table();
        long position = from;
        while (table != null && position < end() && !batch.isFull()) {
            int number = table.blockOf((int) (position - first()));
            UnpackedBlock block = block(table, number);
            long next = first() + table.first(number + 1);
            for (long at = position; block != null && at < next; at++) {
                if (!batch.add(block.entry((int) (at - first()) - table.first(number)))) {
                    return;
                }
            }
            position = next;
        }
    }

    @Override
    public @Nullable Entry entry(long position) throws IOException {
        BlockTable table = table();
        if (table == null) {
            return null;
        }
        int index = (int) (position - first());
        int number = table.blockOf(index);
        UnpackedBlock block = block(table, number);
        return block == null ? null : block.entry(index - table.first(number));
    }

    private boolean hasNothingFor(Batch batch) {
        return directory.bodies() == 0 && batch.passesOverExpired();
    }

    private @Nullable BlockTable table() throws IOException {
        var key = new BlockCache.Key(openedNumber, TABLE);
        if (cache.find(key) instanceof BlockTable cached) {
            return cached;
        }
        byte[] bytes = load(directory.blocks());
        if (bytes == null) {
            quarantine.add(FileNames.sealed(first()), first(), end() - first());
            return null;
        }
        var table = new BlockTable(bytes);
        cache.keep(key, table, table.bytes());
        return table;
    }

    /// A block's entries, or null if it does not match its checksum.
    private @Nullable UnpackedBlock block(BlockTable table, int number) throws IOException {
        var key = new BlockCache.Key(openedNumber, number);
        if (cache.find(key) instanceof UnpackedBlock cached) {
            return cached;
        }
        BlockTable.Block entry = table.block(number);
        long firstPosition = first() + table.first(number);
        ByteBuffer bytes = ByteBuffer.allocate(entry.bytes());
        file.read(table.offset(number), bytes);
        byte[] dictionary = dictionary();
        if (dictionary == null
                || Records.plainChecksum(bytes.array(), 0, entry.bytes()) != entry.checksum()) {
            quarantine.add(FileNames.sealed(first()), firstPosition, entry.count());
            return null;
        }
        UnpackedBlock block =
                Packing.with(
                        dictionary,
                        decompressor ->
                                unpack(
                                        directory.layout(),
                                        entry,
                                        firstPosition,
                                        bytes.array(),
                                        decompressor));
        cache.keep(key, block, block.bytes());
        return block;
    }

    /// The entries of a block.
    ///
    /// @param first position
    /// @param bytes begin with the block's
    static UnpackedBlock unpack(
            Layout layout,
            BlockTable.Block entry,
            long first,
            byte[] bytes,
            ZstdDecompressCtx decompressor) {
        byte[] columns =
                decompressor.decompress(
                        bytes,
                        entry.noiseBytes(),
                        entry.bytes() - entry.noiseBytes(),
                        entry.columnsBytes());
        return new UnpackedBlock(layout, first, columns, Arrays.copyOf(bytes, entry.noiseBytes()));
    }

    private byte @Nullable [] dictionary() throws IOException {
        var key = new BlockCache.Key(openedNumber, DICTIONARY);
        if (cache.find(key) instanceof byte[] cached) {
            return cached;
        }
        byte[] bytes = load(directory.dictionaries());
        if (bytes != null) {
            cache.keep(key, bytes, bytes.length);
        }
        return bytes;
    }

    private byte @Nullable [] load(List<Section> copies) throws IOException {
        for (Section copy : copies) {
            byte[] bytes = copy.load(file);
            if (bytes != null) {
                return bytes;
            }
        }
        return null;
    }

    @Override
    public void readOf(String organization, long fromSequence, Batch batch) throws IOException {
        Shares.Share share = directory.shares().of(organization);
        if (share == null || hasNothingFor(batch)) {
            return;
        }
        byte[] positions = positions();
        if (positions == null) {
            readAllOf(organization, fromSequence, batch);
            return;
        }
        ByteBuffer differences = ByteBuffer.wrap(positions, share.offset(), share.bytes());
        long position = first();
        long sequence = share.firstSequence();
        while (differences.hasRemaining()) {
            position += Varints.read(differences);
            Entry entry = sequence++ < fromSequence ? null : entry(position);
            if (entry != null && !batch.add(entry)) {
                return;
            }
        }
    }

    private byte @Nullable [] positions() throws IOException {
        var key = new BlockCache.Key(openedNumber, POSITIONS);
        if (cache.find(key) instanceof byte[] cached) {
            return cached;
        }
        byte[] bytes = directory.positions().load(file);
        if (bytes != null) {
            cache.keep(key, bytes, bytes.length);
        }
        return bytes;
    }

    @Override
    public Shares shares(ByteArrayOutputStream into) throws IOException {
        byte[] positions = positions();
        if (positions == null) {
            throw new AuditException.Corrupt(
                    Problem.CHECKSUM_MISMATCH,
                    "%s has no list of positions that matches its checksum; it stays as it is"
                            .formatted(FileNames.sealed(first())));
        }
        into.writeBytes(positions);
        return directory.shares();
    }

    /// The slow way, for a file whose list of positions is damaged.
    private void readAllOf(String organization, long fromSequence, Batch batch) throws IOException {
        BlockTable table = table();
        for (int number = 0; table != null && number < table.count(); number++) {
            UnpackedBlock block = block(table, number);
            for (int i = 0; block != null && i < block.count(); i++) {
                if (block.sequence(i) >= fromSequence
                        && block.organization(i).equals(organization)
                        && !batch.add(block.entry(i))) {
                    return;
                }
            }
        }
    }

    @Override
    public long nextSequence(String organization) {
        return directory.shares().nextSequence(organization);
    }

    @Override
    public Map<String, Long> nextSequences() {
        return directory.shares().nextSequences();
    }

    /// Whether it would become smaller by being written again.
    boolean isPackedInHaste() {
        return directory.effort() != Packing.Effort.BEST || directory.layout() != Layout.last();
    }

    @Override
    public boolean isLeftAsItIs() {
        return leftAsItIs;
    }

    @Override
    public void leaveAsItIs() {
        leftAsItIs = true;
    }

    @Override
    public void close() throws IOException {
        cache.forget(openedNumber);
        file.close();
    }
}
