package dev.indelible.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.AuditException.Uncertain;
import dev.indelible.core.ops.Limits;
import dev.indelible.event.Leaf;
import dev.indelible.event.Part;
import dev.indelible.event.Parts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class PiecesTest {
    private static final int LARGE = 16;

    private final FailingJournal journal = new FailingJournal();
    private final GroupCommit writer = new GroupCommit(journal, () -> Instant.ofEpochMilli(1_000));

    PiecesTest() {
        journal.fails = false;
    }

    @Test
    void oneEventIsKeptBeforeTheEndOfALargeRequestOfOthers() {
        contest();
        var large = writer.submit(large(), BatchMode.EACH);
        writer.step();
        var calm = writer.submit(List.of(draft("calm", 200, 0)), BatchMode.EACH);
        writer.step();

        assertThat(calm).isCompleted();
        assertThat(large).isNotDone();
        writer.stop();
        assertThat(large.join())
                .isEqualTo(
                        large().stream()
                                .map(draft ->
                                        new Receipt.Accepted(
                                                draft.id(), draft.id().getLeastSignificantBits()))
                                .toList());
        assertThat(writer.waitingBytes()).isZero();
    }

    @Test
    void whatIsPromisedWholeOrHasNobodyBesideItIsNotCut() {
        var alone = writer.submit(large(), BatchMode.EACH);
        writer.step();
        assertThat(alone).isCompleted();
        contest();
        var whole = writer.submit(large(), BatchMode.ALL_OR_NOTHING);
        writer.step();
        assertThat(whole).isCompleted();
        journal.room = 8L << 20;
        var onAFullDisk = writer.submit(large(), BatchMode.EACH);
        writer.step();
        assertThat(onAFullDisk).isCompleted();
    }

    @Test
    void whoseEventsAreKeptInPartIsToldSoAndSendsThemAgain() {
        contest();
        var large = writer.submit(large(), BatchMode.EACH);
        writer.step();
        journal.fails = true;
        writer.stop();
        assertThatThrownBy(large::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(Uncertain.class)
                .hasMessageContaining("a part of the events was kept")
                .hasMessageContaining("full");
        long kept = journal.nextSequence("large");
        assertThat(kept).isBetween(1L, LARGE - 1L);

        journal.fails = false;
        var again = new GroupCommit(journal, () -> Instant.ofEpochMilli(1_000));
        var receipts = again.submit(large(), BatchMode.EACH);
        again.stop();
        assertThat(receipts.join().subList(0, (int) kept))
                .hasOnlyElementsOfType(Receipt.Duplicate.class);
        assertThat(journal.nextSequence("large")).isEqualTo(LARGE);
    }

    @Test
    void whoseEventsAreAllRefusedIsToldWhatTheDiskSays() {
        contest();
        var large = writer.submit(large(), BatchMode.EACH);
        journal.fails = true;
        writer.stop();

        assertThatThrownBy(large::join).cause().isInstanceOf(Busy.class).hasMessage("full");
        assertThat(journal.nextSequence("large")).isZero();
    }

    @Test
    void eventsOfSeveralOrganizationsKeepTheirOrder() {
        contest();
        var mixed = new ArrayList<Draft>();
        for (int i = 0; i < LARGE; i++) {
            mixed.add(draft(i % 3 == 2 ? "calm" : "large", i, Limits.PIECE_BYTES_MAX / 3));
        }
        var receipts = writer.submit(mixed, BatchMode.EACH);
        writer.step();
        writer.stop();

        var numbers = List.of(0, 1, 1, 2, 3, 2, 4, 5, 3, 6, 7, 4, 8, 9, 5, 10);
        assertThat(receipts.join().stream().map(receipt -> ((Receipt.Accepted) receipt).sequence()))
                .containsExactlyElementsOf(numbers.stream().map(Integer::longValue).toList());
    }

    /// Two senders of small requests, whose order the others go by.
    private void contest() {
        var first = writer.submit(List.of(draft("other", 100, 0)), BatchMode.EACH);
        var second = writer.submit(List.of(draft("calm", 101, 0)), BatchMode.EACH);
        writer.step();
        assertThat(CompletableFuture.allOf(first, second)).isCompleted();
        assertThat(writer.isContested()).isTrue();
    }

    private static List<Draft> large() {
        var drafts = new ArrayList<Draft>();
        for (int i = 0; i < LARGE; i++) {
            drafts.add(draft("large", i, Limits.PIECE_BYTES_MAX / 2));
        }
        return drafts;
    }

    private static Draft draft(String organization, long id, int bytes) {
        return new Draft(
                organization,
                new UUID(0, id),
                organization,
                new byte[Leaf.SEED_BYTES],
                Parts.of(Map.of(Part.CORE, new byte[bytes])));
    }
}
