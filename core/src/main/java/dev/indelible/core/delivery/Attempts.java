package dev.indelible.core.delivery;

import dev.indelible.core.journal.Entry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// Attempts to send parked events, and what came of them. Any thread, one for each event at a time.
final class Attempts {
    private static final String OTHER_SETTINGS =
            "the settings were changed while it was being sent; send it anew";

    private final Supplies supplies;
    private final Rests rests;
    private final Set<Which> unsettled = ConcurrentHashMap.newKeySet();

    /// What is known of them and could not be written down yet, so that nothing is sent again for
    /// it.
    private final Map<Which, Outcome> unwritten = new ConcurrentHashMap<>();

    Attempts(Supplies supplies) {
        this.supplies = supplies;
        this.rests = new Rests(new Backoff(supplies.random()), supplies.clock());
    }

    /// Destinations that are left alone for a while.
    Rests rests() {
        return rests;
    }

    /// Those that the receiver neither took nor refused yet.
    List<Which> unsettled() {
        return List.copyOf(unsettled);
    }

    boolean isUnsettled(Which which) {
        return unsettled.contains(which);
    }

    /// It is being sent.
    void begun(Which which) {
        unsettled.add(which);
    }

    /// It is sent no more.
    void ended(Which which) {
        unsettled.remove(which);
    }

    /// What came of an attempt.
    ///
    /// @param read the event as it was sent
    /// @param taken whether the receiver has it, which holds whatever was decided meanwhile
    private record Outcome(Parked read, boolean taken, UnaryOperator<Parked> change) {
        boolean concerns(Parked now) {
            return now.state() == Parked.State.SENDING
                    || taken && now.state() == Parked.State.PARKED;
        }
    }

    /// Writes down what was known and could not be.
    ///
    /// @return whether there was anything
    boolean writeWhatIsKnown(Which which) {
        Outcome known = unwritten.get(which);
        if (known != null) {
            write(known);
        }
        return known != null;
    }

    /// Sends once, if that may still be, and writes down what came of it.
    ///
    /// @param freezer makes batches with the settings of now
    /// @param patience turns an answer into what it was after waiting a little
    Answer attempt(
            Sink sink,
            Freezer freezer,
            Parked parked,
            Resend resend,
            UnaryOperator<Answer> patience) {
        Optional<Answer.Refusal> obstacle = obstacle(sink, freezer, parked, resend);
        if (obstacle.isPresent()) {
            parkAgain(parked, obstacle.get());
            return new Answer.Refused(obstacle.get(), false, OptionalInt.empty());
        }
        return settle(parked, patience.apply(sink.send(resend.parcel())));
    }

    /// Writes down what came of an attempt.
    Answer settle(Parked parked, Answer answer) {
        rests.after(parked.destination(), answer);
        boolean taken = answer instanceof Answer.Confirmed;
        write(new Outcome(parked, taken, now -> outcome(now, answer)));
        return answer;
    }

    void parkAgain(Parked parked, Answer.Refusal reason) {
        write(new Outcome(parked, false, now -> now.parkedAgain(reason, now.attempts())));
    }

    private Parked outcome(Parked parked, Answer answer) {
        return switch (answer) {
            case Answer.Confirmed(String receipt) ->
                    parked.sent(supplies.clock().millis(), receipt);
            case Answer.Refused(Answer.Refusal refusal, _, _) ->
                    parked.parkedAgain(refusal, parked.attempts() + 1);
            case Answer.Transient(Answer.Refusal refusal, _) -> parked.tried(refusal);
            case Answer.Misconfigured(Answer.Refusal refusal) -> parked.tried(refusal);
            case Answer.Waiting _ ->
                    parked.tried(new Answer.Refusal(0, "taken, and not acknowledged yet", ""));
        };
    }

    private void write(Outcome outcome) {
        Which which = Which.of(outcome.read());
        unwritten.put(which, outcome);
        Optional<Parked> now =
                Parked.change(
                        supplies.store(), outcome.read(), outcome::concerns, outcome.change());
        unwritten.remove(which);
        if (now.filter(one -> one.state() == Parked.State.SENDING).isEmpty()) {
            unsettled.remove(which);
        }
    }

    /// Why these bytes must not be sent any more.
    private Optional<Answer.Refusal> obstacle(
            Sink sink, Freezer freezer, Parked parked, Resend resend) {
        Entry now = supplies.journal().readEach(new long[] {parked.position()}).getFirst();
        String what = "";
        if (!sink.renderer().equals(resend.renderer())) {
            what = OTHER_SETTINGS;
        } else if (!Freezer.hash(now.text()).equals(resend.original())) {
            // Of one of which parts were erased before, too, nobody knows which of both it was.
            what =
                    supplies.erased().test(now)
                            ? "a part was erased, or other members are protected, since it was sent; send it anew"
                            : "other members are protected since it was sent; send it anew";
        } else if (!freezer.isOfNow(resend, now)) {
            what = OTHER_SETTINGS;
        }
        return what.isEmpty() ? Optional.empty() : Optional.of(new Answer.Refusal(0, what, ""));
    }
}
