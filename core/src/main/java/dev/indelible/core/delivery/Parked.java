package dev.indelible.core.delivery;

import dev.indelible.core.journal.Entry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The tombstone of an event that the receiver refused although it takes others. Only refers to the
/// event, which stays in the journal.
///
/// @param destinationSequence the number that it keeps
/// @param attempts how often it was sent alone
/// @param refusal what the receiver said last
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
    private static final int PAGE = 1_000;

    /// What became of it.
    public enum State {
        /// Waits for a person.
        PARKED,
        /// A person sends it: the bytes are fixed, and sent until the receiver takes or refuses
        /// them.
        SENDING,
        /// Taken later, perhaps edited.
        SENT,
        /// A named person decided that the receiver does not get it.
        SKIPPED;

        /// All of them.
        public static final Set<State> ALL = Set.of(values());

        /// Those of events that the receiver may still get.
        public static final Set<State> OPEN = Set.of(PARKED, SENDING);

        /// Whether the receiver may still get it.
        public boolean isOpen() {
            return this == PARKED || this == SENDING;
        }

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Of an event that a receiver refused, alone.
    static Parked tombstone(Flight flight, Entry entry, long millis) {
        return new Parked(
                flight.plan.destination(),
                flight.plan.firstDestinationSequence(),
                entry.position(),
                entry.id(),
                entry.organization(),
                flight.refusal,
                flight.attempts,
                millis,
                State.PARKED,
                0,
                "",
                "",
                "");
    }

    /// Kept from the receiver by a person.
    Parked skipped(long millis, String who, String why) {
        return changed(refusal, attempts, State.SKIPPED, millis, who, why, "");
    }

    /// To be sent until the receiver takes or refuses it.
    Parked sending(String who, String why) {
        return changed(refusal, attempts, State.SENDING, 0, who, why, "");
    }

    /// Sent once more, to no avail.
    Parked tried(Answer.Refusal reason) {
        return changed(reason, attempts + 1, state, settledMillis, by, note, receipt);
    }

    /// Taken by the receiver.
    Parked sent(long millis, String proof) {
        return changed(refusal, attempts + 1, State.SENT, millis, by, note, proof);
    }

    /// Waits for a person again, for this reason.
    Parked parkedAgain(Answer.Refusal reason, int sent) {
        return changed(reason, sent, State.PARKED, 0, "", "", "");
    }

    private Parked changed(
            Answer.Refusal reason,
            int sent,
            State other,
            long millis,
            String who,
            String why,
            String proof) {
        return new Parked(
                destination,
                destinationSequence,
                position,
                eventId,
                organization,
                reason,
                sent,
                parkedMillis,
                other,
                millis,
                who,
                why,
                proof);
    }

    /// All of a destination in one of these states, by number; read page by page.
    public static Stream<Parked> all(DeliveryStore store, String destination, Set<State> states) {
        return Stream.iterate(
                        store.parked(destination, states, 0, PAGE),
                        page -> !page.isEmpty(),
                        page ->
                                store.parked(
                                        destination,
                                        states,
                                        page.getLast().destinationSequence(),
                                        PAGE))
                .flatMap(List::stream);
    }

    /// Puts another in the place of a parked event, made from what it is by now, as long as this
    /// holds of it: it may be taken, skipped or erased meanwhile, or its destination deleted.
    ///
    /// @return what it is after that; nothing if there is none or it does not hold
    static Optional<Parked> change(
            DeliveryStore store,
            Parked read,
            Predicate<Parked> holds,
            UnaryOperator<Parked> other) {
        Optional<Parked> now = Optional.of(read);
        while (now.filter(holds).isPresent()) {
            Parked changed = other.apply(now.get());
            if (store.replace(now.get(), changed)) {
                return Optional.of(changed);
            }
            now = store.parked(read.destination(), read.destinationSequence());
        }
        return Optional.empty();
    }

    /// Without the words of whoever refused, took or settled it.
    Parked silent(String instead) {
        return changed(
                new Answer.Refusal(refusal.status(), instead, ""),
                attempts,
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
}
