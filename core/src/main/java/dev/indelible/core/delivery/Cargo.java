package dev.indelible.core.delivery;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a lane carries: its window in memory and what of it is durable. For the lane's thread.
final class Cargo {
    /// So many single events refused in a row, without one that passes, are no longer blamed on the
    /// events.
    static final int SUSPECTS_MAX = 3;

    /// Bytes of bodies that are planned ahead, so that one write to the store serves several.
    private static final int AHEAD_BYTES = 1 << 20;

    private static final int AHEAD_BATCHES = 8;
    private static final int WINDOW_BATCHES_MAX = 128;

    /// How often a cursor is written that only passes events of others.
    private static final long PASSING_MILLIS = 30_000;

    private static final LeftOut REFUSED = new LeftOut(0, 0, 1);

    private final Supplies supplies;
    private final Binding binding;
    private final Freezer freezer;
    private final HourTree hours;
    private final Window window = new Window();
    private Progress progress;
    private double growth = 1;
    private Patience passing = Patience.NONE;

    Cargo(Supplies supplies, Binding binding, Progress progress) {
        this.supplies = supplies;
        this.binding = binding;
        this.progress = progress;
        this.freezer =
                new Freezer(
                        supplies.journal(), binding.destination(), progress.lane(), binding.sink());
        this.hours = new HourTree(supplies.store(), binding.destination().id());
    }

    /// What is durable of a lane, ready to go on. Batches of older settings or an older renderer,
    /// and those of which a part was erased, are kept where their bytes are the same, and planned
    /// anew where not.
    ///
    /// @param otherwise where it begins if nothing is durable yet
    static Cargo load(Supplies supplies, Binding binding, Progress otherwise, long now) {
        String id = binding.destination().id();
        String lane = otherwise.lane();
        Progress known = supplies.store().progress(id, lane).orElse(otherwise);
        var cargo = new Cargo(supplies, binding, known);
        var changed = new ArrayList<Plan>();
        for (Plan plan : supplies.store().open(id, lane)) {
            cargo.take(plan, changed, now);
        }
        if (!changed.isEmpty()) {
            cargo.record(cargo.progress, changed, List.of(), List.of());
        }
        return cargo;
    }

    private void take(Plan plan, List<Plan> changed, long now) {
        List<Batch.Item> items;
        try {
            items = freezer.items(plan);
        } catch (AuditException.Corrupt e) {
            // Told when it is to be sent; the batches before it can still go.
            window.add(new Flight(plan, 0));
            return;
        }
        Entry first = items.getFirst().entry();
        boolean erased = items.stream().anyMatch(item -> supplies.erased().test(item.entry()));
        var flight = new Flight(plan, first.receivedMillis());
        boolean unrendered = plan.bodyHash().isEmpty();
        boolean renewed = !plan.renderer().equals(binding.sink().renderer());
        boolean resettled = plan.epoch() != binding.destination().epoch();
        boolean mayChange = erased || unrendered || renewed || resettled;
        if (mayChange && !freezer.thaw(flight)) {
            Flight anew = freezer.freeze(items, now);
            String cause =
                    erased
                            ? "a part was erased"
                            : unrendered ? "it can be rendered now" : change(resettled);
            String why = "planned anew as %s: %s".formatted(anew.plan.batchId(), cause);
            changed.add(plan.ended(Plan.State.REPLACED, plan.attempts(), why, now));
            changed.add(anew.plan);
            flight = anew;
        }
        flight.body = null;
        window.add(flight);
    }

    private String change(boolean resettled) {
        return resettled
                ? "settings or protected members were changed"
                : "it is rendered as %s now".formatted(binding.sink().renderer());
    }

    Window window() {
        return window;
    }

    Progress progress() {
        return progress;
    }

    Condition condition() {
        return progress.condition();
    }

    void condition(Condition other) {
        progress = progress.with(other);
    }

    /// Takes in a failure, durably.
    void fail(Condition other, long now) {
        condition(other);
        settleOrWrite(now);
    }

    /// Writes where it is, and what is settled.
    void settleOrWrite(long now) {
        boolean written = settle(now);
        List<Plan> tried = window.tried();
        if (!written || !tried.isEmpty()) {
            record(progress, tried, List.of(), List.of());
            window.triedIsWritten();
        }
    }

