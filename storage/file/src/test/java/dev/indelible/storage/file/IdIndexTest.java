package dev.indelible.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.disk.Disk;
import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.event.Part;
import dev.indelible.event.Parts;
import dev.indelible.testkit.SimulatedDisk;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// Many ids over several tables, through crashes.
class IdIndexTest {
    private static final int COUNT = 330_000;
    private static final int STEP = 1000;

    private final long seed = Long.getLong("indelible.seed", System.nanoTime());
    private final SimulatedDisk disk = new SimulatedDisk(new Random(seed));

    @Test
    void everyIdIsFoundAfterAnyCrashAndReplay() throws IOException {
        System.out.println("seed=" + seed);
        var random = new Random(seed);
        IdIndex ids = IdIndex.open(disk, random, 0);
        for (int end = 0; end < COUNT; end += STEP) {
            ids.ensureRoom(STEP, end);
            for (int position = end; position < end + STEP; position++) {
                ids.put(entry(position));
            }
            if (random.nextInt(40) == 0) {
                ids.checkpoint(end);
            }
            if (random.nextInt(60) == 0) {
                disk.crash();
                ids = IdIndex.open(disk, random, end + STEP);
                replay(ids, end + STEP);
            }
        }

        disk.crash();
        ids = IdIndex.open(disk, random, COUNT);
        replay(ids, COUNT);
        for (int position = 0; position < COUNT; position++) {
            Entry entry = entry(position);
            long wanted = position;
            assertThat(ids.find(entry.organization(), entry.id(), found -> found == wanted))
                    .isEqualTo(position);
        }
        assertThat(ids.find("acme", new UUID(5, 5), _ -> true)).isEqualTo(-1);
        assertThat(disk.list().stream().filter(name -> name.endsWith(".ids"))).hasSize(3);
    }

    /// Two threads compress files and prepare the next table after each.
    @Test
    void tableIsPreparedOnceWhereTwoPrepareIt() throws Exception {
        var random = new Random(seed);
        var meanwhile = new Meanwhile(disk);
        IdIndex ids = IdIndex.open(meanwhile.disk(), random, 0);
        int end = 0;
        for (; end < 66_000; end += STEP) {
            ids.ensureRoom(STEP, end);
            for (int position = end; position < end + STEP; position++) {
                ids.put(entry(position));
            }
        }
        meanwhile.atNextCreation(() -> {
            ids.prepareNext();
            return null;
        });

        ids.prepareNext();

        meanwhile.await();
        assertThat(disk.list()).hasSize(2).anyMatch(FileNames::isUnfinished);
        while (disk.list().stream().anyMatch(FileNames::isUnfinished)) {
            ids.ensureRoom(STEP, end);
            end += STEP;
            for (int position = end - STEP; position < end; position++) {
                ids.put(entry(position));
            }
        }
        assertThat(disk.list()).hasSize(2);
        ids.checkpoint(end);
        disk.crash();
        assertThat(IdIndex.open(disk, random, end).checkpoint()).isEqualTo(end);
    }

    /// A disk beside which something else happens while a file is being created: until that has
    /// ended, or waits for a lock.
    private static final class Meanwhile {
        private final Disk before;
        private Callable<Void> other = () -> null;
        private FutureTask<Void> task = new FutureTask<>(other);
        private boolean isArmed;

        Meanwhile(Disk before) {
            this.before = before;
        }

        void atNextCreation(Callable<Void> next) {
            other = next;
            isArmed = true;
        }

        void await() throws Exception {
            task.get();
        }

        Disk disk() {
            return (Disk)
                    Proxy.newProxyInstance(
                            Disk.class.getClassLoader(),
                            new Class<?>[] {Disk.class},
                            (_, method, arguments) -> {
                                if (isArmed && method.getName().equals("create")) {
                                    isArmed = false;
                                    run();
                                }
                                try {
                                    return method.invoke(before, arguments);
                                } catch (InvocationTargetException e) {
                                    throw e.getCause();
                                }
                            });
        }

        private void run() {
            task = new FutureTask<>(other);
            Thread thread = Thread.ofPlatform().daemon().start(task);
            while (thread.isAlive() && thread.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
        }
    }

    private static void replay(IdIndex ids, int end) throws IOException {
        for (long position = ids.checkpoint(); position < end; position++) {
            ids.ensureRoom(1, position);
            ids.put(entry((int) position));
        }
    }

    private static Entry entry(int position) {
        var random = new Random(position);
        return entry(position, position % 4 == 0 ? anyId(random) : timedId(random, position));
    }

    private static UUID anyId(Random random) {
        return new UUID(random.nextLong(), random.nextLong());
    }

    /// Of version 7: one a second, a few of them late or early by up to two months.
    private static UUID timedId(Random random, int position) {
        int days = random.nextInt(20) == 0 ? random.nextInt(120) - 60 : 0;
        long millis = 1_790_000_000_000L + 1000L * position + 86_400_000L * days;
        return new UUID(
                millis << 16 | 0x7000 | random.nextInt(4096),
                random.nextLong() >>> 2 | Long.MIN_VALUE);
    }

    private static Entry entry(int position, UUID id) {
        var parts = Parts.of(Map.of(Part.CORE, new byte[0]));
        return new Entry(position, position, 0, new Draft("acme", id, "key", new byte[16], parts));
    }
}
