package dev.indelible.core.delivery;

import java.util.Locale;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The tombstone of an event that the receiver refused although it takes others. Only refers to the
/// event, which stays in the journal.
///
/// @param destinationSequence the number that it keeps
/// @param attempts how often it was sent alone
/// @param by who sent or skipped it; empty while parked
/// @param note why it was edited or skipped; empty otherwise
/// @param receipt what the receiver said when it took it after all; empty before
public record Parked(
        String destination,
        long destinationSequence,
        long position,
        UUID eventId,
        String organization,
        Answer.Refusal refusal,
        int attempts,
        long parkedMillis,
        State state,
        long settledMillis,
        String by,
        String note,
        String receipt) {

    /// What became of it.
    public enum State {
        /// Waits for a person.
        PARKED,
        /// Taken later, perhaps edited.
        SENT,
        /// A named person decided that the receiver does not get it.
        SKIPPED;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Settled by a person.
    Parked settled(State other, long millis, String who, String why, String proof) {
        return new Parked(
                destination,
                destinationSequence,
                position,
                eventId,
                organization,
                refusal,
                attempts,
                parkedMillis,
                other,
                millis,
                who,
                why,
                proof);
    }

    /// Without the words of whoever refused, took or settled it.
    Parked silent(String instead) {
        return new Parked(
                destination,
                destinationSequence,
                position,
                eventId,
                organization,
                new Answer.Refusal(refusal.status(), instead, ""),
                attempts,
                parkedMillis,
                state,
                settledMillis,
                by.isEmpty() ? "" : instead,
                note.isEmpty() ? "" : instead,
                receipt.isEmpty() ? "" : instead);
    }

    /// Whether any of these words names somebody.
    boolean names(Predicate<String> names) {
        return Stream.of(refusal.reason(), refusal.excerpt(), by, note, receipt).anyMatch(names);
    }

    /// Refused once more.
    Parked refusedAgain(Answer.Refusal again) {
        return new Parked(
                destination,
                destinationSequence,
                position,
                eventId,
                organization,
                again,
                attempts + 1,
                parkedMillis,
                state,
                settledMillis,
                by,
                note,
                receipt);
    }
}
