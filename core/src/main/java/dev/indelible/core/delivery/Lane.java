package dev.indelible.core.delivery;

import dev.indelible.core.delivery.Condition.Failure;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.Worker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/* What is durable, and when.
 *
 * plan      the batch is written down with the hash of its bytes    before its first send
 * split     the parent's end and the children, at once              before a child's first send
 * settle    confirmations and tombstones in order, and the cursor   at most a second after, and
 *                                                                     before other settings
 *
 * All else is memory: whoever forgets it sends some batches again, which have the same id and the
 * same bytes. A failure that is not the receiver's (store, journal, a bug) makes the lane forget all
 * of it on purpose and begin again from what is durable, as after a crash.
 *
 * Where the store takes nothing, because its disk is full, nothing is forgotten: it is written later. */

/// One ordered flow of events to one destination: the live one, or a replay. One thread steps; any
/// thread commands and looks.
public final class Lane implements Worker {
    private static final System.Logger logger = System.getLogger(Lane.class.getName());

    /// A lost wake-up costs this much.
    static final Duration TICK = Duration.ofSeconds(1);

    private static final Duration NO_ROOM_PAUSE = Duration.ofMillis(10);
    private static final long SETTLE_MILLIS = 1_000;
    private static final long ACKNOWLEDGE_MILLIS = 1_000;

    private final Supplies supplies;
    private final Judge judge;
    private final Bell bell = new Bell();
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final Waiters waiters = new Waiters();
    private Binding binding;
    private Cargo cargo;
    private boolean loaded;
    private boolean over;
    private boolean cancelled;

    /// Whether what waits for its next try is tried at once, by whatever settings there are then.
    private boolean hurried;

    private final Hindrance hindrance = new Hindrance();

    /// Until what is settled is written down; absent while nothing is.
    private Optional<Patience> unsettled = Optional.empty();

    private Patience acknowledging = Patience.NONE;

    /// Where to go on once what was confirmed is written down.
    private Optional<Binding> next = Optional.empty();

    private volatile View view;
    private volatile boolean known;
    private volatile Optional<Plan> trying = Optional.empty();
    private volatile boolean abandoned;
    private volatile boolean ending;

    Lane(Supplies supplies, Binding binding, Progress progress) {
        this.supplies = supplies;
        this.judge = new Judge(new Backoff(supplies.random()));
        this.binding = binding;
        this.cargo = new Cargo(supplies, binding, progress);
        this.view = cargo.view(false);
    }

    /// What a lane looks like from outside.
    ///
    /// @param unconfirmed events planned and not confirmed
    /// @param oldestMillis when the journal took the oldest of these; 0 if there is none
    /// @param waiting parcels whose acknowledgement is awaited
    public record View(
            Destination destination,
            Progress progress,
            Guarantee guarantee,
            long unconfirmed,
            long oldestMillis,
            long waiting,
            boolean over) {

        /// The same, of this destination as it was set up last.
        View of(Destination other) {
            return with(other, progress);
        }

        /// The same, kept from working by this.
        View hindered(Failure failure) {
            Condition worse =
                    progress.condition()
                            .failed(
                                    Condition.State.NEEDS_ATTENTION,
                                    failure,
                                    failure.millis() + Hindrance.PAUSE.toMillis());
            return with(destination, progress.with(worse));
        }

        private View with(Destination other, Progress known) {
            return new View(other, known, guarantee, unconfirmed, oldestMillis, waiting, over);
        }

        /// The last number that is confirmed or set aside.
        public long confirmedTo() {
            return progress.nextDestinationSequence() - 1 - unconfirmed;
        }

        /// The state to show.
        public Condition.State state() {
            return destination.pause().isPresent()
                    ? Condition.State.PAUSED
                    : progress.condition().state();
        }
    }

    /// How it was at the end of its last step.
    public View view() {
        return view;
    }

    /// Rung when there is something to do before the time that [#step()] gave.
    public Bell bell() {
        return bell;
    }

    /// Has this done by the lane's thread before its next step.
    void tell(Runnable command) {
        commands.add(command);
        bell.ring();
    }

