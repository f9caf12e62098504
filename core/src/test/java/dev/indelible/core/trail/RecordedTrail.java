package dev.indelible.core.trail;

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
import dev.indelible.core.protection.Redaction;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.Client;
import dev.indelible.event.EventReader;
import dev.indelible.event.Operation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

/// A trail in memory, whose events are durable at once when it writes them.
abstract class RecordedTrail {
    static final Level ACME = Level.organization("acme");
    static final Level UMBRELLA = Level.organization("umbrella");
    static final Caller JANE =
            Caller.ofKey("k1", "Jane's key", Set.of(new Grant(Role.READER, ACME)))
                    .from(new Client("203.0.113.7", "curl", null, null, null));

    private final AtomicLong millis =
            new AtomicLong(Instant.parse("2026-01-01T10:00:00Z").toEpochMilli());
    final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    final MemoryJournal journal = new MemoryJournal();
    final GroupCommit writer = new GroupCommit(journal, clock);
    final Trail trail =
            new Trail(
                    new Intake(writer, Redaction.none(), FairShare.none(), clock, new Random(1)),
                    clock,
                    new Random(2),
                    new MemoryNotes());
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

    /// Nothing can be written any more, as where a disk is full.
    void fill() throws Exception {
        stop();
        writer.abandon();
    }

    static Act search(String query) {
        return search(ACME, query);
    }

    static Act search(Level level, String query) {
        return Act.of("event.search", Operation.READ, level)
                .on("organization", String.valueOf(level.organization()), null)
                .asked("GET", "/v1/events?" + query);
    }

    void pass(Duration duration) {
        millis.addAndGet(duration.toMillis());
    }

    List<Entry> entries(String organization) {
        return journal.readOf(organization, 0, 10_000, Integer.MAX_VALUE);
    }

    List<AuditEvent> events(String organization) {
        return entries(organization).stream().map(e -> EventReader.event(e.parts())).toList();
    }
}
