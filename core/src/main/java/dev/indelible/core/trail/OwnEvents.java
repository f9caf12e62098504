package dev.indelible.core.trail;

import dev.indelible.core.access.Caller;
import dev.indelible.core.intake.Candidate;
import dev.indelible.core.intake.Intake;
import dev.indelible.core.intake.Placement;
import dev.indelible.core.intake.Result;
import dev.indelible.core.journal.BatchMode;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.Category;
import dev.indelible.event.SentEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Events that Indelible itself sends: by the intake of everybody, under a key that nobody has. Any
/// thread.
record OwnEvents(Intake intake) {
    private static final Placement AWAITED = placement(BatchMode.EACH);
    private static final Placement UNAWAITED = placement(BatchMode.EACH_UNAWAITED);

    private static Placement placement(BatchMode mode) {
        return new Placement(
                Caller.PLATFORM_ID,
                named -> named.orElse(Trail.INSTANCE_LOG),
                Optional.empty(),
                mode);
    }

    /// What came of each, durably. What only tells of questions must not make the next one wait.
    List<Result> send(List<AuditEvent> events) {
        boolean areReads =
                events.stream().allMatch(event -> event.category() == Category.DATA_ACCESS);
        var candidates = new ArrayList<Candidate>(events.size());
        events.forEach(event -> candidates.add(new Candidate.Understood(SentEvent.of(event))));
        return intake.accept(candidates, areReads ? UNAWAITED : AWAITED);
    }
}