    /// Goes on at once with other settings of the same destination, from what is durable.
    void bind(Binding other) {
        tell(() -> {
            next.ifPresent(skipped -> skipped.sink().close());
            next = Optional.of(other);
            hurried = true;
        });
    }

    /// What was confirmed must not be planned anew in another form: as long as the store takes
    /// nothing, nothing is sent, and the other settings wait.
    ///
    /// @throws AuditException as the store does
    private void bindNext() {
        if (next.isEmpty()) {
            return;
        }
        settleBeforeBinding();
        binding.sink().close();
        binding = next.get();
        next = Optional.empty();
        loaded = false;
    }

    private void settleBeforeBinding() {
        if (!loaded) {
            return;
        }
        try {
            cargo.settle(supplies.clock().millis());
            unsettled = Optional.empty();
        } catch (AuditException.Busy | AuditException.Uncertain e) {
            throw e;
        } catch (RuntimeException e) {
            logger.log(
                    System.Logger.Level.WARNING,
                    "confirmations could not be written, their events are sent again:"
                            + " destination=%s lane=%s"
                                    .formatted(binding.destination().id(), cargo.progress().lane()),
                    e);
        }
    }

    /// Tries at once what waits for its next try.
    void hurry() {
        tell(() -> hurried = true);
    }

    /// Ends where it is. What was confirmed is written down, if the store still takes it: one that
    /// waits for a receiver meanwhile learns it again after the next start.
    void end() {
        ending = true;
        tell(() -> over = true);
    }

    /// Whether its destination is about to be forgotten, so that the store may refuse it.
    void abandon(boolean other) {
        abandoned = other;
    }

    /// Ends a replay for good.
    void cancel() {
        tell(() -> cancelled = true);
    }

    /// Tells when all below this position is confirmed, parked or filtered out.
    ///
    /// @return completed with true then; with false as soon as that cannot be soon
    CompletableFuture<Boolean> reached(long position) {
        var reached = new CompletableFuture<Boolean>();
        tell(() -> waiters.add(position, reached));
        return reached;
    }

    /// Whether it has read what is durable of it.
    boolean isKnown() {
        return known;
    }

    /// What is being sent just now, with this attempt counted.
    Optional<Plan> trying() {
        return trying;
    }

    /// Whether it has ended and closed its sink.
    public boolean isOver() {
        return view.over();
    }

    @Override
    public Duration step() {
        if (isOver()) {
            return TICK;
        }
        Duration rest;
        try {
            for (Runnable told = commands.poll(); told != null; told = commands.poll()) {
                told.run();
            }
            rest = turn(supplies.clock().millis());
        } catch (RuntimeException e) {
            rest = failed(e);
        }
        if (over) {
            binding.sink().close();
            next.ifPresent(never -> never.sink().close());
        }
        View now = cargo.view(over, next.orElse(binding).destination());
        view = hindrance.on(now);
        known |= loaded;
        trying = Optional.empty();
        waiters.tell(view);
        return rest;
    }

    private Duration failed(RuntimeException cause) {
        boolean full =
                cause instanceof AuditException.Busy || cause instanceof AuditException.Uncertain;
        if (ending || (abandoned && !full)) {
            // The store is closed, or knows the destination no longer.
            over = true;
            return Duration.ZERO;
        }
        long now = supplies.clock().millis();
        if (full) {
            hindrance.full(
                    binding.destination(), cargo.progress().lane(), (AuditException) cause, now);
        } else {
            hindrance.within(binding.destination(), cargo.progress().lane(), cause, now);
            loaded = false;
        }
        return Hindrance.PAUSE;
    }

