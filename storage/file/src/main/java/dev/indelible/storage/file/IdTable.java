package dev.indelible.storage.file;

import dev.indelible.core.disk.Disk;
import dev.indelible.core.disk.DiskFile;
import dev.indelible.core.disk.MappedBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.zip.CRC32C;

/* Why a crash cannot lose an id.
 *
 * Slots are only ever filled. After a crash each page is as it was at some moment since the last
 * force, so what was there at the checkpoint is there still, and putting in again what came after
 * it does no harm. A slot that was filled for an event which the crash took away points past the
 * end or at another event; who asks compares, so it does no harm either.
 *
 * After a failed force the kernel may take pages for written that are not. So the checkpoint stays
 * where it is from then on, and the next start puts in again what came after it. It writes each
 * slot even where it finds the right value, because that value may be in memory only.
 *
 * Who asks for an id that is new looks into every table, and each look is a miss of the processor's
 * caches. Ids of version 7 begin with a time, and a table was filled within a while. So it has a bit
 * for each minute or so of which it has such an id, in the page that everybody has just used; about
 * 25 days later a bit stands for another minute too.
 *
 * A device that lost some of these bits would hide ids. So a full table has their sum, written when
 * they are durable; it stands where the device would lose the whole table with it. Where bits and
 * sum disagree, the bits are not trusted, and every id is looked for there. Bits that come after the
 * sum, because a crash took the next table away, take the sum away first: what a crash leaves of
 * both disagrees, or is a table without a sum, as each one is that is not full. One that an earlier
 * release filled has none either; it is trusted, and gets that of the bits that it has.
 *
 * One bit of the seed would hide all ids at once. So a new table has a sum of it from the first, and
 * where they disagree it is made anew. One bit of a slot hides one event, which could then come
 * twice: that has no sum. */

/// A hash table from ids to positions, of fixed size, in a mapped file. One thread writes, any
/// thread asks.
final class IdTable implements AutoCloseable {
    private static final System.Logger logger = System.getLogger(IdTable.class.getName());
    private static final long MAGIC = 0x494e_444a_4944_5332L; // INDJIDS2
    private static final long MAGIC_WITHOUT_MINUTES = 0x494e_444a_4944_5331L; // INDJIDS1
    private static final int HEADER_BYTES = 4096;
    private static final int FIRST = 8;
    private static final int SLOTS = 16;
    private static final int CHECKPOINT = 24;
    private static final int SEED = 32;
    private static final int MINUTES_SUM = 40;
    private static final int SEED_SUM = 48;
    private static final int MINUTES = 64;
    private static final int MINUTES_BITS = (HEADER_BYTES - MINUTES) * Byte.SIZE;
    private static final int MINUTE_SHIFT = 32;
    private static final int ZEROS_BYTES = 1 << 20;

    /// Tells a sum from none.
    private static final long IS_SUM = 1L << 32;

    private final DiskFile file;
    private final MappedBytes words;
    private final long first;
    private final long slots;
    private final long seed;

    /// Whether it has the bits, and they are those that it was given.
    private final boolean hasMinutes;

    private final AtomicLong filled = new AtomicLong();
    private boolean distrusted;

    private IdTable(DiskFile file, MappedBytes words) {
        this.file = file;
        this.words = words;
        this.first = words.word(FIRST);
        this.slots = words.word(SLOTS);
        this.seed = words.word(SEED);
        this.hasMinutes = words.word(0) == MAGIC && hasRightSum();
    }

    private boolean hasRightSum() {
        long sum = words.word(MINUTES_SUM);
        boolean isRight = sum == 0 || sum == minutesSum();
        if (!isRight) {
            logger.log(
                    System.Logger.Level.WARNING,
                    "an id table is damaged where it says of which minutes it has ids; each id is looked for in it: file={0}",
                    FileNames.ids(first));
        }
        return isRight;
    }

