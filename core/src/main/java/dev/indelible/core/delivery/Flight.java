package dev.indelible.core.delivery;

import org.jspecify.annotations.Nullable;

/// A planned batch in the memory of its lane. For the lane's thread.
final class Flight {
    Plan plan;

    /// When the journal took its first event.
    final long receivedMillis;

    /// The hashes of [Hour]'s lines, one after another; absent until the events were read.
    byte @Nullable [] leaves;

    /// The frozen bytes; absent while they need not be held.
    byte @Nullable [] body;

    /// Why its events have no bytes in this destination's form; absent while they have, as far as
    /// is known.
    Answer.@Nullable Refused unrendered;

    /// Whether it only asks whether the receiver still takes anything.
    final boolean control;

    Status status = Status.UNSENT;
    int attempts;

    /// How often it was refused since it was read, also without being sent.
    int refusals;

    String ticket = "";
    String receipt = "";
    Answer.Refusal refusal = new Answer.Refusal(0, "", "");

    Flight(Plan plan, long receivedMillis) {
        this(plan, receivedMillis, false);
    }

    private Flight(Plan plan, long receivedMillis, boolean control) {
        this.control = control;
        this.plan = plan;
        this.receivedMillis = receivedMillis;
        this.attempts = plan.attempts();
    }

    /// The same, which only asks whether the receiver still takes anything.
    static Flight control(Flight made) {
        var control = new Flight(made.plan, 0, true);
        control.body = made.body;
        control.unrendered = made.unrendered;
        control.leaves = made.leaves;
        return control;
    }

    /// Where it stands.
    enum Status {
        UNSENT,
        /// Taken; whether it is kept is asked later.
        WAITING,
        /// A single event that was refused; parked once another one passes.
        SUSPECT,
        CONFIRMED,
        /// To be parked.
        PROVEN
    }

    int heldBytes() {
        byte[] held = body;
        return held == null ? 0 : held.length;
    }
}
