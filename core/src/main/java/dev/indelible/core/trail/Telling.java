package dev.indelible.core.trail;

import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Level;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.Category;
import dev.indelible.event.Channel;
import dev.indelible.event.Detail;
import dev.indelible.event.EventIds;
import dev.indelible.event.EventTime;
import dev.indelible.event.Outcome;
import dev.indelible.event.Severity;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// How acts become events.
final class Telling {
    private static final String TIMES = "times";
    private static final String ROWS = "rows";
    private static final String SEQUENCES = "sequences";
    private static final String COUNTS = "counts";

    private final InstantSource clock;
    private final RandomGenerator random;

    Telling(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    AuditEvent of(Caller caller, Act act, Category category, Outcome outcome) {
        Level level = act.level();
        String organization = level.organization();
        return AuditEvent.named(act.action())
                .id(newId())
                .time(EventTime.ofMillis(clock.millis()))
                .operation(act.operation())
                .category(category)
                .outcome(outcome)
                .severity(outcome == Outcome.SUCCESS ? Severity.INFO : Severity.WARNING)
                .organization(organization == null ? Trail.INSTANCE_LOG : organization)
                .folder(level.folder())
                .project(level.project())
                .service(Caller.PLATFORM_ID)
                .channel(caller.kind() == Caller.Kind.PLATFORM ? Channel.SYSTEM : Channel.API)
                .actor(Actors.of(caller))
                .targets(act.targets())
                .client(caller.client())
                .detail(act.detail())
                .build();
    }

    /// The event that tells what came of a change that was told and could not be made.
    AuditEvent unmade(AuditEvent told, Outcome outcome) {
        return told.toBuilder()
                .id(newId())
                .time(EventTime.ofMillis(clock.millis()))
                .outcome(outcome)
                .severity(Severity.WARNING)
                .correlationId(String.valueOf(told.id()))
                .build();
    }

    private UUID newId() {
        return EventIds.timed(clock.millis(), random.nextLong(), random.nextLong());
    }

    /// What two events have in common that are counted together.
    static String sameness(AuditEvent event) {
        Detail detail = event.detail();
        return String.join(
                "\n",
                reader(event),
                event.action(),
                event.targets().toString(),
                String.valueOf(detail == null ? null : detail.request()),
                refusal(event));
    }

    /// Why it was refused: what was attempted stands in bodies, too, of which only that tells.
    private static String refusal(AuditEvent event) {
        Detail detail = event.detail();
        return detail == null || event.category() != Category.POLICY_DENIED
                ? ""
                : String.valueOf(detail.description());
    }

    /// Who reads in which log.
    static String reader(AuditEvent event) {
        return String.join(
                "\n",
                String.valueOf(event.actor().id()),
                event.actor().onBehalfOf().toString(),
                String.valueOf(event.client() == null ? null : event.client().ip()),
                String.valueOf(event.organization()));
    }

    /// The event with how often and how much.
    static AuditEvent counting(AuditEvent event, long times, Shown shown) {
        Detail detail = event.detail();
        if (detail == null || event.category() != Category.DATA_ACCESS) {
            return event;
        }
        return event.toBuilder().detail(counted(detail, times, 0, shown)).build();
    }

    /// The event that tells of the others of a window.
    AuditEvent again(Window window) {
        AuditEvent first = window.first();
        Detail detail = first.detail();
        return first.toBuilder()
                .id(newId())
                .time(EventTime.ofMillis(window.lastMillis()))
                .correlationId(String.valueOf(first.id()))
                .detail(
                        detail == null
                                ? null
                                : counted(detail, window.times(), window.counts(), window.shown()))
                .build();
    }

    private static Detail counted(Detail detail, long times, long counts, Shown shown) {
        Map<String, String> labels = new LinkedHashMap<>(detail.labels());
        labels.put(TIMES, Long.toString(times));
        labels.put(ROWS, Long.toString(shown.rows()));
        if (counts > 0) {
            labels.put(COUNTS, Long.toString(counts));
        }
        if (shown.last() >= 0) {
            labels.put(SEQUENCES, shown.first() + "-" + shown.last());
        }
        return new Detail(
                detail.description(),
                detail.reason(),
                detail.request(),
                detail.response(),
                detail.changes(),
                labels,
                detail.original());
    }
}
