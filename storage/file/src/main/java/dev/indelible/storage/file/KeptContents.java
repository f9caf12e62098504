package dev.indelible.storage.file;

import dev.indelible.core.disk.Disk;
import dev.indelible.core.disk.DiskFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/* In a flood hundreds of raw files may wait to be sealed. Each in memory would take a megabyte, and a
 * start would read them all. So what they hold is written beside them.
 *
 * It is derived: a file of it that is torn, damaged, unreadable or of another raw file is passed
 * over, and the raw file read as before. It is written only once the next raw file has its
 * name, so it can say where the records end that count, and is believed only where the next file
 * begins there. */

/// The contents of a raw file that is no longer written, in a file beside it. What stays in memory
/// is some 40 bytes an organization.
final class KeptContents implements Contents {
    private static final System.Logger logger = System.getLogger(KeptContents.class.getName());
    private static final long MAGIC = 0x494e_444a_434f_4e31L; // INDJCON1
    private static final int POSITIONS_BYTES = 4 * Long.BYTES + Integer.BYTES;
    private static final int BYTES_MAX = 256 << 20;
    private static final int FIXED_BYTES = POSITIONS_BYTES + 2 * Integer.BYTES;

    private final Disk disk;
    private final Of of;
    private final Shares shares;
    private final Scan scan;
    private final BlockCache cache;
    private final long openedNumber;
    private volatile @Nullable Contents scanned;

    /// Finds the contents in the raw file itself.
    interface Scan {
        Contents run() throws IOException;
    }

    /// What they are the contents of.
    ///
    /// @param end position after its last record
    /// @param salt of the raw file, which no other one has
    /// @param bytes of the raw file that count
    record Of(long first, long end, long salt, int bytes) {}

    /// What is read when it is needed.
    private record Loaded(RecordPlaces places, ByteBuffer positions) {}

    private KeptContents(Disk disk, Of of, Shares shares, Scan scan, BlockCache cache) {
        this.disk = disk;
        this.of = of;
        this.shares = shares;
        this.scan = scan;
        this.cache = cache;
        this.openedNumber = cache.nextFile();
    }

    /// Writes down contents, which are whole, in the place of what is there.
    static void write(Disk disk, Of of, Contents contents) throws IOException {
        var positions = new ByteArrayOutputStream();
        Shares shares = contents.shares(positions);
        var places = new ByteArrayOutputStream();
        int before = 0;
        for (int i = 0; i < contents.count(); i++) {
            int offset = contents.places().offset(i);
            Varints.write(offset - before, places);
            before = offset;
        }
        int bytes = FIXED_BYTES + shares.bytes() + positions.size() + places.size();
        ByteBuffer into = ByteBuffer.allocate(bytes + Integer.BYTES);
        into.putLong(MAGIC).putLong(of.first()).putLong(of.end()).putLong(of.salt());
        into.putInt(of.bytes()).putInt(positions.size()).putInt(places.size());
        shares.write(into);
        into.put(positions.toByteArray()).put(places.toByteArray());
        into.putInt(Records.plainChecksum(into.array(), 0, bytes));
        forget(disk, of.first());
        try (DiskFile file = disk.create(FileNames.contents(of.first()))) {
            file.write(0, into.flip());
            file.force();
        } catch (IOException e) {
            forget(disk, of.first());
            throw e;
        }
    }

    /// Removes those of a raw file, if there are any.
    static void forget(Disk disk, long first) {
        try {
            disk.delete(FileNames.contents(first));
        } catch (NoSuchFileException _) {
            // As usual.
        } catch (IOException e) {
            logger.log(
                    System.Logger.Level.WARNING,
                    "a file that is not believed cannot be removed: file={0} reason={1}",
                    FileNames.contents(first),
                    e.toString());
        }
    }

    /// Finds the contents of a raw file.
    ///
    /// @param end where they must end
    /// @param scan for where they are damaged later
    /// @return null if there are none, or none that can be believed
    static @Nullable KeptContents find(
            Disk disk, BlockCache cache, long first, long end, long salt, Scan scan) {
        ByteBuffer bytes = load(disk, first);
        if (bytes == null) {
            return null;
        }
        Of of = of(bytes);
        if (of.first() != first || of.end() != end || of.salt() != salt) {
            return null;
        }
        return new KeptContents(disk, of, Shares.read(bytes.position(FIXED_BYTES)), scan, cache);
    }

    private static Of of(ByteBuffer bytes) {
        return new Of(
                bytes.getLong(Long.BYTES),
                bytes.getLong(2 * Long.BYTES),
                bytes.getLong(3 * Long.BYTES),
                bytes.getInt(4 * Long.BYTES));
    }

