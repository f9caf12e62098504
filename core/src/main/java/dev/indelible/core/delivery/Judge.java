package dev.indelible.core.delivery;

import dev.indelible.core.delivery.Condition.Failure;
import java.time.Duration;
import java.util.Optional;

/* Parking needs a proof that the receiver takes other events: a refused event waits as a suspect, and
 * the ones after it are sent; the first that passes proves it. Where nothing passes, the receiver is
 * misconfigured, and nothing is parked.
 *
 * At the end of a replay, or of what a destination gets that leaves, nothing comes after the refused ones
 * that could prove them. There an event that the receiver took before is sent once more, as a replay and
 * under another id: it is the control. */

/// What becomes of a batch, and of its lane, by what the receiver answered. For the lane's thread.
final class Judge {
    private static final String FROZEN = "frozen";
    private static final int BLAMELESS_ROUNDS_MAX = 10;

    private final Backoff backoff;
    private Patience suspects = Patience.NONE;

    /// How often in a row so many were refused that it was not blamed on the events. Each time
    /// twice as many are tried, up to 3,072: of so many refused events that follow one another, one
    /// that passes behind them is found.
    private int blamelessRounds;

    Judge(Backoff backoff) {
        this.backoff = backoff;
    }

    /// Until suspects are tried again, if nothing proves them before.
    Patience suspects() {
        return suspects;
    }

    /// The guard of frozen batches: other bytes under the same id are never sent.
    void refuseOtherBytes(Cargo cargo, Flight flight, long now) {
        var refusal =
                new Answer.Refusal(
                        0,
                        "batch %s would have other bytes than when it was planned with %s; resume it to have it planned anew"
                                .formatted(flight.plan.batchId(), flight.plan.renderer()),
                        "");
        stop(cargo, Condition.State.NEEDS_ATTENTION, new Failure(now, FROZEN, refusal));
    }

    /// Whether it waits because of [#refuseOtherBytes].
    static boolean isStuck(Condition condition) {
        return condition.state() == Condition.State.NEEDS_ATTENTION
                && condition.error().filter(error -> error.kind().equals(FROZEN)).isPresent();
    }

    void weigh(Cargo cargo, Flight flight, Answer answer, long now) {
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
                    retry(cargo, refusal, wish, now);
            case Answer.Misconfigured(Answer.Refusal refusal) when flight.control ->
                    blameReceiver(cargo, refusal, now);
            case Answer.Misconfigured(Answer.Refusal refusal) ->
                    stop(
                            cargo,
                            refusal.status() == 410
                                    ? Condition.State.SUSPENDED
                                    : Condition.State.NEEDS_ATTENTION,
                            new Failure(now, "config", refusal));
            case Answer.Refused refused -> {
                if (flight.control) {
                    blameReceiver(cargo, refused.refusal(), now);
                } else {
                    doubt(cargo, flight, refused, now);
                }
            }
        }
    }

    /// The same batch again, later.
    void retry(Cargo cargo, Answer.Refusal refusal, Optional<Duration> wish, long now) {
        cargo.window().release();
        Condition before = cargo.condition();
        long pause = backoff.transientMillis(before.failures(), wish);
        cargo.fail(
                before.failed(
                        Condition.State.RETRYING,
                        new Failure(now, "transient", refusal),
                        now + pause),
                now);
    }

    private void stop(Cargo cargo, Condition.State state, Failure failure) {
        cargo.window().release();
        long pause =
                state == Condition.State.SUSPENDED
                        ? Backoff.SUSPENDED.toMillis()
                        : backoff.configMillis();
        long now = failure.millis();
        cargo.fail(cargo.condition().failed(state, failure, now + pause), now);
    }

    /// A refusal of content: smaller batches until it is one event, which is then a suspect.
    private void doubt(Cargo cargo, Flight flight, Answer.Refused refused, long now) {
        Failure failure = new Failure(now, "data", refused.refusal());
        cargo.condition(cargo.condition().doubted(failure));
        if (flight.plan.count() > 1) {
            cargo.split(flight, refused, now);
            return;
        }
        if (cargo.wasParked(flight)) {
            // The proof was given when it was set aside.
            flight.status = Flight.Status.PROVEN;
            flight.refusal = refused.refusal();
            flight.body = null;
            return;
        }
        flight.status = Flight.Status.SUSPECT;
        flight.refusal = refused.refusal();
        flight.body = null;
        flight.refusals++;
        suspects = Patience.from(now, backoff.transientMillis(flight.refusals, Optional.empty()));
        if (cargo.window().isRefusedThroughout(Cargo.SUSPECTS_MAX << blamelessRounds)) {
            blamelessRounds = Math.min(blamelessRounds + 1, BLAMELESS_ROUNDS_MAX);
            blameReceiver(cargo, refused.refusal(), now);
        }
    }

    /// Looks for a proof where nothing comes that could be one; asks for a person where there is
    /// none.
    void control(Cargo cargo, long now) {
        Optional<Flight> control = Control.of(cargo, now);
        control.ifPresent(cargo.window()::add);
        if (control.isEmpty()) {
            Answer.Refusal last = cargo.window().flights().getLast().refusal;
            stop(
                    cargo,
                    "what is left is refused, and nothing that was taken before can be sent again to see whether anything is taken; nothing is parked"
                            + Control.howToEnd(cargo),
                    last,
                    now);
        }
    }

    private void blameReceiver(Cargo cargo, Answer.Refusal refusal, long now) {
        stop(
                cargo,
                "every event is refused, so it is not the events; nothing is parked"
                        + Control.howToEnd(cargo),
                refusal,
                now);
    }

    private void stop(Cargo cargo, String why, Answer.Refusal last, long now) {
        cargo.window().removeControl();
        cargo.window().absolve();
        var refusal = new Answer.Refusal(last.status(), why + ". " + last.reason(), last.excerpt());
        stop(cargo, Condition.State.NEEDS_ATTENTION, new Failure(now, "config", refusal));
    }
}
