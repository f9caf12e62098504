package dev.indelible.core.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Grant;
import dev.indelible.core.access.Level;
import dev.indelible.core.access.Role;
import dev.indelible.core.intake.FairShare;
import dev.indelible.core.intake.Intake;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.GroupCommit;
import dev.indelible.core.journal.MemoryJournal;
import dev.indelible.core.lifecycle.MemoryNotes;
import dev.indelible.core.lifecycle.Notes;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.protection.Redaction;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.Category;
import dev.indelible.event.Client;
import dev.indelible.event.EventReader;
import dev.indelible.event.Operation;
import dev.indelible.event.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What changes rights is told before it is made, and what takes them away does not wait.
class ChangesTest {
    private static final Level ACME = Level.organization("acme");
    private static final Caller JANE =
            Caller.ofKey("k1", "Jane's key", Set.of(new Grant(Role.READER, ACME)))
                    .from(new Client("203.0.113.7", "curl", null, null, null));

    private final AtomicLong millis =
            new AtomicLong(Instant.parse("2026-01-01T10:00:00Z").toEpochMilli());
    private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    private final MemoryNotes notes = new MemoryNotes();
    private final MemoryJournal journal = new MemoryJournal();
    private final GroupCommit writer = new GroupCommit(journal, clock);
    private final Trail trail =
            new Trail(
                    new Intake(writer, Redaction.none(), FairShare.none(), clock, new Random(1)),
                    clock,
                    new Random(2),
                    notes);
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Thread writing = Thread.ofVirtual().start(this::write);

    private void write() {
        while (!stopping.get()) {
            writer.step();
        }
    }

    @AfterEach
    void stop() throws Exception {
        stopping.set(true);
        writing.join();
    }

    private void make(Act act) {
        trail.<Act>teller(JANE, told -> told).tell(act, () -> {});
    }

