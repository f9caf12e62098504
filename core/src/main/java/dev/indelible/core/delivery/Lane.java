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
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(5);
    private static final long HINDERED_TELL_MILLIS = 60_000;
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

    /// Why the last step failed for another reason than the receiver.
    private Optional<Failure> hindrance = Optional.empty();

    private long hinderedToldMillis;

    private long unsettledMillis;
    private long acknowledgedMillis;

    private volatile View view;
    private volatile boolean abandoned;

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
            return new View(other, progress, guarantee, unconfirmed, oldestMillis, waiting, over);
        }

        /// The same, kept from working by this.
        View hindered(Failure failure) {
            Condition worse =
                    progress.condition()
                            .failed(
                                    Condition.State.NEEDS_ATTENTION,
                                    failure,
                                    failure.millis() + FAILURE_PAUSE.toMillis());
            return new View(
                    destination,
                    progress.with(worse),
                    guarantee,
                    unconfirmed,
                    oldestMillis,
                    waiting,
                    over);
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

    /// Goes on with other settings of the same destination, from what is durable.
    void bind(Binding other) {
        tell(() -> {
            settleBeforeBinding();
            binding.sink().close();
            binding = other;
            loaded = false;
            view = cargo.view(over, other.destination());
        });
    }

    /// What was confirmed must not be planned anew in another form. A store that takes nothing now
    /// does not keep the lane from the settings that it is told.
    private void settleBeforeBinding() {
        if (!loaded) {
            return;
        }
        try {
            cargo.settle(supplies.clock().millis());
            unsettledMillis = 0;
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
        tell(() -> cargo.condition(cargo.condition().hurried()));
    }

    /// Ends where it is. What was confirmed is written down.
    void end() {
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
            for (Runnable next = commands.poll(); next != null; next = commands.poll()) {
                next.run();
            }
            rest = turn(supplies.clock().millis());
        } catch (AuditException.Busy | AuditException.Uncertain e) {
            rest = hindered(e);
        } catch (RuntimeException e) {
            rest = failed(e);
        }
        if (over) {
            binding.sink().close();
        }
        View now = cargo.view(over);
        view = hindrance.map(now::hindered).orElse(now);
        waiters.tell(view);
        return rest;
    }

    /// The store takes nothing. What was sent and confirmed is not forgotten, so that nothing is
    /// sent again for it; nothing new is sent either, because it could not be planned.
    private Duration hindered(AuditException cause) {
        long now = supplies.clock().millis();
        if (now - hinderedToldMillis >= HINDERED_TELL_MILLIS) {
            hinderedToldMillis = now;
            logger.log(
                    System.Logger.Level.ERROR,
                    "delivery waits: destination={0} lane={1} {2}",
                    binding.destination().id(),
                    cargo.progress().lane(),
                    String.valueOf(cause.getMessage()));
        }
        hinder(String.valueOf(cause.getMessage()));
        return FAILURE_PAUSE;
    }

    private void hinder(String reason) {
        long now = supplies.clock().millis();
        hindrance = Optional.of(new Failure(now, "internal", new Answer.Refusal(0, reason, "")));
    }

    private Duration failed(RuntimeException cause) {
        if (abandoned) {
            // The store knows the destination no longer.
            over = true;
            return Duration.ZERO;
        }
        logger.log(
                System.Logger.Level.ERROR,
                "delivery failed within; going on from what is durable: destination={0} lane={1}",
                binding.destination().id(),
                cargo.progress().lane());
        logger.log(System.Logger.Level.ERROR, "the cause", cause);
        hinder(
                "it failed within (%s) and goes on from what is durable; see the server's log"
                        .formatted(cause.getClass().getSimpleName()));
        loaded = false;
        return FAILURE_PAUSE;
    }

    private Duration turn(long now) {
        long left =
                hindrance
                        .map(failure -> failure.millis() + FAILURE_PAUSE.toMillis() - now)
                        .orElse(0L);
        if (left > 0 && !over) {
            return Duration.ofMillis(left);
        }
        if (!loaded) {
            cargo = Cargo.load(supplies, binding, cargo.progress(), now);
            loaded = true;
        }
        if (hindrance.isPresent()) {
            cargo.settleOrWrite(now);
            hindrance = Optional.empty();
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
        if (now < cargo.condition().nextTryMillis()) {
            settleWhenDue(now);
            long rest = cargo.condition().nextTryMillis() - now;
            return rest < TICK.toMillis() ? Duration.ofMillis(rest) : TICK;
        }
        if (cargo.plan(now)) {
            unsettledMillis = 0;
        }
        Optional<Flight> next = cargo.window().next(binding.sink().bounds().waiting());
        if (next.isPresent()) {
            settleWhenDue(now);
            return attempt(next.get());
        }
        cargo.settle(now);
        unsettledMillis = 0;
        return rest(now);
    }

    private Duration rest(long now) {
        if (cargo.isFinished()) {
            cargo.finish(Progress.Replay.State.DONE, now);
            over = true;
        } else if (cargo.window().count(Flight.Status.SUSPECT) > 0
                && now >= judge.suspectsMillis()) {
            cargo.window().absolve();
            return Duration.ZERO;
        }
        return cargo.hasMore() ? Duration.ZERO : TICK;
    }

    private void settleWhenDue(long now) {
        if (unsettledMillis == 0) {
            unsettledMillis = now;
        } else if (now - unsettledMillis >= SETTLE_MILLIS) {
            cargo.settle(now);
            unsettledMillis = 0;
        }
    }

    private void acknowledge(long now) {
        Window window = cargo.window();
        if (window.count(Flight.Status.WAITING) == 0
                || now - acknowledgedMillis < ACKNOWLEDGE_MILLIS) {
            return;
        }
        acknowledgedMillis = now;
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
                new Shares.Claim(
                        Optional.ofNullable(binding.destination().organization()).orElse(""),
                        cargo.condition().failures() > 0,
                        Math.max(flight.heldBytes(), 1 << 16));
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
        return Optional.of(binding.sink().send(parcel.get()));
    }

    /// An open destination.
    record Binding(Destination destination, Sink sink, Source source) {}
}
