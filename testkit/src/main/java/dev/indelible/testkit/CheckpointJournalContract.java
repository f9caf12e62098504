package dev.indelible.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.sealing.CheckpointJournal;
import dev.indelible.core.sealing.Head;
import dev.indelible.core.sealing.Round;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [CheckpointJournal] keeps, against the slow obvious definition: a list.
public abstract class CheckpointJournalContract {
    private final long seed = Long.getLong("indelible.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Round> model = new ArrayList<>();
    private CheckpointJournal journal;

    /// An empty journal.
    protected abstract CheckpointJournal open() throws Exception;

    /// The journal of the last [#open()], after it was closed.
    protected abstract CheckpointJournal reopen() throws Exception;

    /// Whether anything is left after closing.
    protected boolean survivesRestart() {
        return true;
    }

    @BeforeEach
    void openEmpty() throws Exception {
        System.out.println("seed=" + seed);
        journal = open();
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void emptyJournalHasNothing() {
        assertThat(journal.heads()).isZero();
        agree(journal, model);
    }

    @Test
    void roundsComeBackAsTheyWereAlsoAfterARestart() throws Exception {
        for (int i = 0; i < 300; i++) {
            Round round = Rounds.next(random, journal.heads(), 1 + random.nextInt(20), 30);
            journal.append(round);
            model.add(round);
            if (survivesRestart() && random.nextInt(100) == 0) {
                journal.close();
                journal = reopen();
            }
        }

        agree(journal, model);
    }

    @Test
    void roundThatDoesNotFollowIsRefused() {
        journal.append(Rounds.next(random, 0, 2, 3));

        assertThatThrownBy(() -> journal.append(Rounds.next(random, 3, 1, 3)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> journal.leaves(1, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    /// Asserts that a journal has just these rounds.
    public static void agree(CheckpointJournal journal, List<Round> rounds) {
        var replayed = new ArrayList<Round>();
        journal.replay(replayed::add);
        assertThat(replayed).isEqualTo(rounds);
        List<Head> heads = rounds.stream().flatMap(round -> round.heads().stream()).toList();
        assertThat(journal.heads()).isEqualTo(heads.size());
        for (int from = 0; from < heads.size(); from += 1 + heads.size() / 3) {
            for (int count : List.of(1, Math.min(256, heads.size() - from), heads.size() - from)) {
                List<byte[]> leaves = journal.leaves(from, count);
                assertThat(leaves).hasSize(count);
                for (int i = 0; i < count; i++) {
                    assertThat(leaves.get(i)).isEqualTo(heads.get(from + i).leaf());
                }
            }
        }
    }
}
