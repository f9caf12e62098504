package dev.indelible.core.delivery;

import java.util.Locale;
import java.util.Optional;

/// How a lane is. Durable, so that a restart does not paint it green.
///
/// @param sinceMillis since when it is in this state
/// @param failures attempts in a row that failed
/// @param attempts all attempts ever
/// @param error the last failure, kept when all is well again
/// @param nextTryMillis before which nothing is sent; 0 for at once
/// @param confirmedMillis when something was last confirmed; 0 for never
public record Condition(
        State state,
        long sinceMillis,
        int failures,
        long attempts,
        Optional<Failure> error,
        long nextTryMillis,
        long confirmedMillis) {

    /// Failures in a row from which on the breaker is open: each further attempt is a probe, and
    /// nothing more is planned meanwhile.
    static final int BREAKER_FAILURES = 5;

    /// Where a destination stands. None of them drops an event.
    public enum State {
        /// What was sent last arrived.
        ACTIVE,
        /// The receiver fails for now; the same batch is sent again.
        RETRYING,
        /// Only a person can change what fails.
        NEEDS_ATTENTION,
        /// The receiver said that it is gone; asked once an hour.
        SUSPENDED,
        /// A person stopped it.
        PAUSED;

        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// One failure.
    ///
    /// @param kind `transient`, `config`, `data`, `internal`, or `frozen`: a batch would have other
    ///   bytes than when it was planned
    public record Failure(long millis, String kind, Answer.Refusal refusal) {}

    /// Nothing was sent yet.
    static Condition fresh(long nowMillis) {
        return new Condition(State.ACTIVE, nowMillis, 0, 0, Optional.empty(), 0, 0);
    }

    /// Whether so much failed in a row that only probes are sent.
    public boolean breakerOpen() {
        return failures >= BREAKER_FAILURES;
    }

    /// How long nothing is to be sent; 0 for at once.
    long pauseMillis(long nowMillis) {
        return error.map(failure -> new Patience(failure.millis(), nextTryMillis))
                .orElse(Patience.NONE)
                .leftMillis(nowMillis);
    }

    Condition attempted() {
        return new Condition(
                state, sinceMillis, failures, attempts + 1, error, nextTryMillis, confirmedMillis);
    }

    Condition confirmed(long nowMillis) {
        return new Condition(
                State.ACTIVE,
                state == State.ACTIVE ? sinceMillis : nowMillis,
                0,
                attempts,
                error,
                0,
                nowMillis);
    }

    Condition failed(State other, Failure failure, long nextMillis) {
        return new Condition(
                other,
                state == other ? sinceMillis : failure.millis(),
                failures + 1,
                attempts,
                Optional.of(failure),
                nextMillis,
                confirmedMillis);
    }

    /// Something was refused; what it is, smaller batches will tell.
    Condition doubted(Failure failure) {
        return new Condition(
                state == State.ACTIVE ? State.RETRYING : state,
                state == State.ACTIVE ? failure.millis() : sinceMillis,
                failures,
                attempts,
                state == State.NEEDS_ATTENTION ? error : Optional.of(failure),
                0,
                confirmedMillis);
    }

    /// The same, to be tried at once.
    Condition hurried() {
        return new Condition(state, sinceMillis, failures, attempts, error, 0, confirmedMillis);
    }
}
