package dev.indelible.core.trail;

import dev.indelible.core.access.Caller;
import dev.indelible.core.intake.Candidate;
import dev.indelible.core.intake.Intake;
import dev.indelible.core.intake.Placement;
import dev.indelible.core.intake.Result;
import dev.indelible.core.journal.BatchMode;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.SentEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Events that Indelible itself sends: by the intake of everybody, under a key that nobody has. Any
/// thread.
record OwnEvents(Intake intake) {
    private static final Placement CHANGES = placement(BatchMode.EACH);
    private static final Placement READS = placement(BatchMode.EACH_UNAWAITED);

    private static Placement placement(BatchMode mode) {
        return new Placement(
                Caller.PLATFORM_ID,
                named -> named.orElse(Trail.INSTANCE_LOG),
                Optional.empty(),
                mode);
    }

    /// What came of a change that is told, durably.
    Result send(AuditEvent event) {
        return send(List.of(event), CHANGES).getFirst();
    }

    /// What came of each, durably: what tells of questions, and must not make the next one wait.
    List<Result> sendReads(List<AuditEvent> events) {
        return send(events, READS);
    }

    private List<Result> send(List<AuditEvent> events, Placement placement) {
        var candidates = new ArrayList<Candidate>(events.size());
        events.forEach(event -> candidates.add(new Candidate.Understood(SentEvent.of(event))));
        return intake.accept(candidates, placement);
    }
}