    @Test
    void changeIsDurableOnReturnAndTellsWhoWhatAndWhere() {
        make(
                Act.of("key.create", Operation.CREATE, Level.project("acme", "shop"))
                        .on("key", "k2", "new")
                        .labelled("roles", "writer"));

        assertThat(journal.nextSequence("acme")).isEqualTo(1);
        AuditEvent event = events("acme").getFirst();
        assertThat(event.action()).isEqualTo("key.create");
        assertThat(event.category()).isEqualTo(Category.ADMIN_ACTIVITY);
        assertThat(event.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(event.service()).isEqualTo("indelible");
        assertThat(event.project()).isEqualTo("shop");
        assertThat(event.actor().id()).isEqualTo("k1");
        assertThat(event.client()).isEqualTo(JANE.client());
        assertThat(event.targets().getFirst().id()).isEqualTo("k2");
        assertThat(entries("acme").getFirst().draft().key()).isEqualTo("indelible");
    }

    @Test
    void whatConcernsNoOrganizationIsInTheLogOfTheInstance() {
        make(Act.of("x.create", Operation.CREATE, Level.INSTANCE));

        assertThat(events("indelible")).hasSize(1);
    }

    /// Else who waits until nothing can be written gives a right that nobody sees.
    @Test
    void nothingIsGivenThatTheLogCannotTell() throws Exception {
        Trail full = full();
        var made = new ArrayList<String>();

        assertThatThrownBy(() ->
                        full.<String>teller(JANE, ChangesTest::created)
                                .tell("k2", () -> made.add("k2")))
                .isInstanceOf(AuditException.class);

        assertThat(made).isEmpty();
        assertThat(full.waitingEvents()).isZero();
        assertThat(notes.all()).isEmpty();
    }

    /// Else who has a stolen key sends by it until it cannot be revoked.
    @Test
    void whatTakesARightAwayIsMadeAndToldLaterAlsoAfterAKill() throws Exception {
        Trail full = full();
        var made = new ArrayList<String>();

        full.<String>withdrawing(JANE, ChangesTest::revoked).tell("k2", () -> made.add("k2"));

        assertThat(made).containsExactly("k2");
        assertThat(full.step()).isPositive();
        assertThat(journal.end()).isZero();
        // Nothing of the trail before is left but its notes.
        var again = new GroupCommit(journal, clock);
        var serving = new AtomicBoolean(true);
        Thread writer =
                Thread.ofVirtual()
                        .start(() -> {
                            while (serving.get()) {
                                again.step();
                            }
                        });
        Trail restarted = trail(again);
        assertThat(restarted.step()).isZero();
        restarted.flush();
        serving.set(false);
        writer.join();
        assertThat(events("acme"))
                .extracting(AuditEvent::action, event -> event.targets().getFirst().id())
                .containsExactly(tuple("key.revoke", "k2"));
        assertThat(events("acme").getFirst().client()).isEqualTo(JANE.client());
        assertThat(notes.all()).isEmpty();
        assertThat(restarted.waitingEvents()).isZero();
    }

    @Test
    void whatFailsAfterItWasToldIsToldAsFailed() {
        assertThatThrownBy(() ->
                        trail.<String>teller(JANE, ChangesTest::created)
                                .tell(
                                        "k2",
                                        () -> {
                                            assertThat(events("acme")).hasSize(1);
                                            throw new IllegalStateException("no disk");
                                        }))
                .hasMessage("no disk");

        List<AuditEvent> events = events("acme");
        assertThat(events)
                .extracting(AuditEvent::action, AuditEvent::outcome)
                .containsExactly(
                        tuple("key.create", Outcome.SUCCESS), tuple("key.create", Outcome.FAILURE));
        assertThat(events.getLast().correlationId())
                .isEqualTo(String.valueOf(events.getFirst().id()));
    }

    private static Act created(String key) {
        return Act.of("key.create", Operation.CREATE, ACME).on("key", key, null);
    }

    private static Act revoked(String key) {
        return Act.of("key.revoke", Operation.DELETE, ACME).on("key", key, null);
    }

    /// One whose intake takes nothing any more.
    private Trail full() throws Exception {
        stopping.set(true);
        writing.join();
        writer.abandon();
        return trail(writer);
    }

    private Trail trail(GroupCommit into) {
        return new Trail(
                new Intake(into, Redaction.none(), FairShare.none(), clock, new Random(1)),
                clock,
                new Random(3),
                notes);
    }

    /// Else somebody looks around of whom a kill leaves no trace.
    @Test
    void nobodySignsInUnseen() throws Exception {
        Act signingIn = Act.of("session.create", Operation.CREATE, ACME);
        assertThat(trail.signIn(JANE, signingIn, () -> events("acme").size())).isEqualTo(1);
        assertThatThrownBy(() ->
                        trail.signIn(
                                JANE,
                                signingIn,
                                () -> {
                                    throw new IllegalStateException("too many");
                                }))
                .hasMessage("too many");
        assertThat(events("acme"))
                .extracting(AuditEvent::category, AuditEvent::outcome)
                .containsExactly(
                        tuple(Category.SIGN_IN, Outcome.SUCCESS),
                        tuple(Category.SIGN_IN, Outcome.SUCCESS),
                        tuple(Category.SIGN_IN, Outcome.FAILURE));
        Trail full = full();
        var made = new ArrayList<String>();

        assertThatThrownBy(() -> full.signIn(JANE, signingIn, () -> made.add("session")))
                .isInstanceOf(AuditException.class);

        assertThat(made).isEmpty();
        assertThat(full.waitingEvents()).isZero();
        assertThat(notes.all()).isEmpty();
    }

    @Test
    void aSignOutIsToldLaterAlsoAfterAKill() throws Exception {
        Trail full = full();

        full.signedOut(JANE, Act.of("session.delete", Operation.DELETE, ACME));

        assertThat(journal.end()).isZero();
        assertThat(notes.all()).hasSize(1);
        assertThat(trail(writer).step()).isPositive();
        assertThat(notes.all()).hasSize(1);
    }

    @Test
    void aSignOutIsNotRefusedWhereNothingAtAllCanBeWritten() throws Exception {
        full();
        Notes none =
                new Notes() {
                    @Override
                    public void put(String name, Map<String, String> note) {
                        throw new UncheckedIOException(new IOException("no space left"));
                    }

                    @Override
                    public void remove(String name) {}

                    @Override
                    public Map<String, Map<String, String>> all() {
                        return Map.of();
                    }
                };
        Trail full =
                new Trail(
                        new Intake(
                                writer, Redaction.none(), FairShare.none(), clock, new Random(1)),
                        clock,
                        new Random(3),
                        none);

        full.signedOut(JANE, Act.of("session.delete", Operation.DELETE, ACME));

        assertThat(full.waitingEvents()).isEqualTo(1);
        assertThat(full.step()).isPositive();
        assertThat(full.waitingEvents()).isEqualTo(1);
        assertThat(journal.end()).isZero();
    }

    private List<Entry> entries(String organization) {
        return journal.readOf(organization, 0, 10_000, Integer.MAX_VALUE);
    }

    private List<AuditEvent> events(String organization) {
        return entries(organization).stream().map(e -> EventReader.event(e.parts())).toList();
    }
}