    /// Plans ahead, if there is room, and writes it down together with what is settled.
    ///
    /// @return whether it wrote
    boolean plan(long now) {
        var planned = new ArrayList<Flight>();
        Progress next = progress;
        long aheadBytes = window.heldBytes();
        long unsent = window.count(Flight.Status.UNSENT);
        while (unsent + planned.size() < AHEAD_BATCHES
                && aheadBytes < AHEAD_BYTES
                && window.pending() + planned.size() < WINDOW_BATCHES_MAX
                && next.plannedPosition() < binding.source().end()) {
            Source.Draw draw = binding.source().draw(next, cut());
            next = next.leavingOut(draw.leftOut());
            if (draw.items().isEmpty()) {
                next = moved(next, draw, draw.nextPosition(), next.nextDestinationSequence());
                break;
            }
            Flight flight = fitting(draw.items(), now);
            planned.add(flight);
            aheadBytes += flight.heldBytes();
            boolean whole = flight.plan.count() == draw.items().size();
            long position = whole ? draw.nextPosition() : flight.plan.positions().last() + 1;
            long number = flight.plan.lastDestinationSequence() + 1;
            next = moved(next, draw, position, Math.max(number, next.nextDestinationSequence()));
        }
        if (planned.isEmpty()) {
            pass(next, now);
            return false;
        }
        settle(next, planned, now);
        return true;
    }

    /// Passes events of others: written seldom, because it costs only reading them again.
    private void pass(Progress next, long now) {
        boolean passes = next.plannedPosition() > progress.plannedPosition();
        progress = next;
        if (passes && window.isEmpty()) {
            progress = progress.confirmed(next.plannedPosition(), next.delivered(), next.chain());
            if (passing.isOver(now)) {
                record(progress, List.of(), List.of(), List.of());
                passing = Patience.from(now, PASSING_MILLIS);
            }
        }
    }

    private static Progress moved(Progress before, Source.Draw draw, long position, long number) {
        // A batch cut short leaves events of its draw for the next one.
        long sequence =
                draw.items().stream()
                        .map(Batch.Item::entry)
                        .filter(entry -> entry.position() + 1 == position)
                        .findFirst()
                        .map(last -> last.sequence() + 1)
                        .filter(_ -> position < draw.nextPosition())
                        .orElse(draw.nextSequence());
        return before.planned(position, sequence, number);
    }

    private Source.Cut cut() {
        Sink.Bounds bounds = binding.sink().bounds();
        int count = Math.max(1, Math.min(bounds.count(), progress.batchCountMax()));
        return new Source.Cut(count, (long) (bounds.bytes() / growth), Long.MAX_VALUE);
    }

    /// A batch of as many of these events as fit.
    private Flight fitting(List<Batch.Item> items, long now) {
        int bytesMax = binding.sink().bounds().bytes();
        List<Batch.Item> some = items;
        Flight flight = freezer.freeze(some, now);
        while (flight.heldBytes() > bytesMax && some.size() > 1) {
            some = some.subList(0, (some.size() + 1) / 2);
            flight = freezer.freeze(some, now);
        }
        if (flight.unrendered == null) {
            long bytes = some.stream().mapToLong(item -> item.entry().bytes()).sum();
            growth = Math.max(0.1, (double) flight.heldBytes() / bytes);
        }
        return flight;
    }

    /// The bytes to send; nothing if they are not what was planned, or it cannot be rendered.
    Optional<Parcel> parcel(Flight flight) {
        if (!freezer(flight.plan.lane()).thaw(flight)) {
            return Optional.empty();
        }
        Plan plan = flight.plan;
        byte[] body = flight.body;
        boolean replay = !plan.lane().equals(Progress.LIVE);
        return body == null
                ? Optional.empty()
                : Optional.of(
                        new Parcel(
                                plan.batchId(),
                                body,
                                plan.count(),
                                plan.firstDestinationSequence(),
                                plan.lastDestinationSequence(),
                                replay));
    }

    /// Smaller batches in the place of a refused one, written down before any is sent.
    void split(Flight flight, Answer.Refused refused, long now) {
        List<Flight> children =
                Freezer.parts(freezer.items(flight.plan), refused).stream()
                        .map(part -> freezer.freeze(part, now))
                        .toList();
        var plans = new ArrayList<Plan>();
        String reason = "refused: " + refused.refusal().reason();
        plans.add(flight.plan.ended(Plan.State.SPLIT, flight.attempts, reason, now));
        children.forEach(child -> plans.add(child.plan));
        Progress next =
                refused.tooLarge()
                        ? progress.withBatchCountMax(Math.max(1, flight.plan.count() / 2))
                        : progress;
        record(next, plans, List.of(), List.of());
        progress = next;
        window.replace(flight, children);
    }

