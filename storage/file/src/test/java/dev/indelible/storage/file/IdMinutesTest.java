package dev.indelible.storage.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.disk.Disk;
import dev.indelible.core.disk.DiskFile;
import dev.indelible.core.disk.MappedBytes;
import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.event.Part;
import dev.indelible.event.Parts;
import dev.indelible.testkit.SimulatedDisk;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What id tables know of the times of their ids, whole and damaged.
class IdMinutesTest {
    private final long seed = Long.getLong("indelible.seed", System.nanoTime());
    private final SimulatedDisk disk = new SimulatedDisk(new Random(seed));

    /// An id with the time of now is not looked for where only those of earlier hours are.
    @Test
    void newIdsAreLookedForInTheLastTableOnly() throws IOException {
        var looks = new AtomicLong();
        IdIndex ids = IdIndex.open(counting(disk, looks), new Random(seed), 0);
        for (int position = 0; position < 300_000; position++) {
            ids.ensureRoom(1, position);
            ids.put(entry(position, hourly(position)));
        }
        assertThat(disk.list()).hasSizeGreaterThanOrEqualTo(3);
        looks.set(0);

        UUID last = hourly(299_999);
        for (int i = 1; i <= 10_000; i++) {
            var id = new UUID(last.getMostSignificantBits(), last.getLeastSignificantBits() + i);
            assertThat(ids.find("acme", id, _ -> true)).isEqualTo(-1);
        }

        // In one table, and where others have their slots the next ones too.
        assertThat(looks.get()).isBetween(10_000L, 15_000L);
        for (int position = 0; position < 300_000; position += 997) {
            long wanted = position;
            assertThat(ids.find("acme", hourly(position), found -> found == wanted))
                    .isEqualTo(position);
        }
    }

    private static final int HOURLY = 300_000;

    /// Two full tables and a third.
    private void fill(Disk some) throws IOException {
        IdIndex ids = IdIndex.open(some, new Random(seed), 0);
        for (int position = 0; position < HOURLY; position++) {
            ids.ensureRoom(1, position);
            ids.put(entry(position, hourly(position)));
        }
        ids.checkpoint(HOURLY);
        ids.close();
    }

    private static void everyIdIsFound(IdIndex ids, int end) {
        for (int position = 0; position < end; position++) {
            long wanted = position;
            assertThat(ids.find("acme", hourly(position), found -> found == wanted))
                    .isEqualTo(position);
        }
    }

    private List<Long> firsts() throws IOException {
        return disk.list().stream()
                .flatMapToLong(name -> FileNames.idsFirst(name).stream())
                .sorted()
                .boxed()
                .toList();
    }

    /// The first word at or behind this offset that has a bit.
    private static long wordWithBits(DiskFile file, long from) throws IOException {
        long at = from;
        while (word(file, at) == 0) {
            at += Long.BYTES;
        }
        return at;
    }

    /// Behind the one that says what the file is.
    private static long sectorWithBits(DiskFile file) throws IOException {
        return wordWithBits(file, 512) & -512;
    }

    private static long word(DiskFile file, long at) throws IOException {
        ByteBuffer word = ByteBuffer.allocate(Long.BYTES);
        file.read(at, word);
        return word.flip().getLong();
    }

    private static void word(DiskFile file, long at, long value) throws IOException {
        ByteBuffer word = ByteBuffer.allocate(Long.BYTES);
        file.write(at, word.putLong(value).flip());
    }

    /// A bit that was there, a word of bits, or a sector.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void bitsOfAFullTableThatAreLostHideNoId(int damage) throws IOException {
        fill(disk);
        List<Long> firsts = firsts();
        assertThat(firsts).hasSize(3);
        for (long first : firsts.subList(0, 2)) {
            try (DiskFile file = disk.open(FileNames.ids(first))) {
                long at = wordWithBits(file, 64);
                switch (damage) {
                    case 0 -> word(file, at, word(file, at) & word(file, at) - 1);
                    case 1 -> word(file, at, ~word(file, at));
                    default -> file.write(sectorWithBits(file), ByteBuffer.allocate(512));
                }
            }
        }

        IdIndex ids = IdIndex.open(disk, new Random(seed), HOURLY);

