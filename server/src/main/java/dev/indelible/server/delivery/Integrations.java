package dev.indelible.server.delivery;

import dev.indelible.core.access.Caller;
import dev.indelible.core.delivery.Deliveries;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.delivery.SinkKind;
import dev.indelible.core.intake.Intake;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.journal.Times;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import dev.indelible.event.Detail;
import dev.indelible.event.EventTime;
import dev.indelible.event.InvalidEventException;
import dev.indelible.event.Json;
import dev.indelible.event.Operation;
import dev.indelible.event.Target;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What people do with integrations. Each change is an event first, which the destination gets by
/// its old settings, if it takes anything at all, before it gets the new ones. Any thread.
public final class Integrations {
    private static final Duration OLD_SETTINGS_PATIENCE = Duration.ofSeconds(5);

    private final Hands hands;
    private final Checks checks;
    private final SecretBox secrets;
    private final Journal journal;
    private final ChangeEvents events;
    private final InstantSource clock;
    private final Deliveries deliveries;

    /// @param hands what it works with
    public Integrations(Hands hands, Deliveries deliveries) {
        this.hands = hands;
        this.checks = new Checks(hands.kinds());
        this.secrets = hands.secrets();
        this.journal = hands.journal();
        this.events = hands.events();
        this.clock = hands.clock();
        this.deliveries = deliveries;
    }

    /// What integrations work with.
    ///
    /// @param kinds by their types
    /// @param random not guessable
    public static Hands hands(
            Map<String, SinkKind> kinds,
            SecretBox secrets,
            Journal journal,
            Intake intake,
            InstantSource clock,
            RandomGenerator random) {
        var events = new ChangeEvents(intake, journal, clock, random);
        return new Hands(new TreeMap<>(kinds), secrets, journal, events, clock, random);
    }

    /// What integrations work with; made by `hands`.
    public record Hands(
            Map<String, SinkKind> kinds,
            SecretBox secrets,
            Journal journal,
            ChangeEvents events,
            InstantSource clock,
            RandomGenerator random) {

        /// Opens a destination's sink.
        ///
        /// @throws IllegalArgumentException if settings or secrets cannot be used
        public Sink open(Destination destination) {
            SinkKind kind = kinds.get(destination.type());
            if (kind == null) {
                throw new IllegalArgumentException("there is no type " + destination.type());
            }
            var settings =
                    new SinkKind.Settings(
                            destination.settings(),
                            secrets.open(destination.id(), destination.secrets()));
            return kind.open(settings.of(destination.organization()));
        }
    }

    /// What happens to what a deleted destination has not got.
    public enum Pending {
        DRAIN,
        ABANDON
    }

    public Destination find(String id) {
        return deliveries
                .destination(id)
                .orElseThrow(() ->
                        new Rejected(
                                Problem.NOT_FOUND,
                                "there is no integration '%s'"
                                        .formatted(id.length() > 80 ? "…" : id)));
    }

    /// Adds one.
    ///
    /// @throws FaultySettings if it cannot be as asked
    public Destination create(Optional<Caller> caller, Draft draft) {
        return create(caller, draft, newId());
    }

    synchronized Destination create(Optional<Caller> caller, Draft draft, String id) {
        SinkKind.Settings settings = checks.checked(draft, Map.of());
        refuseTakenName(draft, id);
        long start = start(draft.start().orElse("now"));
        Entry event =
                events.write(
                        caller, act("integration.create", Operation.CREATE, draft, id, List.of()));
        long now = clock.millis();
        var destination =
                new Destination(
                        id,
                        draft.organization(),
                        draft.name(),
                        draft.type(),
                        draft.filter(),
                        settings.json(),
                        secrets.seal(id, settings.secrets()),
                        1,
                        Math.min(start, event.position()),
                        now,
                        now,
                        name(caller),
                        draft.enabled() ? Optional.empty() : Optional.of(pause(caller, "")),
                        false);
        deliveries.put(destination);
        return destination;
    }

    private String newId() {
        return "d" + random();
    }

    /// The id of a replay that begins now, by time; no two are alike.
    public String newReplayId() {
        return "r%x-%s".formatted(clock.millis(), random());
    }

