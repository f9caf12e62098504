package dev.indelible.core.lifecycle;

import dev.indelible.core.intake.Candidate;
import dev.indelible.core.intake.Intake;
import dev.indelible.core.intake.Placement;
import dev.indelible.core.intake.Result;
import dev.indelible.core.journal.BatchMode;
import dev.indelible.event.Actor;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.Category;
import dev.indelible.event.Channel;
import dev.indelible.event.EventIds;
import dev.indelible.event.EventTime;
import dev.indelible.event.Outcome;
import dev.indelible.event.SentEvent;
import dev.indelible.event.Severity;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Tells through the same intake as everybody. Any thread.
public final class IntakeTrail implements LifecycleTrail {
    private final Intake intake;
    private final InstantSource clock;

    public IntakeTrail(Intake intake, InstantSource clock) {
        this.intake = intake;
        this.clock = clock;
    }

    @Override
    public void told(By by, Deed deed) {
        boolean byItself = by.equals(By.PLATFORM);
        AuditEvent event =
                AuditEvent.named(deed.action())
                        .id(EventIds.named("lifecycle", deed.organization(), deed.id()))
                        .time(EventTime.ofMillis(clock.millis()))
                        .operation(deed.operation())
                        .category(byItself ? Category.SYSTEM_EVENT : Category.ADMIN_ACTIVITY)
                        .outcome(Outcome.SUCCESS)
                        .severity(Severity.NOTICE)
                        .organization(deed.organization())
                        .service(By.PLATFORM.id())
                        .channel(byItself ? Channel.SYSTEM : Channel.API)
                        .actor(Actor.of(by.type(), by.id(), null, by.name()))
                        .detail(deed.detail())
                        .build();
        var placement =
                new Placement(
                        By.PLATFORM.id(),
                        named -> named.orElse(deed.organization()),
                        Optional.empty(),
                        BatchMode.EACH);
        Result result =
                intake.accept(List.of(new Candidate.Understood(SentEvent.of(event))), placement)
                        .getFirst();
        // Told twice it has another time, and what was told first stands.
        if (result.status() == Result.Status.REJECTED && result.sequence() == null) {
            throw new IllegalStateException(
                    "%s could not be told: %s".formatted(deed.action(), result.message()));
        }
    }
}
