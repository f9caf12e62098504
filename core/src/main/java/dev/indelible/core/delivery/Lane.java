package dev.indelible.core.delivery;

import dev.indelible.core.delivery.Condition.Failure;
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
 * settle    confirmations and tombstones in order, and the cursor   at most a second after
 *
 * All else is memory: whoever forgets it sends some batches again, which have the same id and the
 * same bytes. A failure that is not the receiver's (store, journal, a bug) makes the lane forget all
 * of it on purpose and begin again from what is durable, as after a crash.
 *
 * Parking needs a proof that the receiver takes other events: a refused event waits as a suspect, and
 * the ones after it are sent; the first that passes proves it. Where nothing passes, the receiver is
 * misconfigured, and nothing is parked. */

/// One ordered flow of events to one destination: the live one, or a replay. One thread steps; any
/// thread commands and looks.
public final class Lane implements Worker {
    private static final System.Logger logger = System.getLogger(Lane.class.getName());

    /// A lost wake-up costs this much.
    static final Duration TICK = Duration.ofSeconds(1);

    private static final Duration NO_ROOM_PAUSE = Duration.ofMillis(10);
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(5);
    private static final int BLAMELESS_ROUNDS_MAX = 10;
    private static final long SETTLE_MILLIS = 1_000;
    private static final long ACKNOWLEDGE_MILLIS = 1_000;

    private final Supplies supplies;
    private final Backoff backoff;
    private final Bell bell = new Bell();
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final Waiters waiters = new Waiters();
    private Binding binding;
    private Cargo cargo;
    private boolean loaded;
    private boolean over;
    private long unsettledMillis;
    private long acknowledgedMillis;
    private long suspectsMillis;

    /// How often in a row so many were refused that it was not blamed on the events. Each time
    /// twice as many are tried: however many refused events follow one another, one that passes is
    /// found.
    private int blamelessRounds;

    private volatile View view;
    private volatile boolean abandoned;

    Lane(Supplies supplies, Binding binding, Progress progress) {
        this.supplies = supplies;
        this.backoff = new Backoff(supplies.random());
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
            binding.sink().close();
            binding = other;
            loaded = false;
            view = cargo.view(over, other.destination());
        });
    }

    /// Tries at once what waits for its next try.
    void hurry() {
        tell(() -> cargo.condition(cargo.condition().hurried()));
    }

    /// Ends where it is. What was confirmed is written down.
    void end() {
        tell(() -> over = true);
    }

    /// Ends because its destination is about to be forgotten: nothing is written down any more.
    void abandon() {
        abandoned = true;
        end();
    }

    /// Ends a replay for good.
    void cancel() {
        tell(() -> {
            cargo.finish(Progress.Replay.State.CANCELLED, supplies.clock().millis());
            over = true;
        });
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
        } catch (RuntimeException e) {
            rest = failed(e);
        }
        if (over) {
            binding.sink().close();
        }
        view = cargo.view(over);
        waiters.tell(view);
        return rest;
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
        loaded = false;
        return FAILURE_PAUSE;
    }

    private Duration turn(long now) {
        if (!loaded) {
            cargo = Cargo.load(supplies, binding, cargo.progress(), now);
            loaded = true;
        }
        acknowledge(now);
        if (over || binding.destination().pause().isPresent()) {
            cargo.settle(now);
            return TICK;
        }
        if (now < cargo.condition().nextTryMillis()) {
            settleWhenDue(now);
            long left = cargo.condition().nextTryMillis() - now;
            return left < TICK.toMillis() ? Duration.ofMillis(left) : TICK;
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
        } else if (cargo.window().count(Flight.Status.SUSPECT) > 0 && now >= suspectsMillis) {
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
            retry("transient", refusal, Optional.empty(), now);
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
                said -> weigh(flight, said, supplies.clock().millis()),
                () -> refuseOtherBytes(flight));
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

    /// The guard of frozen batches: other bytes under the same id are never sent.
    private void refuseOtherBytes(Flight flight) {
        var refusal =
                new Answer.Refusal(
                        0,
                        "batch %s would have other bytes than when it was planned with %s; change the settings to plan it anew"
                                .formatted(flight.plan.batchId(), flight.plan.renderer()),
                        "");
        stop(Condition.State.NEEDS_ATTENTION, "internal", refusal, supplies.clock().millis());
    }

    private void weigh(Flight flight, Answer answer, long now) {
        switch (answer) {
            case Answer.Confirmed(String receipt) -> {
                blamelessRounds = 0;
                flight.status = Flight.Status.CONFIRMED;
                flight.receipt = receipt;
                flight.body = null;
                cargo.condition(cargo.condition().confirmed(now));
                cargo.window().prove();
            }
            case Answer.Waiting(String ticket) -> {
                flight.status = Flight.Status.WAITING;
                flight.ticket = ticket;
                flight.receipt = ticket;
                flight.body = null;
            }
            case Answer.Transient(Answer.Refusal refusal, Optional<Duration> wish) ->
                    retry("transient", refusal, wish, now);
            case Answer.Misconfigured(Answer.Refusal refusal) ->
                    stop(
                            refusal.status() == 410
                                    ? Condition.State.SUSPENDED
                                    : Condition.State.NEEDS_ATTENTION,
                            "config",
                            refusal,
                            now);
            case Answer.Refused refused -> doubt(flight, refused, now);
        }
    }

    private void retry(String kind, Answer.Refusal refusal, Optional<Duration> wish, long now) {
        cargo.window().release();
        Condition before = cargo.condition();
        long pause = backoff.transientMillis(before.failures(), wish);
        cargo.fail(
                before.failed(
                        Condition.State.RETRYING, new Failure(now, kind, refusal), now + pause),
                now);
    }

    private void stop(Condition.State state, String kind, Answer.Refusal refusal, long now) {
        cargo.window().release();
        long pause =
                state == Condition.State.SUSPENDED
                        ? Backoff.SUSPENDED.toMillis()
                        : backoff.configMillis();
        cargo.fail(
                cargo.condition().failed(state, new Failure(now, kind, refusal), now + pause), now);
    }

    /// A refusal of content: smaller batches until it is one event, which is then a suspect.
    private void doubt(Flight flight, Answer.Refused refused, long now) {
        Failure failure = new Failure(now, "data", refused.refusal());
        cargo.condition(cargo.condition().doubted(failure));
        if (flight.plan.count() > 1) {
            cargo.split(flight, refused, now);
            return;
        }
        flight.status = Flight.Status.SUSPECT;
        flight.refusal = refused.refusal();
        flight.body = null;
        flight.refusals++;
        suspectsMillis = now + backoff.transientMillis(flight.refusals, Optional.empty());
        if (cargo.window().isRefusedThroughout(Cargo.SUSPECTS_MAX << blamelessRounds)) {
            cargo.window().absolve();
            blamelessRounds = Math.min(blamelessRounds + 1, BLAMELESS_ROUNDS_MAX);
            var refusal =
                    new Answer.Refusal(
                            refused.refusal().status(),
                            "every event is refused, so it is not the events; nothing is parked. "
                                    + refused.refusal().reason(),
                            refused.refusal().excerpt());
            stop(Condition.State.NEEDS_ATTENTION, "config", refusal, now);
        }
    }

    /// An open destination.
    record Binding(Destination destination, Sink sink, Source source) {}
}
