package dev.indelible.server.delivery;

import dev.indelible.core.access.Caller;
import dev.indelible.core.intake.Candidate;
import dev.indelible.core.intake.Intake;
import dev.indelible.core.intake.Placement;
import dev.indelible.core.journal.BatchMode;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.trail.Actors;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.Category;
import dev.indelible.event.Channel;
import dev.indelible.event.Detail;
import dev.indelible.event.EventIds;
import dev.indelible.event.EventReader;
import dev.indelible.event.EventTime;
import dev.indelible.event.Operation;
import dev.indelible.event.Outcome;
import dev.indelible.event.SentEvent;
import dev.indelible.event.Target;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Writes what is done to integrations into the log of their organization, before it takes effect.
/// Any thread.
public final class ChangeEvents {
    /// The log of what concerns no organization, and the `service` of what Indelible itself writes.
    static final String PLATFORM = "indelible";

    private final Intake intake;
    private final Journal journal;
    private final InstantSource clock;
    private final RandomGenerator random;

    ChangeEvents(Intake intake, Journal journal, InstantSource clock, RandomGenerator random) {
        this.intake = intake;
        this.journal = journal;
        this.clock = clock;
        this.random = random;
    }

    /// What was done.
    ///
    /// @param action such as `integration.update`
    /// @param organization absent for the whole instance
    /// @param sentence for people
    record Act(
            String action,
            Operation operation,
            @Nullable String organization,
            Target target,
            String sentence,
            List<Detail.Change> changes,
            Outcome outcome) {

        Act(
                String action,
                Operation operation,
                @Nullable String organization,
                Target target,
                String sentence,
                List<Detail.Change> changes) {
            this(action, operation, organization, target, sentence, changes, Outcome.SUCCESS);
        }

        /// In whose log it is.
        String log() {
            return organization == null ? PLATFORM : organization;
        }

        /// The same, told of and not done.
        Act failed() {
            return new Act(
                    action,
                    operation,
                    organization,
                    target,
                    "failed, all is as before: " + sentence,
                    List.of(),
                    Outcome.FAILURE);
        }
    }

    /// The id of an event of now.
    UUID id() {
        return EventIds.timed(clock.millis(), random.nextLong(), random.nextLong());
    }

    /// Where an event is that was written, or may have been.
    OptionalLong find(String log, UUID id) {
        return journal.find(log, id);
    }

    /// The event at this position.
    AuditEvent at(long position) {
        return EventReader.event(journal.readEach(new long[] {position}).getFirst().parts());
    }

    /// Writes it and returns once it is durable.
    ///
    /// @param caller absent for what Indelible does by itself
    /// @return the event as the journal has it
    Entry write(Optional<Caller> caller, Act act) {
        return write(id(), caller, act);
    }

    /// The same under this id.
    Entry write(UUID id, Optional<Caller> caller, Act act) {
        Caller who = caller.orElseGet(Caller::platform);
        long now = clock.millis();
        String log = act.log();
        AuditEvent event =
                AuditEvent.named(act.action())
                        .id(id)
                        .time(EventTime.ofMillis(now))
                        .operation(act.operation())
                        .category(Category.ADMIN_ACTIVITY)
                        .outcome(act.outcome())
                        .organization(log)
                        .service(PLATFORM)
                        .channel(caller.isPresent() ? Channel.API : Channel.SYSTEM)
                        .actor(Actors.of(who))
                        .client(who.client())
                        .targets(List.of(act.target()))
                        .detail(
                                new Detail(
                                        act.sentence(),
                                        null,
                                        null,
                                        null,
                                        act.changes(),
                                        Map.of(),
                                        null))
                        .build();
        var placement = new Placement(PLATFORM, _ -> log, Optional.empty(), BatchMode.EACH);
        intake.accept(List.of(new Candidate.Understood(SentEvent.of(event))), placement);
        long position = journal.find(log, id).orElseThrow();
        return journal.readEach(new long[] {position}).getFirst();
    }
}
