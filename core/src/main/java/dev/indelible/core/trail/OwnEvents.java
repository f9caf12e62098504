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
    private static final Placement PLACEMENT =
            new Placement(
                    Caller.PLATFORM_ID,
                    named -> named.orElse(Trail.INSTANCE_LOG),
                    Optional.empty(),
                    BatchMode.EACH);

    /// What came of each, durably.
    List<Result> send(List<AuditEvent> events) {
        var candidates = new ArrayList<Candidate>(events.size());
        events.forEach(event -> candidates.add(new Candidate.Understood(SentEvent.of(event))));
        return intake.accept(candidates, PLACEMENT);
    }
}
