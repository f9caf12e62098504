package dev.indelible.server.delivery;

import dev.indelible.core.access.Caller;
import dev.indelible.core.delivery.Batch;
import dev.indelible.core.delivery.Deliveries;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Parcel;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.delivery.SinkKind;
import dev.indelible.core.intake.Intake;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.journal.Times;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.search.QueryLanguage;
import dev.indelible.event.Detail;
import dev.indelible.event.EventTime;
import dev.indelible.event.InvalidEventException;
import dev.indelible.event.Json;
import dev.indelible.event.Operation;
import dev.indelible.event.Target;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
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
    private static final int NAME_CHARS_MAX = 100;

    private final Hands hands;
    private final Map<String, SinkKind> kinds;
    private final SecretBox secrets;
    private final Journal journal;
    private final ChangeEvents events;
    private final InstantSource clock;
    private final Deliveries deliveries;

    /// @param hands what it works with
    public Integrations(Hands hands, Deliveries deliveries) {
        this.hands = hands;
        this.kinds = hands.kinds();
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

    /// What [#hands] makes.
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
            return kind.open(
                    new SinkKind.Settings(
                            destination.settings(),
                            secrets.open(destination.id(), destination.secrets())));
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
        SinkKind.Settings settings = checked(draft, Map.of());
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
        byte[] bytes = new byte[8];
        hands.random().nextBytes(bytes);
        return "d" + HexFormat.of().formatHex(bytes);
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

    private static ChangeEvents.Act act(
            String action, Operation operation, Destination destination, String sentence) {
        return new ChangeEvents.Act(
                action,
                operation,
                destination.organization(),
                new Target("integration", destination.id(), destination.name()),
                sentence,
                List.of());
    }

    private SinkKind.Settings checked(Draft draft, Map<String, String> kept) {
        SinkKind kind = kinds.get(draft.type());
        if (kind == null) {
            throw new FaultySettings("type", "type is one of " + String.join(", ", kinds.keySet()));
        }
        if (draft.name().isBlank() || draft.name().length() > NAME_CHARS_MAX) {
            throw new FaultySettings(
                    "name", "a name has 1 to %d characters".formatted(NAME_CHARS_MAX));
        }
        try {
            QueryLanguage.parse(draft.filter());
        } catch (Rejected e) {
            throw new FaultySettings("filter", String.valueOf(e.getMessage()));
        }
        SinkKind.Settings given = draft.split(kind);
        var all = new TreeMap<>(kept);
        kind.secrets().stream().filter(draft::drops).forEach(all::remove);
        all.putAll(given.secrets());
        var settings = new SinkKind.Settings(given.json(), all);
        List<SinkKind.Fault> faults =
                kind.check(settings).stream()
                        .map(fault ->
                                new SinkKind.Fault(
                                        draft.type() + "." + fault.member(), fault.sentence()))
                        .toList();
        if (!faults.isEmpty()) {
            throw new FaultySettings(faults);
        }
        return settings;
    }

    /// Settings and given secrets of a draft of a known type.
    SinkKind.Settings split(Draft draft) {
        SinkKind kind = kinds.get(draft.type());
        return kind == null
                ? new SinkKind.Settings(draft.settings().toString(), Map.of())
                : draft.split(kind);
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
        SinkKind.Settings settings = checked(draft, known);
        refuseRedirection(old, draft, known, settings);
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
                        changes(old, draft, settings, known)));
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
                        old.leaving());
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

    private void refuseRedirection(
            Destination old, Draft draft, Map<String, String> known, SinkKind.Settings settings) {
        SinkKind kind = Objects.requireNonNull(kinds.get(old.type()));
        Map<String, String> given = draft.split(kind).secrets();
        List<String> moved =
                kind.addresses().stream()
                        .filter(name ->
                                !Draft.member(old.settings(), name)
                                        .equals(Draft.member(settings.json(), name)))
                        .sorted()
                        .toList();
        if (moved.isEmpty()) {
            return;
        }
        var faults = new ArrayList<SinkKind.Fault>();
        for (String secret : known.keySet()) {
            if (settings.secrets().containsKey(secret) && !given.containsKey(secret)) {
                faults.add(
                        new SinkKind.Fault(
                                old.type() + "." + secret,
                                "%s is given anew, because %s changes: a stored secret is never sent elsewhere"
                                        .formatted(secret, String.join(", ", moved))));
            }
        }
        if (!faults.isEmpty()) {
            throw new FaultySettings(faults);
        }
    }

    private static List<Detail.Change> changes(
            Destination old, Draft draft, SinkKind.Settings settings, Map<String, String> known) {
        var changes = new ArrayList<Detail.Change>();
        if (!old.name().equals(draft.name())) {
            changes.add(change("/name", old.name(), draft.name()));
        }
        if (!old.filter().equals(draft.filter())) {
            changes.add(change("/filter", old.filter(), draft.filter()));
        }
        if (!Json.parse(old.settings()).equals(Json.parse(settings.json()))) {
            changes.add(
                    new Detail.Change(
                            "/" + old.type(),
                            Json.parse(old.settings()),
                            Json.parse(settings.json())));
        }
        if (!known.equals(settings.secrets())) {
            changes.add(change("/secrets", Draft.MASK, Draft.MASK));
        }
        return changes;
    }

    private static Detail.Change change(String path, String before, String after) {
        return new Detail.Change(path, json(before), json(after));
    }

    private static Json json(String text) {
        return Json.parse(Draft.text(text));
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

    /// A real audit event, sent at once with the settings of an integration.
    public Trial test(Caller caller, Destination destination, Sink sink) {
        Entry event =
                events.write(
                        Optional.of(caller),
                        act(
                                "integration.test",
                                Operation.EXECUTE,
                                destination,
                                "test of '%s'".formatted(destination.name())));
        try (sink) {
            byte[] body =
                    sink.render(
                            new Batch(destination.id(), false, List.of(new Batch.Item(0, event))));
            var parcel = new Parcel("test-" + event.id(), body, 1, 0, 0, false);
            return new Trial(event, sink.test(parcel));
        }
    }

    /// What came of a test.
    public record Trial(Entry event, Sink.Exchange exchange) {}

    /// Tries the stored settings.
    public Trial test(Caller caller, String id) {
        Destination destination = find(id);
        return test(caller, destination, hands.open(destination));
    }

    /// Tries settings and keeps nothing but the event.
    public Trial test(Caller caller, Draft draft) {
        SinkKind.Settings settings = checked(draft, Map.of());
        SinkKind kind = Objects.requireNonNull(kinds.get(draft.type()));
        var destination =
                new Destination(
                        "test",
                        draft.organization(),
                        draft.name(),
                        draft.type(),
                        draft.filter(),
                        settings.json(),
                        "",
                        0,
                        0,
                        0,
                        0,
                        "",
                        Optional.empty(),
                        false);
        return test(caller, destination, kind.open(settings));
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