    /// None in a table that an earlier release made.
    private static boolean hasRightSeed(MappedBytes words) {
        long sum = words.word(SEED_SUM);
        return sum == 0 || sum == sum(words.word(SEED));
    }

    private static long sum(long word) {
        return sum(ByteBuffer.allocate(Long.BYTES).putLong(word));
    }

    private static long sum(ByteBuffer filled) {
        var sum = new CRC32C();
        sum.update(filled.flip());
        return IS_SUM | sum.getValue();
    }

    private long minutesSum() {
        ByteBuffer minutes = ByteBuffer.allocate(HEADER_BYTES - MINUTES);
        for (int at = MINUTES; at < HEADER_BYTES; at += Long.BYTES) {
            minutes.putLong(words.word(at));
        }
        return sum(minutes);
    }

    /// A table without positions yet: all its room is taken on the device.
    record Blank(DiskFile file, MappedBytes words, String name, long slots) {}

    static long bytes(long slots) {
        return HEADER_BYTES + slots * Long.BYTES;
    }

    /// Takes the room for a table.
    ///
    /// @param slots a power of two
    static Blank blank(Disk disk, long slots) throws IOException {
        String name = FileNames.blankIds(slots);
        if (disk.list().contains(name)) {
            disk.delete(name);
        }
        DiskFile file = disk.create(name);
        try {
            long bytes = bytes(slots);
            for (long at = 0; at < bytes; at += ZEROS_BYTES) {
                // Written, not only mapped: a full disk must show now and not as a fault later.
                file.write(at, ByteBuffer.allocate((int) Math.min(ZEROS_BYTES, bytes - at)));
            }
            file.force();
            return new Blank(file, file.map(bytes), name, slots);
        } catch (IOException e) {
            file.close();
            disk.delete(name);
            throw e;
        }
    }

    /// Makes a blank table the empty one for positions from `first` on, durably.
    ///
    /// @param seed not guessable, or senders could choose ids that collide
    static IdTable create(Disk disk, Blank blank, long first, long seed) throws IOException {
        MappedBytes words = blank.words();
        words.word(FIRST, first);
        words.word(SLOTS, blank.slots());
        words.word(CHECKPOINT, first);
        words.word(SEED, seed);
        words.word(SEED_SUM, sum(seed));
        words.word(0, MAGIC);
        words.force();
        disk.rename(blank.name(), FileNames.ids(first));
        disk.syncFolder();
        return new IdTable(blank.file(), words);
    }

    /// The table of this file, or nothing if it was not finished or is not one.
    static Optional<IdTable> open(Disk disk, long first) throws IOException {
        DiskFile file = disk.open(FileNames.ids(first));
        long bytes = file.size();
        if (bytes > HEADER_BYTES && bytes % HEADER_BYTES == 0) {
            MappedBytes words = file.map(bytes);
            if ((words.word(0) == MAGIC || words.word(0) == MAGIC_WITHOUT_MINUTES)
                    && words.word(FIRST) == first
                    && words.word(SLOTS) == (bytes - HEADER_BYTES) / Long.BYTES
                    && Long.bitCount(words.word(SLOTS)) == 1
                    && hasRightSeed(words)) {
                return Optional.of(new IdTable(file, words));
            }
            words.close();
        }
        file.close();
        return Optional.empty();
    }

    long first() {
        return first;
    }

    long slots() {
        return slots;
    }

    /// Every event of this table below this position is in it.
    long checkpoint() {
        return words.word(CHECKPOINT);
    }

    /// Counts the filled slots; needed once after opening a table that goes on being filled.
    void count() {
        long count = 0;
        for (long slot = 0; slot < slots; slot++) {
            count += words.word(offset(slot)) == 0 ? 0 : 1;
        }
        filled.set(count);
    }

    /// Whether so many more events fit without making the table slow.
    boolean hasRoom(int events) {
        return (filled.get() + events) * 10 <= slots * 7;
    }