    private String random() {
        byte[] bytes = new byte[8];
        hands.random().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private Destination.Pause pause(Optional<Caller> caller, String reason) {
        return new Destination.Pause(name(caller), clock.millis(), reason);
    }

    private static String name(Optional<Caller> caller) {
        return caller.map(Caller::name).orElse(Declarations.BY);
    }

    private static ChangeEvents.Act act(
            String action,
            Operation operation,
            Draft draft,
            String id,
            List<Detail.Change> changes) {
        return new ChangeEvents.Act(
                action,
                operation,
                draft.organization(),
                new Target("integration", id, draft.name()),
                "%s '%s' (%s)".formatted(action.replace('.', ' '), draft.name(), draft.type()),
                changes);
    }

    static ChangeEvents.Act act(
            String action, Operation operation, Destination destination, String sentence) {
        return new ChangeEvents.Act(
                action,
                operation,
                destination.organization(),
                new Target("integration", destination.id(), destination.name()),
                sentence,
                List.of());
    }

    private void refuseTakenName(Draft draft, String id) {
        boolean taken =
                deliveries.destinations().stream()
                        .anyMatch(other ->
                                !other.id().equals(id)
                                        && other.name().equals(draft.name())
                                        && Objects.equals(
                                                other.organization(), draft.organization()));
        if (taken) {
            throw new Rejected(
                    Problem.NAME_TAKEN, "an integration of this name exists in the organization");
        }
    }

    /// The position of `now`, `beginning` or a time.
    long start(String text) {
        if (text.equals("now")) {
            return journal.end();
        }
        if (text.equals("beginning")) {
            return 0;
        }
        try {
            return Times.position(journal, EventTime.parse(text).instant().toEpochMilli());
        } catch (InvalidEventException e) {
            throw new FaultySettings(
                    "start", "start is 'now', 'beginning' or a time: " + e.getMessage());
        }
    }

    /// Changes one.
    ///
    /// @throws FaultySettings if it cannot be as asked, or a stored secret would go elsewhere
    public synchronized Destination change(Optional<Caller> caller, String id, Draft draft) {
        Destination old = find(id);
        if (!old.type().equals(draft.type())
                || !Objects.equals(old.organization(), draft.organization())) {
            throw new FaultySettings("type", "type and organization stay; make a new integration");
        }
        Map<String, String> known = stored(old);
        SinkKind.Settings settings = checks.checked(draft, known);
        checks.refuseRedirection(old, draft, known, settings);
        refuseTakenName(draft, id);
        boolean same =
                old.filter().equals(draft.filter())
                        && Json.parse(old.settings()).equals(Json.parse(settings.json()))
                        && known.equals(settings.secrets());
        events(
                caller,
                old,
                act(
                        "integration.update",
                        Operation.UPDATE,
                        draft,
                        id,
                        Checks.changes(old, draft, settings, known)));
        var destination =
                new Destination(
                        id,
                        old.organization(),
                        draft.name(),
                        old.type(),
                        draft.filter(),
                        settings.json(),
                        same ? old.secrets() : secrets.seal(id, settings.secrets()),
                        old.epoch() + (same ? 0 : 1),
                        old.startPosition(),
                        old.createdMillis(),
                        clock.millis(),
                        name(caller),
                        draft.enabled()
                                ? Optional.empty()
                                : Optional.of(old.pause().orElseGet(() -> pause(caller, ""))),
                        // What comes back into the file stays, though it was draining.
                        caller.isPresent() && old.leaving());
        deliveries.put(destination);
        return destination;
    }

    /// The secrets of a destination; none where they cannot be opened any more.
    Map<String, String> stored(Destination destination) {
        try {
            return secrets.open(destination.id(), destination.secrets());
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
    }

    /// Writes the event and lets the destination have it by its old settings, if it takes anything.
    private void events(Optional<Caller> caller, Destination old, ChangeEvents.Act act) {
        Entry event = events.write(caller, act);
        try {
            boolean arrived =
                    deliveries
                            .reached(old.id(), event.position() + 1)
                            .get(OLD_SETTINGS_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!arrived) {
                return;
            }
        } catch (TimeoutException e) {
            // It is slow; the event waits for the new settings.
        } catch (ExecutionException e) {
            throw new IllegalStateException("a lane failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Stops deliveries; what comes waits in the journal.
    public synchronized Destination pause(Caller caller, String id, String reason) {
        Destination old = find(id);
        if (old.pause().isPresent()) {
            return old;
        }
        events(
                Optional.of(caller),
                old,
                act(
                        "integration.pause",
                        Operation.UPDATE,
                        old,
                        "paused '%s' %s".formatted(old.name(), reason).strip()));
        Destination paused = old.withPause(Optional.of(pause(Optional.of(caller), reason)));
        deliveries.put(paused);
        return paused;
    }

    /// Goes on, and tries at once what waits.
    public synchronized Destination resume(Caller caller, String id) {
        Destination old = find(id);
        if (old.pause().isPresent()) {
            events.write(
                    Optional.of(caller),
                    act(
                            "integration.resume",
                            Operation.UPDATE,
                            old,
                            "resumed '%s'".formatted(old.name())));
            deliveries.put(old.withPause(Optional.empty()));
        }
        deliveries.hurry(id);
        return find(id);
    }

    /// Ends one. What it has not got is drained first, or abandoned and recorded as a gap.
    ///
    /// @return whether it has ended already
    public synchronized boolean remove(
            Optional<Caller> caller, String id, Pending pending, @Nullable String gap) {
        Destination old = find(id);
        if (pending == Pending.DRAIN) {
            events.write(
                    caller,
                    act(
                            "integration.delete",
                            Operation.DELETE,
                            old,
                            "deleted '%s', which gets what was accepted before"
                                    .formatted(old.name())));
            deliveries.put(old.asLeaving());
            return false;
        }
        events(
                caller,
                old,
                act(
                        "integration.delete",
                        Operation.DELETE,
                        old,
                        "deleted '%s' and abandoned what it has not got".formatted(old.name())));
        if (gap != null) {
            events.write(
                    caller,
                    act(
                            "integration.gap",
                            Operation.OTHER,
                            old,
                            "'%s' will never get: %s".formatted(old.name(), gap)));
        }
        deliveries.remove(id);
        return true;
    }

    /// Settings and given secrets of a draft.
    SinkKind.Settings split(Draft draft) {
        return checks.split(draft);
    }

    /// Settings fit to be shown, with secrets masked.
    public Map<String, Object> shown(Destination destination) {
        return Draft.shown(destination.settings(), stored(destination).keySet());
    }

    /// Records what somebody did to an integration that changes no settings.
    public void record(Caller caller, Destination destination, String action, String sentence) {
        events.write(Optional.of(caller), act(action, Operation.EXECUTE, destination, sentence));
    }
}