    private Duration turn(long now) {
        long left = hindrance.leftMillis(now);
        if (left > 0 && !over) {
            return Duration.ofMillis(left);
        }
        bindNext();
        if (!loaded) {
            cargo = Cargo.load(supplies, binding, cargo.progress(), now);
            loaded = true;
        }
        if (hurried) {
            cargo.condition(cargo.condition().hurried());
            hurried = false;
        }
        if (hindrance.isPresent()) {
            cargo.settleOrWrite(now);
            hindrance.clear();
        }
        if (cancelled) {
            cargo.finish(Progress.Replay.State.CANCELLED, now);
            over = true;
            return Duration.ZERO;
        }
        acknowledge(now);
        if (over || binding.destination().pause().isPresent()) {
            cargo.settle(now);
            return TICK;
        }
        long rest = cargo.condition().pauseMillis(now);
        if (rest > 0) {
            settleWhenDue(now);
            return rest < TICK.toMillis() ? Duration.ofMillis(rest) : TICK;
        }
        if (cargo.plan(now)) {
            unsettled = Optional.empty();
        }
        Optional<Flight> unsent = cargo.window().next(binding.sink().bounds().waiting());
        if (unsent.isPresent()) {
            settleWhenDue(now);
            return attempt(unsent.get());
        }
        cargo.settle(now);
        unsettled = Optional.empty();
        return rest(now);
    }

    private Duration rest(long now) {
        boolean doubts = cargo.window().count(Flight.Status.SUSPECT) > 0;
        if (cargo.isFinished()) {
            cargo.finish(Progress.Replay.State.DONE, now);
            over = true;
        } else if (doubts && cargo.isAtEnd() && cargo.window().count(Flight.Status.WAITING) == 0) {
            judge.control(cargo, now);
            return Duration.ZERO;
        } else if (doubts && judge.suspects().isOver(now)) {
            cargo.window().absolve();
            return Duration.ZERO;
        }
        return cargo.hasMore() ? Duration.ZERO : TICK;
    }

    private void settleWhenDue(long now) {
        if (unsettled.isEmpty()) {
            unsettled = Optional.of(Patience.from(now, SETTLE_MILLIS));
        } else if (unsettled.get().isOver(now)) {
            cargo.settle(now);
            unsettled = Optional.empty();
        }
    }

    private void acknowledge(long now) {
        Window window = cargo.window();
        if (window.count(Flight.Status.WAITING) == 0 || !acknowledging.isOver(now)) {
            return;
        }
        acknowledging = Patience.from(now, ACKNOWLEDGE_MILLIS);
        Map<String, Sink.Acknowledgement> known = binding.sink().acknowledged();
        long before = window.count(Flight.Status.CONFIRMED);
        int lost = window.acknowledge(known);
        if (window.count(Flight.Status.CONFIRMED) > before) {
            cargo.condition(cargo.condition().confirmed(now));
        }
        window.prove();
        if (lost > 0) {
            var refusal =
                    new Answer.Refusal(
                            0,
                            "%d batches were taken and never acknowledged; they are sent again"
                                    .formatted(lost),
                            "");
            judge.retry(cargo, refusal, Optional.empty(), now);
        }
    }

    private Duration attempt(Flight flight) {
        var claim =
                Shares.Claim.of(
                        binding.destination(),
                        cargo.condition().failures() > 0,
                        flight.heldBytes());
        if (!supplies.shares().enter(claim)) {
            return NO_ROOM_PAUSE;
        }
        Optional<Answer> answer;
        try {
            answer = answer(flight);
        } finally {
            supplies.shares().leave(claim);
        }
        answer.ifPresentOrElse(
                said -> judge.weigh(cargo, flight, said, supplies.clock().millis()),
                () -> judge.refuseOtherBytes(cargo, flight, supplies.clock().millis()));
        return Duration.ZERO;
    }

    /// What the receiver says, or would have to: what cannot be rendered is refused unsent. Nothing
    /// if the bytes are not those that were planned.
    private Optional<Answer> answer(Flight flight) {
        Optional<Parcel> parcel = cargo.parcel(flight);
        if (parcel.isEmpty()) {
            return Optional.ofNullable(flight.unrendered);
        }
        flight.attempts++;
        cargo.condition(cargo.condition().attempted());
        trying = Optional.of(flight.plan.tried(flight.attempts));
        return Optional.of(binding.sink().send(parcel.get()));
    }
}