    /// Whether another table will be needed soon.
    boolean isHalfFull() {
        return filled.get() * 10 >= slots * 5;
    }

    void put(String organization, UUID id, long position) {
        noteMinute(id);
        long hash = hash(organization, id);
        long value = (hash & 0xffff_ffff_0000_0000L) | (position - first + 1);
        long slot = hash & (slots - 1);
        for (long word = words.word(offset(slot)); word != 0; word = words.word(offset(slot))) {
            if (word == value) {
                words.word(offset(slot), value);
                return;
            }
            slot = (slot + 1) & (slots - 1);
        }
        words.word(offset(slot), value);
        filled.incrementAndGet();
    }

    /// Asks each position at which the event may be, until one is it.
    ///
    /// @return the position that was it, or -1
    long find(String organization, UUID id, LongPredicate isIt) {
        if (!mayHave(id)) {
            return -1;
        }
        long hash = hash(organization, id);
        long slot = hash & (slots - 1);
        for (long word = words.word(offset(slot)); word != 0; word = words.word(offset(slot))) {
            if ((word ^ hash) >>> 32 == 0) {
                long position = first + (word & 0xffff_ffffL) - 1;
                if (isIt.test(position)) {
                    return position;
                }
            }
            slot = (slot + 1) & (slots - 1);
        }
        return -1;
    }

    /// Makes all events below this position durable, and then says so; or leaves the checkpoint
    /// where it is, if the device has failed.
    synchronized void checkpoint(long position) {
        if (distrusted || position <= checkpoint()) {
            return;
        }
        try {
            words.force();
            words.word(CHECKPOINT, position);
            words.force();
        } catch (IOException e) {
            distrust(e);
        }
    }

    /// Says of a full table, of which all is durable, what its bits are.
    synchronized void seal() {
        if (distrusted || !hasMinutes || words.word(MINUTES_SUM) != 0) {
            return;
        }
        words.word(MINUTES_SUM, minutesSum());
        try {
            words.force();
        } catch (IOException e) {
            distrust(e);
        }
    }

    private void distrust(IOException cause) {
        distrusted = true;
        logger.log(
                System.Logger.Level.WARNING,
                "id table not forced; the next start reads more: file={0} reason={1}",
                FileNames.ids(first),
                cause.getMessage());
    }

    private void noteMinute(UUID id) {
        if (id.version() != 7 || !hasMinutes) {
            return;
        }
        if (words.word(MINUTES_SUM) != 0) {
            words.word(MINUTES_SUM, 0);
        }
        int minute = minute(id);
        long offset = minutesOffset(minute);
        // Also where the bit is set, which may be in memory only.
        words.word(offset, words.word(offset) | 1L << minute);
    }

    private boolean mayHave(UUID id) {
        if (id.version() != 7 || !hasMinutes) {
            return true;
        }
        int minute = minute(id);
        return (words.word(minutesOffset(minute)) & 1L << minute) != 0;
    }

    /// The bit of an id of version 7: of the time in its first 48 bits, in units of 65,536 ms.
    private static int minute(UUID id) {
        return (int) ((id.getMostSignificantBits() >>> MINUTE_SHIFT) % MINUTES_BITS);
    }

    private static long minutesOffset(int minute) {
        return MINUTES + (minute / Long.SIZE) * (long) Long.BYTES;
    }

    private static long offset(long slot) {
        return HEADER_BYTES + slot * Long.BYTES;
    }

    private long hash(String organization, UUID id) {
        long hash = mix(id.getMostSignificantBits() ^ seed);
        hash = mix(hash + id.getLeastSignificantBits());
        return mix(hash + organization.hashCode() * 0x9e37_79b9_7f4a_7c15L);
    }

    /// Stafford's thirteenth variant of MurmurHash3's finisher.
    private static long mix(long bits) {
        long mixed = (bits ^ bits >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ mixed >>> 31;
    }

    @Override
    public void close() throws IOException {
        words.close();
        file.close();
    }
}
