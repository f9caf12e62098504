package dev.indelible.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.ops.AuditException;
import dev.indelible.core.sealing.CheckpointJournal;
import dev.indelible.core.sealing.Round;
import dev.indelible.testkit.CheckpointJournalContract;
import dev.indelible.testkit.Rounds;
import dev.indelible.testkit.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // JUnit fills what each test begins with
class FileCheckpointJournalTest extends CheckpointJournalContract {
    private static final int ROUNDS = Integer.getInteger("indelible.rounds", 400);

    private SimulatedDisk disk;

    @Override
    protected CheckpointJournal open() {
        disk = new SimulatedDisk(new Random(1));
        return reopen();
    }

    @Override
    protected CheckpointJournal reopen() {
        return FileCheckpointJournal.open(disk);
    }

    @Test
    void nothingThatWasConfirmedIsEverLost() {
        long first = Long.getLong("indelible.seed", System.nanoTime());
        int rounds = System.getProperty("indelible.seed") == null ? ROUNDS : 1;
        for (long seed = first; seed < first + rounds; seed++) {
            try {
                liveOnce(new Random(seed));
            } catch (RuntimeException | IOException | Error e) {
                throw new AssertionError("repeat with -Dindelible.seed=" + seed, e);
            }
        }
    }

    /// A journal that meets crashes and faults; a round that failed may be there at the end of a
    /// life, if it was the last one tried.
    private static void liveOnce(Random random) throws IOException {
        var disk = new SimulatedDisk(random);
        List<Round> confirmed = new ArrayList<>();
        List<Round> tried = new ArrayList<>();
        CheckpointJournal journal = FileCheckpointJournal.open(disk);
        for (int i = 0; i < 60; i++) {
            switch (random.nextInt(12)) {
                case 0 -> disk.cutPowerAfter(1 + random.nextInt(6));
                case 1 -> disk.failForceAfter(random.nextInt(3));
                case 2 -> disk.failWriteAfter(random.nextInt(3));
                case 3 -> journal = restarted(disk, random, confirmed, tried);
                default -> {
                    Round round = Rounds.next(random, journal.heads(), 1 + random.nextInt(9), 5);
                    try {
                        journal.append(round);
                        confirmed.add(round);
                        tried.clear();
                    } catch (AuditException.Uncertain _) {
                        tried.add(round);
                    }
                }
            }
            if (disk.isPowerCut()) {
                journal = restarted(disk, random, confirmed, tried);
            }
            assertThat(journal.heads())
                    .isEqualTo(confirmed.stream().mapToLong(round -> round.heads().size()).sum());
        }
        agree(restarted(disk, random, confirmed, tried), confirmed);
    }

    private static CheckpointJournal restarted(
            SimulatedDisk disk, Random random, List<Round> confirmed, List<Round> tried) {
        if (random.nextInt(3) == 0) {
            disk.kill();
        } else {
            disk.crash();
        }
        disk.failForceAfter(Integer.MAX_VALUE);
        disk.failWriteAfter(Integer.MAX_VALUE);
        CheckpointJournal journal = opened(disk);
        var found = new ArrayList<Round>();
        journal.replay(found::add);
        if (found.size() == confirmed.size() + 1) {
            assertThat(tried).contains(found.getLast());
            confirmed.add(found.getLast());
        }
        assertThat(found).isEqualTo(confirmed);
        tried.clear();
        return journal;
    }

    private static CheckpointJournal opened(SimulatedDisk disk) {
        try {
            return FileCheckpointJournal.open(disk);
        } catch (UncheckedIOException e) {
            throw new AssertionError("no fault was planned", e);
        }
    }

    @Test
    void damageBeforeTheEndStopsTheStart() {
        var random = new Random(7);
        CheckpointJournal journal = reopen();
        for (int i = 0; i < 20; i++) {
            journal.append(Rounds.next(random, journal.heads(), 3, 5));
        }
        journal.close();
        String name = CheckpointFile.name(0);
        for (int i = 0; i < 200; i++) {
            disk.flipBit(name, random.nextInt((int) disk.size(name) * 9 / 10));
            assertThatThrownBy(this::reopen)
                    .isInstanceOfAny(AuditException.Corrupt.class, UncheckedIOException.class)
                    .hasMessageContaining("checkpoint journal");
            journal.close();
            disk = new SimulatedDisk(new Random(1));
            journal = reopen();
            for (int j = 0; j < 20; j++) {
                journal.append(Rounds.next(random, journal.heads(), 3, 5));
            }
            journal.close();
        }
    }

    @Test
    void missingFileStopsTheStart() throws IOException {
        var random = new Random(7);
        CheckpointJournal journal = reopen();
        journal.append(Rounds.next(random, 0, 3, 5));
        disk.failForceAfter(0);
        assertThatThrownBy(() -> journal.append(Rounds.next(random, 3, 3, 5)))
                .isInstanceOf(AuditException.Uncertain.class);
        journal.append(Rounds.next(random, 3, 3, 5));
        journal.close();
        disk.delete(CheckpointFile.name(0));

        assertThatThrownBy(this::reopen).hasMessageContaining("000000.checkpoints is missing");
    }
}
