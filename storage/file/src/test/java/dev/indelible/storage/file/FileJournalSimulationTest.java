package dev.indelible.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.disk.DiskFullException;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.Worker;
import dev.indelible.event.Part;
import dev.indelible.testkit.Entries;
import dev.indelible.testkit.JournalContract;
import dev.indelible.testkit.SimulatedDisk;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/* The machine crashes, the power is cut in the middle of a change, writes and forces fail, the disk
 * fills up and is freed, the process is killed, files are sealed, the last one when it rests; and
 * after every restart each acknowledged entry is there, once, in order, the same, and an append
 * that nobody was told of is there as a whole or not at all. */

/// The file journal on a simulated disk, by seed: `-Dindelible.seed=…` repeats a round and
/// `-Dindelible.rounds=…` says how many.
class FileJournalSimulationTest {
    private static final int ROUNDS = Integer.getInteger("indelible.rounds", 400);
    private static final long SEGMENT_BYTES = 20_000;

    @Test
    void nothingAcknowledgedIsEverLost() {
        long first = Long.getLong("indelible.seed", System.nanoTime());
        int rounds = System.getProperty("indelible.seed") == null ? ROUNDS : 1;
        for (long seed = first; seed < first + rounds; seed++) {
            try {
                new Round(seed).run();
            } catch (RuntimeException | Error e) {
                throw new AssertionError("repeat with -Dindelible.seed=" + seed, e);
            }
        }
        System.out.println("simulation: rounds=" + rounds + " first seed=" + first);
    }

    /// One life of a journal.
    private static final class Round {
        private final Random random;
        private final SimulatedDisk disk;
        private final Entries entries;
        private final List<Entry> acknowledged = new ArrayList<>();
        private final List<List<Entry>> tried = new ArrayList<>();
        private FileJournal journal;
        private Sealing sealing;
        private Worker urgent;
        private long nanos;

        /// Whether entries may have lost what is to be deleted of them, or not.
        private boolean doubtful;

        Round(long seed) {
            random = new Random(seed);
            disk = new SimulatedDisk(random);
            entries = new Entries(random);
            open();
        }

        void run() {
            int steps = 20 + random.nextInt(60);
            for (int i = 0; i < steps; i++) {
                step();
            }
            restart();
            JournalContract.agree(journal, acknowledged);
        }

        private void step() {
            switch (random.nextInt(15)) {
                case 0 -> disk.cutPowerAfter(1 + random.nextInt(12));
                case 1 -> disk.failForceAfter(random.nextInt(4));
                case 2 -> disk.failWriteAfter(random.nextInt(4));
                case 3 -> disk.limitTo(disk.usedBytes() + random.nextInt(8_000));
                case 4 -> disk.limitTo(Long.MAX_VALUE);
                case 12 -> disk.fillAtWrite(random.nextInt(3));
                case 5 -> restart();
                case 6, 7 -> seal();
                case 8 -> assertThat(urgent.step()).isNotNull();
                case 13, 14 -> reduce();
                default -> append();
            }
            if (disk.isPowerCut()) {
                restart();
            }
        }

        private void append() {
            List<Entry> next = entries.next(journal, 1 + random.nextInt(12), 4);
            try {
                journal.append(next);
                acknowledged.addAll(next);
                tried.clear();
            } catch (AuditException.Busy e) {
                disk.limitTo(Long.MAX_VALUE);
            } catch (AuditException.Uncertain e) {
                tried.add(next);
                assertThat(journal.end()).isEqualTo(acknowledged.size());
            }
        }

        /// What is deleted of the entry at a position, always the same.
        private static Entry reduced(Entry entry) {
            return switch ((int) (entry.position() % 7)) {
                case 1 -> entry.without(Set.of(Part.ACTOR, Part.DETAIL));
                case 3 -> entry.without(EnumSet.allOf(Part.class));
                case 5 -> entry.expired();
                default -> entry;
            };
        }

        /// One file loses what is to be deleted of it: for ever where the journal says so, perhaps
        /// where it failed.
        private void reduce() {
            if (acknowledged.isEmpty()) {
                return;
            }
            int from = random.nextInt(acknowledged.size());
            try {
                int to = Math.toIntExact(journal.reduce(from, Round::reduced));
                assertThat(to).isGreaterThan(from);
                for (int i = from; i < to; i++) {
                    acknowledged.set(i, reduced(acknowledged.get(i)));
                }
            } catch (AuditException.Busy e) {
                disk.limitTo(Long.MAX_VALUE);
                doubtful = true;
            } catch (UncheckedIOException e) {
                doubtful = true;
            }
            // Entries before it in the same file may have lost theirs as well.
            takeReduced();
        }

        private void takeReduced() {
            if (disk.isPowerCut()) {
                return;
            }
            for (int i = 0; i < acknowledged.size(); i++) {
                Entry found = journal.readEach(new long[] {i}).getFirst();
                assertThat(found).isIn(acknowledged.get(i), reduced(acknowledged.get(i)));
                acknowledged.set(i, found);
            }
        }

        private void open() {
            journal = FileJournal.open(disk, SEGMENT_BYTES, random);
            sealing = journal.sealing(() -> nanos);
            urgent = sealing.urgent();
        }

        /// A step, and perhaps another after a rest that was long enough for the last file.
        private void seal() {
            assertThat(sealing.step()).isNotNull();
            if (random.nextBoolean()) {
                nanos += TimeUnit.MINUTES.toNanos(random.nextInt(10));
                assertThat(sealing.step()).isNotNull();
            }
        }

        /// The process ends in one of the ways in which it can, and starts again.
        private void restart() {
            if (random.nextInt(3) == 0) {
                disk.kill();
            } else {
                disk.crash();
            }
            disk.limitTo(Long.MAX_VALUE);
            // Room may be missing for the first things that a start writes, and no more.
            disk.fillAtWrite(random.nextInt(4) == 0 ? random.nextInt(3) : Integer.MAX_VALUE);
            disk.failForceAfter(Integer.MAX_VALUE);
            disk.failWriteAfter(Integer.MAX_VALUE);
            disk.cutPowerAfter(random.nextInt(3) == 0 ? 1 + random.nextInt(6) : Integer.MAX_VALUE);
            try {
                open();
            } catch (UncheckedIOException e) {
                // The power went again while the journal was being opened, or the id tables had
                // to be made anew and there was no room.
                assertThat(disk.isPowerCut() || e.getCause() instanceof DiskFullException).isTrue();
                disk.limitTo(Long.MAX_VALUE);
                disk.fillAtWrite(Integer.MAX_VALUE);
                disk.crash();
                open();
            }
            disk.cutPowerAfter(Integer.MAX_VALUE);
            takeUnacknowledged();
        }

        /// One of the appends that ended uncertain since the last acknowledged one may be there, as
        /// a whole.
        private void takeUnacknowledged() {
            int known = acknowledged.size();
            int more = Math.toIntExact(journal.end()) - known;
            assertThat(more).isNotNegative();
            if (more > 0) {
                List<Entry> found = journal.read(known, more, Long.MAX_VALUE);
                assertThat(tried).contains(found);
                acknowledged.addAll(found);
            }
            assertThat(journal.quarantined()).isZero();
            if (doubtful) {
                takeReduced();
                doubtful = false;
            }
            JournalContract.agree(journal, acknowledged);
            for (List<Entry> entriesTried : tried) {
                boolean isThere = acknowledged.containsAll(entriesTried);
                for (Entry entry : entriesTried) {
                    assertThat(journal.find(entry.organization(), entry.id()).isPresent())
                            .isEqualTo(isThere);
                }
            }
            tried.clear();
        }
    }
}
