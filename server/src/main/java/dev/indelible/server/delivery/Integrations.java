package dev.indelible.server.delivery;

import dev.indelible.core.access.Caller;
import dev.indelible.core.delivery.Deliveries;
import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Intent;
import dev.indelible.core.delivery.ParkedEvents;
import dev.indelible.core.delivery.Progress;
import dev.indelible.core.delivery.SinkKind;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.ops.Worker;
import dev.indelible.event.Detail;
import dev.indelible.event.Json;
import dev.indelible.event.Operation;
import dev.indelible.event.Target;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What people do with integrations. Each change is an event first, which the destination gets by
/// its old settings, if it takes anything at all, before it gets the new ones. Any thread.
public final class Integrations {
    private final Hands hands;
    private final Checks checks;
    private final SecretBox secrets;
    private final Journal journal;
    private final ChangeEvents events;
    private final InstantSource clock;
    private final Pauses pauses;
    private final Deliveries deliveries;
    private final Names names;
    private final Turns turns = new Turns();
    private final Changes changes;
    private final Departures departures;

    /// @param hands what it works with
    /// @param countMax how many each organization may have, and the instance
    public Integrations(
            Hands hands,
            Deliveries deliveries,
            DeliveryStore store,
            ParkedEvents parked,
            int countMax) {
        this.hands = hands;
        this.checks = new Checks(hands.kinds());
        this.secrets = hands.secrets();
        this.journal = hands.journal();
        this.events = hands.events();
        this.clock = hands.clock();
        this.pauses = new Pauses(clock);
        this.deliveries = deliveries;
        this.names = new Names(deliveries, countMax);
        this.changes = new Changes(events, deliveries, store);
        this.departures = new Departures(hands, deliveries, store, parked, changes, turns);
    }

    /// Ends those that leave.
    public Worker departures() {
        return departures;
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
        return create(caller, draft, "d" + hands.unique());
    }

    Destination create(Optional<Caller> caller, Draft draft, String id) {
        return turns.in(id, () -> names.keeping(id, draft, () -> createNow(caller, draft, id)));
    }

