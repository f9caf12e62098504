package dev.indelible.core.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// What a destination said to a parcel, classified by what is to be done about it.
public sealed interface Answer {

    /// Confirmed as strongly as this sink's [Guarantee] says.
    ///
    /// @param receipt what the receiver gave as proof, such as its status; at most 4 KiB
    record Confirmed(String receipt) implements Answer {}

    /// Taken, but whether it is kept has to be asked for by [Sink#acknowledged()].
    ///
    /// @param ticket by which the sink will speak of it, unique while the sink is open
    record Waiting(String ticket) implements Answer {}

    /// The same bytes may work later.
    ///
    /// @param retryAfter what the receiver asked for, as it said it; the engine sets bounds to it
    record Transient(Refusal refusal, Optional<Duration> retryAfter) implements Answer {}

    /// Every batch will fail until a person does something. Never a reason to park an event.
    record Misconfigured(Refusal refusal) implements Answer {}

    /// This content is refused. The engine sends smaller batches until it knows which event it is.
    ///
    /// @param tooLarge whether the size was the reason
    /// @param item index from 0 of the event that the receiver named, if it named one
    record Refused(Refusal refusal, boolean tooLarge, OptionalInt item) implements Answer {}

    /// What went wrong, fit to be shown; no secret is in it.
    ///
    /// @param status HTTP status or the like; 0 where no answer came
    /// @param reason one sentence
    /// @param excerpt of the answer, at most 4 KiB, hostile text
    record Refusal(int status, String reason, String excerpt) {}
}
