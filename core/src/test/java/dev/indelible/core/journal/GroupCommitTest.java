package dev.indelible.core.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import dev.indelible.event.Leaf;
import dev.indelible.event.Part;
import dev.indelible.event.Parts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private final MemoryJournal journal = new MemoryJournal();
    private long now = 1_000;
    private final InstantSource clock = () -> Instant.ofEpochMilli(now);
    private final GroupCommit writer = new GroupCommit(journal, clock);

    @Test
    void manyRequestsBecomeOneAppend() {
        var first = writer.submit(List.of(draft("a", 1, "x"), draft("b", 2, "x")), BatchMode.EACH);
        var second = writer.submit(List.of(draft("a", 3, "x")), BatchMode.EACH);
        assertThat(first).isNotDone();

        writer.step();

        assertThat(first.join())
                .containsExactly(
                        new Receipt.Accepted(new UUID(0, 1), 0),
                        new Receipt.Accepted(new UUID(0, 2), 0));
        assertThat(second.join()).containsExactly(new Receipt.Accepted(new UUID(0, 3), 1));
        assertThat(writer.groups()).isEqualTo(1);
        assertThat(journal.end()).isEqualTo(3);
    }

    @Test
    void whatNobodyAwaitsIsNotWaitedForAlone() {
        assertThat(commit(BatchMode.EACH, draft("a", 1, "x"))).hasSize(1);
        assertThat(commit(BatchMode.EACH_UNAWAITED, draft("a", 2, "x"))).hasSize(1);
        assertThat(journal.end()).isEqualTo(2);
        assertThat(writer.awaitedEnd()).isEqualTo(1);

        var one = writer.submit(List.of(draft("a", 3, "x")), BatchMode.EACH_UNAWAITED);
        var other = writer.submit(List.of(draft("a", 4, "x")), BatchMode.ALL_OR_NOTHING);
        writer.step();
        CompletableFuture.allOf(one, other).join();
        assertThat(writer.awaitedEnd()).isEqualTo(4);
    }

    @Test
    void sameIdAndContentIsADuplicateAlsoInsideOneGroup() {
        var receipts =
                commit(BatchMode.EACH, draft("a", 1, "x"), draft("a", 1, "x"), draft("a", 1, "y"));
        var again = commit(BatchMode.EACH, draft("a", 1, "x"));

        UUID id = new UUID(0, 1);
        assertThat(receipts)
                .containsExactly(
                        new Receipt.Accepted(id, 0),
                        new Receipt.Duplicate(id, 0),
                        new Receipt.Conflict(id, 0));
        assertThat(again).containsExactly(new Receipt.Duplicate(id, 0));
        assertThat(journal.end()).isEqualTo(1);
    }

    @Test
    void whatWasErasedOrHasExpiredIsStillADuplicateWhenItComesAgain() {
        Draft first = withActor(1, "{\"id\":\"u-1\"}");
        assertThat(commit(BatchMode.EACH, first, withActor(2, "{}"))).hasSize(2);
        journal.reduce(
                0,
                entry ->
                        entry.position() == 0
                                ? entry.without(Set.of(Part.ACTOR))
                                : entry.expired());

        // What an erased part said cannot be known any more; that it was there can.
        assertThat(commit(BatchMode.EACH, first, withActor(1, "{\"id\":\"u-2\"}")))
                .hasOnlyElementsOfType(Receipt.Duplicate.class);
        assertThat(commit(BatchMode.EACH, draft("a", 1, "x")))
                .hasOnlyElementsOfType(Receipt.Conflict.class);
        assertThat(commit(BatchMode.EACH, withActor(2, "{}"), draft("a", 2, "z")))
                .hasOnlyElementsOfType(Receipt.Duplicate.class);
        assertThat(journal.end()).isEqualTo(2);
    }

    private static Draft withActor(long id, String actor) {
        return new Draft(
                "a",
                new UUID(0, id),
                "key",
                new byte[Leaf.SEED_BYTES],
                Parts.of(
                        Map.of(
                                Part.CORE,
                                "{\"action\":\"x\"}".getBytes(UTF_8),
                                Part.ACTOR,
                                actor.getBytes(UTF_8))));
    }

    @Test
    void sameIdInAnotherOrganizationIsAnotherEvent() {
        var receipts = commit(BatchMode.EACH, draft("a", 1, "x"), draft("b", 1, "y"));

        assertThat(receipts).hasOnlyElementsOfType(Receipt.Accepted.class);
    }

    @Test
    void conflictKeepsAnAllOrNothingBatchOut() {
        assertThat(commit(BatchMode.EACH, draft("a", 1, "x"))).hasSize(1);

        var receipts =
                commit(
                        BatchMode.ALL_OR_NOTHING,
                        draft("a", 2, "x"),
                        draft("a", 1, "y"),
                        draft("a", 1, "x"));

        assertThat(receipts)
                .containsExactly(
                        new Receipt.Withheld(new UUID(0, 2)),
                        new Receipt.Conflict(new UUID(0, 1), 0),
                        new Receipt.Duplicate(new UUID(0, 1), 0));
        assertThat(journal.end()).isEqualTo(1);
    }

    @Test
    void timeOfReceiptDoesNotMakeAnotherContent() {
        String core = "{\"id\":\"00000000-0000-0000-0000-000000000001\",\"time\":\"%s\"%s}";
        String marked = ",\"timeFrom\":\"receipt\",\"action\":\"a\"";
        String first = core.formatted("2026-01-01T00:00:00.000Z", marked);
        assertThat(commit(BatchMode.EACH, core(first))).hasSize(1);
        var resent =
                commit(BatchMode.EACH, core(core.formatted("2026-01-01T00:00:09.000Z", marked)));
        String unmarked = core.formatted("2026-01-01T00:00:09.000Z", ",\"action\":\"a\"");
        var told = commit(BatchMode.EACH, core(unmarked));

        assertThat(resent).hasOnlyElementsOfType(Receipt.Duplicate.class);
        assertThat(told).hasOnlyElementsOfType(Receipt.Conflict.class);
    }

    @Test
    void clockSetBackDoesNotMakeTheLogRunBackwards() {
        assertThat(commit(BatchMode.EACH, draft("a", 1, "x"))).hasSize(1);
        now = 500;
        assertThat(commit(BatchMode.EACH, draft("a", 2, "x"))).hasSize(1);

        assertThat(journal.read(0, 10, Long.MAX_VALUE))
                .extracting(Entry::receivedMillis)
                .containsExactly(1_000L, 1_000L);
    }

    @Test
    void whoFindsNoRoomIsToldAtOnce() {
        byte[] large = new byte[20 << 20];
        var first = writer.submit(List.of(large("a", 0, large)), BatchMode.EACH);
        var second = writer.submit(List.of(large("a", 1, large)), BatchMode.EACH);
        var tooMuchOfOne = List.of(large("a", 2, large));

        assertThatThrownBy(() -> writer.submit(tooMuchOfOne, BatchMode.EACH))
                .isInstanceOfSatisfying(
                        Busy.class, e -> assertThat(e.problem()).isEqualTo(Problem.QUEUE_FULL));
        assertThatThrownBy(() -> writer.requireRoom(Optional.of("a"))).isInstanceOf(Busy.class);
        writer.requireRoom(Optional.of("b"));
        var taken = writer.submit(List.of(large("b", 3, large)), BatchMode.EACH);
        var tooMuchOfAll = List.of(large("c", 4, large));
        assertThatThrownBy(() -> writer.submit(tooMuchOfAll, BatchMode.EACH))
                .isInstanceOf(Busy.class);
        assertThatThrownBy(() -> writer.requireRoom(Optional.of("c"))).isInstanceOf(Busy.class);
        assertThatThrownBy(() -> writer.requireRoom(Optional.empty())).isInstanceOf(Busy.class);
        writer.stop();
        assertThat(List.of(first, second, taken)).allSatisfy(one -> assertThat(one).isCompleted());
        assertThat(writer.waitingBytes()).isZero();
        assertThatCode(() -> writer.requireRoom(Optional.of("a"))).doesNotThrowAnyException();
    }

    @Test
    void organizationsTakeTurns() {
        byte[] large = new byte[Limits.GROUP_BYTES_MAX / 4];
        var flood = new ArrayList<CompletableFuture<List<Receipt>>>();
        for (int i = 0; i < 6; i++) {
            flood.add(writer.submit(List.of(large("a", i, large)), BatchMode.EACH));
        }
        var calm = writer.submit(List.of(draft("b", 100, "x")), BatchMode.EACH);
        var calmToo = writer.submit(List.of(draft("b", 101, "x")), BatchMode.EACH);
        writer.step();

        assertThat(calm).isCompletedWithValue(List.of(new Receipt.Accepted(new UUID(0, 100), 0)));
        assertThat(calmToo)
                .isCompletedWithValue(List.of(new Receipt.Accepted(new UUID(0, 101), 1)));
        assertThat(flood.get(0)).isCompleted();
        assertThat(flood.get(5)).isNotCompleted();
        writer.stop();
        for (int i = 0; i < 6; i++) {
            assertThat(flood.get(i))
                    .isCompletedWithValue(List.of(new Receipt.Accepted(new UUID(0, i), i)));
        }
    }

    @Test
    void whoSendsLittleWaitsForOneWriteOfTheOthersAndNoMore() {
        byte[] large = new byte[Limits.CONTESTED_BYTES_MAX * 2];
        var flood = new ArrayList<CompletableFuture<List<Receipt>>>();
        for (int i = 0; i < 4; i++) {
            flood.add(writer.submit(List.of(by("flood", large("a", i, large))), BatchMode.EACH));
        }
        var before = writer.submit(List.of(by("calm", draft("b", 100, "x"))), BatchMode.EACH);
        writer.step();
        var after = writer.submit(List.of(by("calm", draft("b", 101, "x"))), BatchMode.EACH);
        assertThat(writer.isContested()).isTrue();
        assertThat(flood.get(0)).isCompleted();
        assertThat(flood.get(1)).isNotCompleted();
        writer.step();

        assertThat(List.of(before, after)).allSatisfy(one -> assertThat(one).isCompleted());
        assertThat(flood.get(1)).isNotCompleted();
        now += 1_000;
        assertThat(writer.isContested()).isFalse();
        writer.step();
        assertThat(flood.subList(1, 3)).allSatisfy(one -> assertThat(one).isCompleted());
    }

    @Test
    void turnsAreByBytesAndNotByRequests() {
        byte[] large = new byte[Limits.GROUP_BYTES_MAX];
        var big = new ArrayList<CompletableFuture<List<Receipt>>>();
        for (int i = 0; i < 3; i++) {
            big.add(writer.submit(List.of(large("a", i, large)), BatchMode.EACH));
        }
        byte[] medium = new byte[Limits.GROUP_BYTES_MAX / 8];
        for (int i = 0; i < 16; i++) {
            var one = writer.submit(List.of(large("b", 100 + i, medium)), BatchMode.EACH);
            assertThat(one).isNotDone();
        }
        for (int groups = 0; groups < 4; groups++) {
            writer.step();
        }

        assertThat(journal.organizations().get("a")).isEqualTo(2);
        assertThat(journal.organizations().get("b")).isBetween(8L, 16L);
        writer.stop();
        assertThat(big).allSatisfy(one -> assertThat(one).isCompleted());
    }

    @Test
    void oneSenderOrOneOrganizationContestsNothing() {
        List<Draft> all =
                List.of(
                        by("k", draft("a", 1, "x")),
                        by("k", draft("b", 2, "x")),
                        by("l", draft("a", 3, "x")),
                        by("indelible", draft("c", 4, "x")));
        for (Draft draft : all) {
            assertThat(writer.submit(List.of(draft), BatchMode.EACH)).isNotDone();
        }
        writer.step();

        assertThat(writer.isContested()).isFalse();
    }

    private static Draft by(String key, Draft draft) {
        return new Draft(draft.organization(), draft.id(), key, draft.seed(), draft.parts());
    }

    @Test
    void failedAppendIsToldToEverybodyInTheGroupAndTheNextGoesOn() {
        var failing = new FailingJournal();
        var failingWriter = new GroupCommit(failing, clock);
        var lost = failingWriter.submit(List.of(draft("a", 1, "x")), BatchMode.EACH);
        failingWriter.step();
        failing.fails = false;
        var repeated = failingWriter.submit(List.of(draft("a", 1, "x")), BatchMode.EACH);
        failingWriter.step();

        assertThat(lost).isCompletedExceptionally();
        assertThat(repeated.join()).containsExactly(new Receipt.Accepted(new UUID(0, 1), 0));
    }

    @Test
    void afterTheStopNothingIsTaken() {
        writer.stop();

        assertThatThrownBy(() -> writer.submit(List.of(draft("a", 1, "x")), BatchMode.EACH))
                .isInstanceOf(Busy.class);
    }

    private List<Receipt> commit(BatchMode mode, Draft... drafts) {
        var receipts = writer.submit(List.of(drafts), mode);
        writer.step();
        return receipts.join();
    }

    private static Draft draft(String organization, long id, String content) {
        return new Draft(
                organization,
                new UUID(0, id),
                "key",
                new byte[Leaf.SEED_BYTES],
                Parts.of(Map.of(Part.CORE, ("{\"action\":\"" + content + "\"}").getBytes(UTF_8))));
    }

    private static Draft core(String core) {
        return new Draft(
                "a",
                new UUID(0, 1),
                "key",
                new byte[Leaf.SEED_BYTES],
                Parts.of(Map.of(Part.CORE, core.getBytes(UTF_8))));
    }

    private static Draft large(String organization, long id, byte[] core) {
        return new Draft(
                organization,
                new UUID(0, id),
                "key",
                new byte[Leaf.SEED_BYTES],
                Parts.of(Map.of(Part.CORE, core)));
    }

    /// A journal whose disk is broken until it is not.
    private static final class FailingJournal implements Journal {
        private final MemoryJournal journal = new MemoryJournal();
        private boolean fails = true;

        @Override
        public void append(List<Entry> entries) {
            if (fails) {
                throw new Busy(Problem.DISK_FULL, Duration.ofSeconds(1), "full");
            }
            journal.append(entries);
        }

        @Override
        public long end() {
            return journal.end();
        }

        @Override
        public long nextSequence(String organization) {
            return journal.nextSequence(organization);
        }

        @Override
        public Map<String, Long> organizations() {
            return journal.organizations();
        }

        @Override
        public List<Entry> read(long fromPosition, int countMax, long bytesMax) {
            return journal.read(fromPosition, countMax, bytesMax);
        }

        @Override
        public List<Entry> readEach(long[] positions) {
            return journal.readEach(positions);
        }

        @Override
        public List<Entry> readOf(String organization, long from, int countMax, long bytesMax) {
            return journal.readOf(organization, from, countMax, bytesMax);
        }

        @Override
        public List<Entry> readSealedOf(
                String organization, long from, int countMax, long bytesMax) {
            return journal.readSealedOf(organization, from, countMax, bytesMax);
        }

        @Override
        public long reduce(long fromPosition, UnaryOperator<Entry> reduction) {
            return journal.reduce(fromPosition, reduction);
        }

        @Override
        public OptionalLong find(String organization, UUID id) {
            return journal.find(organization, id);
        }

        @Override
        public void close() {
            journal.close();
        }
    }
}