    private Destination createNow(Optional<Caller> caller, Draft draft, String id) {
        SinkKind.Settings settings = checks.checked(draft, Map.of(), Places.faults(journal, draft));
        if (caller.isPresent()) {
            names.refuseMany(draft.organization());
        }
        long start = Places.start(journal, draft);
        ChangeEvents.Act act = act("integration.create", Operation.CREATE, draft, id, List.of());
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
                        start,
                        now,
                        now,
                        Pauses.name(caller),
                        draft.enabled() ? Optional.empty() : Optional.of(pauses.by(caller, "")),
                        List.of(),
                        OptionalLong.empty());
        return changes.make(caller, destination, act, destination, Changes.Effect.AT_ONCE);
    }

    /// The id of a replay that begins now, by time; no two are alike.
    public String newReplayId() {
        return "r%x-%s".formatted(clock.millis(), hands.unique());
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
        return act(action, operation, destination, sentence, List.of());
    }

    private static ChangeEvents.Act act(
            String action,
            Operation operation,
            Destination destination,
            String sentence,
            List<Detail.Change> changes) {
        return new ChangeEvents.Act(
                action,
                operation,
                destination.organization(),
                new Target("integration", destination.id(), destination.name()),
                sentence,
                changes);
    }

    /// Changes one.
    ///
    /// @throws FaultySettings if it cannot be as asked, or a stored secret would go elsewhere
    public Destination change(Optional<Caller> caller, String id, Draft draft) {
        return turns.in(
                find(id).id(),
                () -> {
                    deliveries.requireRoom(id);
                    return names.keeping(id, draft, () -> changeNow(caller, find(id), draft));
                });
    }

    private Destination changeNow(Optional<Caller> caller, Destination old, Draft draft) {
        String id = old.id();
        Map<String, String> known = hands.stored(old);
        SinkKind.Settings settings = checks.changed(old, draft, known);
        refuseManyFilters(old, draft);
        boolean same =
                hands.isReadable(old)
                        && old.filter().equals(draft.filter())
                        && Json.parse(old.settings()).equals(Json.parse(settings.json()))
                        && known.equals(settings.secrets());
        Optional<Destination.Pause> pause = pauses.after(caller, old, draft.enabled());
        List<Detail.Change> changed = Checks.changes(old, draft, settings, known);
        changed.addAll(Pauses.changes(old, pause));
        // What comes back into the file stays, though it was draining.
        boolean stays = caller.isEmpty() && old.leaving();
        if (stays) {
            changed.add(Checks.STAYS);
        }
        ChangeEvents.Act act = act("integration.update", Operation.UPDATE, draft, id, changed);
        String sealed = same ? old.secrets() : secrets.seal(id, settings.secrets());
        return changes.make(
                caller,
                old,
                act,
                new Destination(
                        id,
                        old.organization(),
                        draft.name(),
                        old.type(),
                        draft.filter(),
                        settings.json(),
                        sealed,
                        old.epoch() + (same && !deliveries.isStuck(id) ? 0 : 1),
                        old.startPosition(),
                        old.createdMillis(),
                        clock.millis(),
                        Pauses.name(caller),
                        pause,
                        old.earlier(draft.filter(), Long.MAX_VALUE),
                        stays ? OptionalLong.empty() : old.leavingAt()),
                Changes.Effect.AFTER_THE_NEWS);
    }

    /// Each of them is kept until all events of its time are planned.
    private void refuseManyFilters(Destination old, Draft draft) {
        if (old.earlier(draft.filter(), 0).size() > Destination.EARLIER_MAX) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "the filter was changed %d times while events wait; change it again once it has got them, or let it drain"
                            .formatted(Destination.EARLIER_MAX));
        }
    }

    /// The secrets of a destination; none where they cannot be opened any more.
    Map<String, String> stored(Destination destination) {
        return hands.stored(destination);
    }

    /// Stops deliveries; what comes waits in the journal.
    public Destination pause(Caller caller, String id, String reason) {
        return turns.in(find(id).id(), () -> pauseNow(Optional.of(caller), find(id), reason));
    }

    private Destination pauseNow(Optional<Caller> caller, Destination old, String reason) {
        if (old.pause().isPresent()) {
            return old;
        }
        ChangeEvents.Act act =
                act(
                        "integration.pause",
                        Operation.UPDATE,
                        old,
                        "paused '%s' %s".formatted(old.name(), reason).strip(),
                        List.of(Checks.enabling(false)));
        return changes.make(
                caller,
                old,
                act,
                old.withPause(Optional.of(pauses.by(caller, reason))),
                Changes.Effect.AFTER_THE_NEWS);
    }

    /// Goes on, and tries at once what waits. A frozen batch that would have other bytes is planned
    /// anew.
    public Destination resume(Caller caller, String id) {
        return turns.in(find(id).id(), () -> resumeNow(Optional.of(caller), find(id)));
    }

    private Destination resumeNow(Optional<Caller> caller, Destination old) {
        boolean stuck = deliveries.isStuck(old.id());
        if (stuck || old.pause().isPresent()) {
            ChangeEvents.Act act =
                    act(
                            "integration.resume",
                            Operation.UPDATE,
                            old,
                            "resumed '%s'%s"
                                    .formatted(
                                            old.name(),
                                            stuck
                                                    ? ", with batches planned anew whose bytes are others"
                                                    : ""),
                            old.pause().isPresent() ? List.of(Checks.enabling(true)) : List.of());
            Destination resumed = (stuck ? old.renewed() : old).withPause(Optional.empty());
            changes.make(caller, old, act, resumed, Changes.Effect.AT_ONCE);
        }
        deliveries.hurry(old.id());
        return find(old.id());
    }

    /// Tries at once what waits for its next try, because somebody mended what failed.
    ///
    /// @throws Rejected if it is paused
    public Destination retry(Caller caller, String id) {
        return turns.in(find(id).id(), () -> retryNow(caller, find(id)));
    }

    private Destination retryNow(Caller caller, Destination old) {
        ParkedEvents.requireResumed(old);
        events.write(
                Optional.of(caller),
                act(
                        "integration.retry",
                        Operation.EXECUTE,
                        old,
                        "tried '%s' at once".formatted(old.name())));
        deliveries.hurry(old.id());
        return old;
    }

    /// Ends one. What it has not got is drained first, or abandoned and recorded as a gap.
    ///
    /// @return whether it has ended already
    public boolean remove(Optional<Caller> caller, String id, Pending pending) {
        return turns.in(
                find(id).id(),
                () -> {
                    Destination old = find(id);
                    switch (pending) {
                        case DRAIN -> departures.drain(caller, old);
                        case ABANDON -> departures.abandon(caller, old);
                    }
                    return pending == Pending.ABANDON;
                });
    }

    /// Ends a replay for good.
    ///
    /// @return whether it was running
    public boolean cancelReplay(Caller caller, String id, String lane) {
        return turns.in(
                find(id).id(),
                () -> {
                    boolean runs = deliveries.running(id).contains(lane);
                    if (runs) {
                        departures.cancel(Optional.of(caller), find(id), lane, "");
                    }
                    return runs;
                });
    }

    /// Settings and given secrets of a draft.
    SinkKind.Settings split(Draft draft) {
        return checks.split(draft);
    }

    /// Settings fit to be shown, with secrets masked.
    public Map<String, Object> shown(Destination destination) {
        return Draft.shown(destination.settings(), hands.stored(destination).keySet());
    }

    /// Sends what is in a range again, beside the live lane.
    ///
    /// @param lane its id, from [#newReplayId()]
    /// @param from where it begins, for people
    /// @throws Rejected if too many run already
    public void replay(Caller caller, String id, String lane, Progress.Replay range, String from) {
        turns.in(
                find(id).id(),
                () -> {
                    deliveries.requireReplayRoom(id);
                    Destination destination = find(id);
                    ChangeEvents.Act act =
                            act(
                                    "integration.replay",
                                    Operation.EXECUTE,
                                    destination,
                                    "replay %s of '%s' from %s"
                                            .formatted(lane, destination.name(), from));
                    changes.make(
                            Optional.of(caller),
                            act,
                            id,
                            new Intent.Begin(lane, range),
                            () -> deliveries.replay(id, lane, range));
                    return lane;
                });
    }

    /// Tells of what somebody decides about a parked event, before it takes effect.
    public ParkedEvents.Announcer announcer(
            Caller caller, Destination destination, String action, String sentence) {
        ChangeEvents.Act act = act(action, Operation.EXECUTE, destination, sentence);
        return (task, change) ->
                changes.make(Optional.of(caller), act, destination.id(), task, change);
    }

    /// Finishes what was under way when the process ended. To be called before any lane is opened.
    public void finish() {
        changes.finish();
    }

    /// Records what somebody did to an integration that changes no settings.
    public void record(Caller caller, Destination destination, String action, String sentence) {
        events.write(Optional.of(caller), act(action, Operation.EXECUTE, destination, sentence));
    }
}