    /// All of the file but its checksum; null where there is none that can be read and is whole. It
    /// is derived, so that it cannot be read is no reason that the raw file cannot.
    private static @Nullable ByteBuffer load(Disk disk, long first) {
        try (DiskFile file = disk.open(FileNames.contents(first))) {
            long size = file.size();
            int bytes = (int) size - Integer.BYTES;
            if (size > BYTES_MAX || bytes < FIXED_BYTES) {
                return null;
            }
            ByteBuffer all = ByteBuffer.allocate((int) size);
            file.read(0, all);
            boolean isWhole =
                    all.getLong(0) == MAGIC
                            && all.getInt(bytes) == Records.plainChecksum(all.array(), 0, bytes);
            return isWhole ? all.rewind().limit(bytes) : null;
        } catch (NoSuchFileException _) {
            return null;
        } catch (IOException e) {
            logger.log(
                    System.Logger.Level.WARNING,
                    "contents of a raw file cannot be read, so the file itself is: file={0} reason={1}",
                    FileNames.contents(first),
                    e.toString());
            return null;
        }
    }

    /// Bytes of the raw file that count.
    int rawBytes() {
        return of.bytes();
    }

    /// What is in the file; null if it is damaged now.
    private @Nullable Loaded loaded() {
        var key = new BlockCache.Key(openedNumber, 0);
        if (cache.find(key) instanceof Loaded cached) {
            return cached;
        }
        ByteBuffer bytes = scanned == null ? load(disk, of.first()) : null;
        if (bytes == null) {
            return null;
        }
        byte[] positions = new byte[bytes.getInt(POSITIONS_BYTES)];
        int placesBytes = bytes.getInt(POSITIONS_BYTES + Integer.BYTES);
        bytes.get(bytes.limit() - placesBytes - positions.length, positions);
        bytes.position(bytes.limit() - placesBytes);
        int[] offsets = new int[count()];
        int offset = 0;
        for (int i = 0; i < offsets.length; i++) {
            offset += (int) Varints.read(bytes);
            offsets[i] = offset;
        }
        var loaded = new Loaded(new RecordPlaces(offsets), ByteBuffer.wrap(positions));
        cache.keep(key, loaded, positions.length + offsets.length * Integer.BYTES);
        return loaded;
    }

    /// For where the file is damaged.
    private synchronized Contents scanned() throws IOException {
        Contents found = scanned;
        if (found == null) {
            found = scan.run();
            scanned = found;
        }
        return found;
    }

    @Override
    public RecordPlaces places() throws IOException {
        Loaded loaded = loaded();
        return loaded == null ? scanned().places() : loaded.places();
    }

    @Override
    public int[] positions(String organization, long fromSequence, int countMax)
            throws IOException {
        Shares.Share share = shares.of(organization);
        if (share == null || fromSequence >= share.nextSequence()) {
            return new int[0];
        }
        Loaded loaded = loaded();
        if (loaded == null) {
            return scannedPositions(organization, share, fromSequence, countMax);
        }
        ByteBuffer differences = loaded.positions().slice(share.offset(), share.bytes());
        int skipped = Math.toIntExact(Math.max(0, fromSequence - share.firstSequence()));
        int[] positions = new int[Math.min(countMax, share.count() - skipped)];
        int position = 0;
        for (int i = 0; i < skipped + positions.length; i++) {
            position += (int) Varints.read(differences);
            if (i >= skipped) {
                positions[i - skipped] = position;
            }
        }
        return positions;
    }

    /// Where the first of an organization's records are damaged too, what was scanned begins later.
    private int[] scannedPositions(
            String organization, Shares.Share share, long fromSequence, int countMax)
            throws IOException {
        Contents found = scanned();
        long from = Math.max(fromSequence, share.firstSequence());
        boolean hasSome = found.nextSequence(organization) > 0;
        long readable = hasSome ? found.firstSequence(organization) : share.nextSequence();
        if (from >= readable) {
            return found.positions(organization, from, countMax);
        }
        int[] lost = new int[(int) Math.min(countMax, readable - from)];
        Arrays.fill(lost, -1);
        return lost;
    }

    @Override
    public Shares shares(ByteArrayOutputStream positions) throws IOException {
        Loaded loaded = loaded();
        if (loaded == null) {
            return scanned().shares(positions);
        }
        positions.writeBytes(loaded.positions().array());
        return shares;
    }

    @Override
    public int count() {
        return Math.toIntExact(of.end() - of.first());
    }

    @Override
    public boolean areWhole() {
        return true;
    }

    @Override
    public long firstSequence(String organization) {
        Shares.Share share = shares.of(organization);
        return share == null ? 0 : share.firstSequence();
    }

    @Override
    public long nextSequence(String organization) {
        return shares.nextSequence(organization);
    }

    @Override
    public Map<String, Long> nextSequences() {
        return shares.nextSequences();
    }

    @Override
    public void close() {
        cache.forget(openedNumber);
    }
}