        assertThat(ids.checkpoint()).isEqualTo(HOURLY);
        everyIdIsFound(ids, HOURLY);
        assertThat(ids.find("acme", new UUID(5, 5), _ -> true)).isEqualTo(-1);
    }

    /// It would hide all ids of its table.
    @Test
    void aSeedThatLostABitIsNoSeed() throws IOException {
        fill(disk);
        List<Long> firsts = firsts();
        try (DiskFile file = disk.open(FileNames.ids(firsts.getLast()))) {
            word(file, 32, word(file, 32) ^ 1 << 9);
        }

        IdIndex ids = IdIndex.open(disk, new Random(seed), HOURLY);

        assertThat(ids.checkpoint()).isEqualTo(firsts.getLast());
        for (int position = Math.toIntExact(firsts.getLast()); position < HOURLY; position++) {
            ids.ensureRoom(1, position);
            ids.put(entry(position, hourly(position)));
        }
        everyIdIsFound(ids, HOURLY);
    }

    /// Such a table is as good as before.
    @Test
    void aTableOfBeforeWithoutASumOfItsSeedStays() throws IOException {
        fill(disk);
        for (long first : firsts()) {
            try (DiskFile file = disk.open(FileNames.ids(first))) {
                assertThat(word(file, 48)).isNotZero();
                word(file, 48, 0);
            }
        }

        IdIndex ids = IdIndex.open(disk, new Random(seed), HOURLY);

        assertThat(ids.checkpoint()).isEqualTo(HOURLY);
        everyIdIsFound(ids, HOURLY);
    }

    /// They are trusted, and lose nothing from then on.
    @Test
    void fullTablesOfBeforeWithoutASumGetOne() throws IOException {
        fill(disk);
        try (DiskFile file = disk.open(FileNames.ids(0))) {
            assertThat(word(file, 40)).isNotZero();
            word(file, 40, 0);
        }
        var looks = new AtomicLong();
        IdIndex ids = IdIndex.open(counting(disk, looks), new Random(seed), HOURLY);
        looks.set(0);
        UUID last = hourly(HOURLY - 1);
        for (int i = 1; i <= 10_000; i++) {
            var id = new UUID(last.getMostSignificantBits(), last.getLeastSignificantBits() + i);
            assertThat(ids.find("acme", id, _ -> true)).isEqualTo(-1);
        }
        assertThat(looks.get()).isBetween(10_000L, 15_000L);
        ids.close();

        try (DiskFile file = disk.open(FileNames.ids(0))) {
            assertThat(word(file, 40)).isNotZero();
            long at = wordWithBits(file, 64);
            word(file, at, word(file, at) & word(file, at) - 1);
        }
        everyIdIsFound(IdIndex.open(disk, new Random(seed), HOURLY), HOURLY);
    }

    /// What comes after a crash that took the next table away has its bits in the sum, too.
    @Test
    void aFullTableThatGoesOnAfterACrashHasItsMinutes() throws IOException {
        fill(disk);
        long next = firsts().get(1);
        disk.delete(FileNames.ids(next));
        // As a larger batch finds it full before it is.
        int full = (int) next;
        IdIndex ids = IdIndex.open(disk, new Random(seed), full);
        for (int position = full; position < full + 50; position++) {
            ids.put(entry(position, hourly(position + 3_000)));
        }
        ids.checkpoint(full + 50);
        ids.close();

        for (int i = 0; i < 2; i++) {
            ids = IdIndex.open(disk, new Random(seed), full + 50);
            assertThat(ids.checkpoint()).isEqualTo(full + 50);
            everyIdIsFound(ids, full);
            for (int position = full; position < full + 50; position++) {
                long wanted = position;
                UUID id = hourly(position + 3_000);
                assertThat(ids.find("acme", id, found -> found == wanted)).isEqualTo(position);
            }
            ids.ensureRoom(1, full + 50);
            ids.close();
        }
    }

    /// A thousand an hour.
    private static UUID hourly(int position) {
        long millis = 1_790_000_000_000L + 3600L * position;
        return new UUID(millis << 16 | 0x7000 | position & 4095, Long.MIN_VALUE | position);
    }

    @Test
    void tablesOfBeforeWithoutTimesAreAsked() throws IOException {
        IdIndex ids = IdIndex.open(disk, new Random(seed), 0);
        for (int position = 0; position < 1000; position++) {
            ids.ensureRoom(1, position);
            ids.put(entry(position, hourly(position)));
        }
        ids.checkpoint(1000);
        ids.close();
        try (DiskFile file = disk.open(FileNames.ids(0))) {
            file.write(0, ByteBuffer.wrap("INDJIDS1".getBytes(US_ASCII)));
            file.write(64, ByteBuffer.allocate(4096 - 64));
        }

        ids = IdIndex.open(disk, new Random(seed), 1000);

        assertThat(ids.checkpoint()).isEqualTo(1000);
        for (int position = 0; position < 1000; position++) {
            long wanted = position;
            assertThat(ids.find("acme", hourly(position), found -> found == wanted))
                    .isEqualTo(position);
        }
    }

    /// A disk that counts looks at slots, which lie behind the first page.
    private static Disk counting(Disk disk, AtomicLong looks) {
        return wrapped(
                Disk.class,
                disk,
                (made, _) ->
                        made instanceof DiskFile file
                                ? wrapped(
                                        DiskFile.class,
                                        file,
                                        (mapped, _) ->
                                                mapped instanceof MappedBytes words
                                                        ? wrapped(
                                                                MappedBytes.class,
                                                                words,
                                                                (word, arguments) -> {
                                                                    boolean isLook =
                                                                            word != null
                                                                                    && (long)
                                                                                                    arguments[
                                                                                                            0]
                                                                                            >= 4096;
                                                                    looks.addAndGet(isLook ? 1 : 0);
                                                                    return word;
                                                                })
                                                        : mapped)
                                : made);
    }

    private static <T> T wrapped(
            Class<T> type, T inner, BiFunction<Object, Object[], Object> answered) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> {
                            try {
                                return answered.apply(method.invoke(inner, arguments), arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    private static Entry entry(int position, UUID id) {
        var parts = Parts.of(Map.of(Part.CORE, new byte[0]));
        return new Entry(position, position, 0, new Draft("acme", id, "key", new byte[16], parts));
    }
}
