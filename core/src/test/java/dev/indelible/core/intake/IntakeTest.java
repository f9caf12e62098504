package dev.indelible.core.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.indelible.core.journal.BatchMode;
import dev.indelible.core.journal.GroupCommit;
import dev.indelible.core.journal.MemoryJournal;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.protection.DefaultRules;
import dev.indelible.core.protection.Redaction;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.Detail;
import dev.indelible.event.EventReader;
import dev.indelible.event.InvalidEventException;
import dev.indelible.event.Json;
import dev.indelible.event.SentEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static final String ID = "0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e60";
    private static final Candidate REFUSED =
            new Candidate.Refused(
                    new InvalidEventException(
                            InvalidEventException.Code.WRONG_TYPE, "actor", "no actor"));

    private final MemoryJournal journal = new MemoryJournal();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InstantSource clock = () -> now;
    private final GroupCommit writer = new GroupCommit(journal, clock);
    private final Intake intake =
            new Intake(writer, Redaction.none(), FairShare.none(), clock, new Random(1));
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Thread thread = Thread.ofPlatform().start(this::write);

    private void write() {
        while (!stopping.get()) {
            assertThat(writer.step()).isZero();
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        stopping.set(true);
        thread.join();
    }

    @Test
    void eventGetsWhatItLacks() {
        Result result = one("{\"action\":\"user.login\"}", Optional.empty());

        AuditEvent stored = EventReader.event(journal.read(0, 1, 1).getFirst().parts());
        assertThat(result.status()).isEqualTo(Result.Status.ACCEPTED);
        assertThat(stored.id()).isEqualTo(result.id());
        assertThat(stored.id()).extracting(UUID::version).isEqualTo(7);
        assertThat(stored.time()).hasToString("2026-01-01T00:00:00.000Z");
        assertThat(stored.timeFrom()).isEqualTo("receipt");
        assertThat(stored.organization()).isEqualTo("acme");
    }

    @Test
    void secretsAreTakenOutBeforeAnEventIsKeptAndTheSameEventStaysTheSame() {
        var redacting =
                new Intake(
                        writer,
                        new Redaction(DefaultRules.all()),
                        FairShare.none(),
                        clock,
                        new Random(1));
        String event =
                "{\"id\":\"%s\",\"action\":\"a\",\"detail\":{\"description\":\"pwd=hunter2\"}}"
                        .formatted(ID);

        List<Result.Status> statuses = List.of(oneBy(redacting, event), oneBy(redacting, event));

        assertThat(statuses).containsExactly(Result.Status.ACCEPTED, Result.Status.DUPLICATE);
        assertThat(new String(journal.read(0, 1, 1).getFirst().text(), StandardCharsets.UTF_8))
                .contains("\"description\":\"pwd=[redacted: password]\"");
    }

    @Test
    void foreignEventThatGetsAnotherIdKeepsNoSecretEither() {
        var redacting =
                new Intake(
                        writer,
                        new Redaction(DefaultRules.all()),
                        FairShare.none(),
                        clock,
                        new Random(1));

        List.of("hunter1", "hunter2")
                .forEach(secret ->
                        redacting.accept(
                                List.of(
                                        foreign(
                                                "{\"pin\":\"%1$s\",\"password\":\"%1$s\"}"
                                                        .formatted(secret))),
                                place(Optional.empty(), BatchMode.EACH)));

        assertThat(journal.end()).isEqualTo(2);
        assertThat(new String(journal.read(1, 1, 1).getFirst().text(), StandardCharsets.UTF_8))
                .contains("{\"pin\":\"hunter2\",\"password\":\"[redacted: password]\"}");
    }

    @Test
    void equalEventsWithoutIdAreTwoUnlessTheRequestHasAKey() {
        Result first = one("{\"action\":\"a\"}", Optional.empty());
        Result second = one("{\"action\":\"a\"}", Optional.empty());
        Result keyed = one("{\"action\":\"a\"}", Optional.of("k"));
        now = now.plusSeconds(5);
        Result resent = one("{\"action\":\"a\"}", Optional.of("k"));

        assertThat(List.of(first, second, keyed))
                .extracting(Result::status)
                .containsOnly(Result.Status.ACCEPTED);
        assertThat(resent.status()).isEqualTo(Result.Status.DUPLICATE);
        assertThat(resent.id()).isEqualTo(keyed.id());
        assertThat(journal.end()).isEqualTo(3);
    }

    @Test
    void oneBadEventNeverSinksItsBatch() {
        List<Result> results =
                intake.accept(
                        List.of(understood("{\"action\":\"a\"}"), REFUSED),
                        place(Optional.empty(), BatchMode.EACH));

        assertThat(results)
                .extracting(Result::status)
                .containsExactly(Result.Status.ACCEPTED, Result.Status.REJECTED);
        assertThat(journal.end()).isEqualTo(1);
    }

    @Test
    void allOrNothingBatchIsWithheldForOneBadEvent() {
        List<Result> results =
                intake.accept(
                        List.of(understood("{\"action\":\"a\"}"), REFUSED),
                        place(Optional.empty(), BatchMode.ALL_OR_NOTHING));

        assertThat(results)
                .extracting(Result::code)
                .containsExactly("batch-withheld", "wrong-type");
        assertThat(journal.end()).isZero();
    }

    @Test
    void foreignEventWhoseIdWasUsedIsKeptUnderAnother() {
        List<Candidate> both = List.of(foreign("{\"n\":1}"), foreign("{\"n\":2}"));
        Placement placement = place(Optional.empty(), BatchMode.EACH);

        List<Result> first = intake.accept(both, placement);
        List<Result> again = intake.accept(both, placement);

        assertThat(first).extracting(Result::status).containsOnly(Result.Status.ACCEPTED);
        assertThat(again).extracting(Result::status).containsOnly(Result.Status.DUPLICATE);
        AuditEvent second = EventReader.event(journal.read(1, 1, 1).getFirst().parts());
        assertThat(second.id()).extracting(UUID::version).isEqualTo(8);
        assertThat(second.unforeseen()).isEqualTo("its id stands for another event");
        assertThat(journal.end()).isEqualTo(2);
    }

    @Test
    void nativeEventWhoseIdWasUsedIsAConflict() {
        String event = "{\"id\":\"" + ID + "\",\"action\":\"%s\"}";

        Result first = one(event.formatted("a"), Optional.empty());
        Result other = one(event.formatted("b"), Optional.empty());
        Result same = one(event.formatted("a"), Optional.empty());

        assertThat(first.status()).isEqualTo(Result.Status.ACCEPTED);
        assertThat(other.code()).isEqualTo("event-conflict");
        assertThat(same.status()).isEqualTo(Result.Status.DUPLICATE);
    }

    @Test
    void whatIsInTheLogIsToldSoWhereNothingNewIsTakenAnyMore() {
        Candidate known = understood("{\"id\":\"" + ID + "\",\"action\":\"a\"}");
        Candidate other = understood("{\"id\":\"" + ID + "\",\"action\":\"b\"}");
        Placement open = place(Optional.empty(), BatchMode.EACH);
        assertThat(intake.accept(List.of(known), open)).hasSize(1);
        Result keyed = one("{\"action\":\"k\"}", Optional.of("k"));

        List<Result> results =
                intake.accept(
                        List.of(known, other, understood("{\"action\":\"c\"}")),
                        closed(Optional.empty(), BatchMode.EACH));
        List<Result> resent =
                intake.accept(
                        List.of(understood("{\"action\":\"k\"}")),
                        closed(Optional.of("k"), BatchMode.EACH));

        assertThat(results)
                .extracting(Result::status, Result::code, Result::sequence)
                .containsExactly(
                        tuple(Result.Status.DUPLICATE, null, 0L),
                        tuple(Result.Status.REJECTED, "event-conflict", 0L),
                        tuple(Result.Status.REJECTED, "closed", null));
        assertThat(resent)
                .extracting(Result::status, Result::id)
                .containsExactly(tuple(Result.Status.DUPLICATE, keyed.id()));
        assertThat(journal.end()).isEqualTo(2);
    }

    /// The first stands in the log under its id, the second under another.
    @Test
    void foreignEventsAreFoundUnderBothNamesWhereNothingNewIsTakenAnyMore() {
        List<Candidate> both = List.of(foreign("{\"n\":1}"), foreign("{\"n\":2}"));
        Placement open = place(Optional.empty(), BatchMode.EACH);
        assertThat(intake.accept(both, open)).hasSize(2);

        List<Result> again =
                intake.accept(
                        List.of(both.get(0), both.get(1), foreign("{\"n\":3}")),
                        closed(Optional.empty(), BatchMode.EACH));

        assertThat(again)
                .extracting(Result::status, Result::code)
                .containsExactly(
                        tuple(Result.Status.DUPLICATE, null),
                        tuple(Result.Status.DUPLICATE, null),
                        tuple(Result.Status.REJECTED, "closed"));
        assertThat(journal.end()).isEqualTo(2);
    }

    @Test
    void allOrNothingBatchIsTakenWithWhatIsKnownInAClosedLevelAndWithheldForWhatIsNew() {
        String event = "{\"id\":\"%s\",\"action\":\"%s\"}";
        Candidate known = understood(event.formatted(ID, "closed"));
        Candidate unknown = understood(event.formatted(ID.replace('0', '1'), "closed"));
        Candidate open = understood("{\"action\":\"open\"}");
        Placement each = place(Optional.empty(), BatchMode.EACH);
        assertThat(intake.accept(List.of(known), each)).hasSize(1);
        Placement closed = closed(Optional.empty(), BatchMode.ALL_OR_NOTHING);

        List<Result> withheld = intake.accept(List.of(open, known, unknown), closed);
        List<Result> taken = intake.accept(List.of(open, known), closed);

        assertThat(withheld)
                .extracting(Result::status, Result::code)
                .containsExactly(
                        tuple(Result.Status.REJECTED, "batch-withheld"),
                        tuple(Result.Status.DUPLICATE, null),
                        tuple(Result.Status.REJECTED, "closed"));
        assertThat(taken)
                .extracting(Result::status)
                .containsExactly(Result.Status.ACCEPTED, Result.Status.DUPLICATE);
        assertThat(journal.end()).isEqualTo(2);
    }

    /// What is refused must be recorded first; if it cannot be, the sender comes again with all.
    @Test
    void nothingIsKeptOfARequestThatCannotBePlacedNow() {
        Placement placement =
                new Placement(
                        "key",
                        named -> {
                            if (named.equals(Optional.of("globex"))) {
                                throw new Busy(Problem.QUEUE_FULL, Duration.ofSeconds(1), "full");
                            }
                            return "acme";
                        },
                        Optional.empty(),
                        BatchMode.EACH);
        List<Candidate> both =
                Stream.of("{\"action\":\"a\"}", "{\"action\":\"b\",\"organization\":\"globex\"}")
                        .map(IntakeTest::understood)
                        .toList();

        assertThatThrownBy(() -> intake.accept(both, placement)).isInstanceOf(Busy.class);
        assertThat(journal.end()).isZero();
    }

    private Result one(String event, Optional<String> idempotencyKey) {
        return intake.accept(List.of(understood(event)), place(idempotencyKey, BatchMode.EACH))
                .getFirst();
    }

    private static Result.Status oneBy(Intake intake, String event) {
        return intake.accept(List.of(understood(event)), place(Optional.empty(), BatchMode.EACH))
                .getFirst()
                .status();
    }

    private static Placement place(Optional<String> idempotencyKey, BatchMode mode) {
        return new Placement("key-1", _ -> "acme", idempotencyKey, mode);
    }

    /// Where all is closed but what is called open.
    private static Placement closed(Optional<String> idempotencyKey, BatchMode mode) {
        var organizations =
                new Placement.Organizations() {
                    @Override
                    public String of(Optional<String> named) {
                        return "acme";
                    }

                    @Override
                    public Optional<Rejected> closing(SentEvent placed, String organization) {
                        return placed.event().action().equals("open")
                                ? Optional.empty()
                                : Optional.of(new Rejected(Problem.CLOSED, "closed"));
                    }
                };
        return new Placement("key-1", organizations, idempotencyKey, mode);
    }

    private static Candidate understood(String event) {
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
        return new Candidate.Understood(EventReader.read(bytes, 0, bytes.length));
    }

    private static Candidate foreign(String original) {
        AuditEvent event =
                AuditEvent.named("a")
                        .id(UUID.fromString(ID))
                        .format("generic")
                        .detail(Detail.original(Json.parse(original)))
                        .build();
        return new Candidate.Understood(SentEvent.of(event));
    }
}