    /// Writes down what the cursor may pass.
    ///
    /// @return whether there was any
    boolean settle(long now) {
        if (window.settled().isEmpty()) {
            return false;
        }
        settle(progress, List.of(), now);
        return true;
    }

    /// Writes first, and takes it in if that worked: what the store could not take is tried again.
    private void settle(Progress from, List<Flight> planned, long now) {
        List<Flight> settled = window.settled();
        var plans = new ArrayList<Plan>();
        var parked = new ArrayList<Parked>();
        var confirmed = new ArrayList<Flight>();
        Progress next = from;
        for (Flight flight : settled) {
            if (flight.control) {
                continue; // Nothing is written down of it.
            }
            if (flight.status == Flight.Status.PROVEN) {
                plans.add(
                        flight.plan.ended(
                                Plan.State.PARKED, flight.attempts, flight.refusal.reason(), now));
                tombstone(flight, now).ifPresent(parked::add);
                next = next.leavingOut(REFUSED);
            } else {
                String link = Freezer.link(next.chain(), flight.plan, flight.receipt);
                plans.add(flight.plan.confirmed(flight.attempts, flight.receipt, now, link));
                next =
                        next.confirmed(
                                next.confirmedPosition(),
                                next.delivered() + flight.plan.count(),
                                link);
                confirmed.add(flight);
            }
        }
        planned.forEach(flight -> plans.add(flight.plan));
        long cursor =
                Stream.concat(window.flights().stream().skip(settled.size()), planned.stream())
                        .map(flight -> flight.plan.positions().first())
                        .findFirst()
                        .orElse(next.plannedPosition());
        next = next.confirmed(cursor, next.delivered(), next.chain());
        record(
                next,
                plans,
                parked,
                next.replay().isPresent() ? List.of() : hours.with(confirmed, now));
        window.drop(settled.size());
        planned.forEach(window::add);
        progress = next;
    }

    /// Whether a replay brings what the receiver refused before.
    boolean wasParked(Flight flight) {
        return progress.replay().isPresent()
                && supplies.store()
                        .parked(binding.destination().id(), flight.plan.firstDestinationSequence())
                        .isPresent();
    }

    private Optional<Parked> tombstone(Flight flight, long now) {
        if (progress.replay().isPresent()) {
            return Optional.empty();
        }
        Entry entry = freezer.items(flight.plan).getFirst().entry();
        return Optional.of(Parked.tombstone(flight, entry, now));
    }

    private void record(Progress next, List<Plan> plans, List<Parked> parked, List<Hour> counted) {
        try {
            supplies.store().record(new DeliveryStore.Step(next, plans, parked, counted));
        } catch (RuntimeException e) {
            hours.forget();
            throw e;
        }
    }

    /// Whether more can be planned at once.
    boolean hasMore() {
        return progress.plannedPosition() < binding.source().end()
                && window.count(Flight.Status.UNSENT) == 0
                && window.pending() < WINDOW_BATCHES_MAX;
    }

    /// Whether nothing comes after what is in the window, ever.
    boolean isAtEnd() {
        long end =
                progress.replay()
                        .map(Progress.Replay::toPosition)
                        .orElseGet(() -> binding.destination().leavingAt().orElse(Long.MAX_VALUE));
        return progress.plannedPosition() >= end;
    }

    Destination destination() {
        return binding.destination();
    }

    DeliveryStore store() {
        return supplies.store();
    }

    /// What made this plan, of this lane or another of the destination.
    Freezer freezer(String lane) {
        return lane.equals(progress.lane())
                ? freezer
                : new Freezer(supplies.journal(), binding.destination(), lane, binding.sink());
    }

    /// Whether a replay has sent all of it.
    boolean isFinished() {
        return progress.replay().isPresent()
                && window.isEmpty()
                && progress.plannedPosition() >= binding.source().end();
    }

    void finish(Progress.Replay.State state, long now) {
        progress = progress.ended(state);
        settleOrWrite(now);
    }

    Lane.View view(boolean over) {
        return view(over, binding.destination());
    }

    Lane.View view(boolean over, Destination destination) {
        return new Lane.View(
                destination,
                progress,
                binding.sink().guarantee(),
                window.events(),
                window.isEmpty() ? 0 : window.flights().getFirst().receivedMillis,
                window.count(Flight.Status.WAITING),
                over);
    }
}
