package dev.indelible.core.delivery;

import dev.indelible.core.delivery.Sink.Acknowledgement;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.ops.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/* What is durable, and when.
 *
 * begin     the bytes and who sends them     before they are first sent
 * put       taken, or parked again           after the receiver took or refused them
 *
 * Whoever dies between the two sends the same bytes under the same id after the next start. */

/// What a person does with parked events: reads them, sends them after all, perhaps edited, or
/// decides that the receiver does not get them. Any thread; one thread steps, which goes on with
/// what the receiver neither took nor refused.
public final class ParkedEvents implements Worker, AutoCloseable {
    private static final System.Logger logger = System.getLogger(ParkedEvents.class.getName());
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int ACKNOWLEDGEMENTS_MAX = 20;

    private final Supplies supplies;
    private final Deliveries.Opener opener;
    private final Runnable pause;
    private final Rests rests;
    private final Set<Which> unsettled = ConcurrentHashMap.newKeySet();
    private final Set<Which> underWay = ConcurrentHashMap.newKeySet();
    private final Awaited awaited = new Awaited();

    /// What is known of them and could not be written down yet, so that nothing is sent again for
    /// it.
    private final Map<Which, Outcome> unwritten = new ConcurrentHashMap<>();

    private boolean loaded;

    /// @param pause waits a little, between questions for an acknowledgement
    public ParkedEvents(Supplies supplies, Deliveries.Opener opener, Runnable pause) {
        this.supplies = supplies;
        this.opener = opener;
        this.pause = pause;
        this.rests = new Rests(new Backoff(supplies.random()), supplies.clock());
    }

    /// Who decided, and why.
    public record Decision(String by, String reason) {}

    private record Which(String destination, long destinationSequence) {
        static Which of(Parked parked) {
            return new Which(parked.destination(), parked.destinationSequence());
        }
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

    /// The parked event of this number, also while it is being sent.
    ///
    /// @throws Rejected if there is none, or it is settled
    public Parked open(String destination, long destinationSequence) {
        return supplies.store()
                .parked(destination, destinationSequence)
                .filter(parked -> parked.state().isOpen())
                .orElseThrow(() -> missing(destinationSequence));
    }

    private static Rejected missing(long destinationSequence) {
        return new Rejected(
                Problem.NOT_FOUND,
                "no event with destinationSequence %d is parked".formatted(destinationSequence));
    }

    /// The parked event of this number, which waits for a person.
    ///
    /// @throws Rejected if there is none, or it is being sent, or settled
    public Parked waiting(String destination, long destinationSequence) {
        Parked parked = open(destination, destinationSequence);
        if (parked.state() == Parked.State.SENDING) {
            throw beingSent(destinationSequence);
        }
        return parked;
    }

    private static Rejected beingSent(long destinationSequence) {
        return new Rejected(
                Problem.NOT_FOUND,
                "the event with destinationSequence %d is being sent, until the receiver takes or refuses it"
                        .formatted(destinationSequence));
    }

    /// The event itself, as the journal has it.
    public Entry entry(Parked parked) {
        return supplies.journal().readEach(new long[] {parked.position()}).getFirst();
    }

    /// Sends it alone, under its old number; from now on until the receiver takes or refuses it.
    ///
    /// @param original the event itself, as the caller read it
    /// @param entry the same, or what a person made of it, with the same id
    /// @return what the receiver said at once
    public Answer send(
            Destination destination, Parked asked, Entry original, Entry entry, Decision decision) {
        Which which = claim(asked);
        try {
            Parked parked = waiting(which.destination(), which.destinationSequence());
            return awaited.over(
                    opener.open(destination),
                    parked,
                    sink -> send(sink, destination, parked, original, entry, decision));
        } finally {
            underWay.remove(which);
        }
    }

    private Answer send(
            Sink sink,
            Destination destination,
            Parked parked,
            Entry original,
            Entry entry,
            Decision decision) {
        Flight flight = frozen(destination, sink, parked, entry);
        byte[] body = flight.body;
        if (body == null) {
            Answer.Refused refused = Objects.requireNonNull(flight.unrendered);
            Parked.change(
                    supplies.store(),
                    parked,
                    now -> now.state() == Parked.State.PARKED,
                    now -> now.parkedAgain(refused.refusal(), now.attempts()));
            return refused;
        }
        Resend resend =
                new Resend(
                        destination.id(),
                        parked.destinationSequence(),
                        flight.plan.batchId(),
                        flight.plan.renderer(),
                        Freezer.hash(original.text()),
                        body);
        Parked begun = parked.sending(decision.by(), decision.reason());
        supplies.store().begin(begun, resend);
        unsettled.add(Which.of(parked));
        // From here on an erasure sees what is sent; one before may have met the event.
        return attempt(sink, begun, resend, answer -> acknowledged(sink, answer));
    }

    /// From now on nobody else decides about it.
    private Which claim(Parked parked) {
        Which which = Which.of(parked);
        if (!underWay.add(which)) {
            throw beingSent(which.destinationSequence());
        }
        return which;
    }

    private Flight frozen(Destination destination, Sink sink, Parked parked, Entry entry) {
        var freezer = new Freezer(supplies.journal(), destination, Progress.LIVE, sink);
        var item = new Batch.Item(parked.destinationSequence(), entry);
        return freezer.freeze(List.of(item), supplies.clock().millis());
    }

    private Answer acknowledged(Sink sink, Answer answer) {
        if (!(answer instanceof Answer.Waiting(String ticket))) {
            return answer;
        }
        for (int i = 0; i < ACKNOWLEDGEMENTS_MAX; i++) {
            Map<String, Acknowledgement> known = sink.acknowledged();
            if (known.get(ticket) == Acknowledgement.CONFIRMED) {
                return new Answer.Confirmed(ticket);
            }
            if (known.get(ticket) == Acknowledgement.LOST) {
                return new Answer.Transient(
                        new Answer.Refusal(0, "the receiver lost it", ""), Optional.empty());
            }
            pause.run();
        }
        return answer;
    }

    private Answer attempt(
            Sink sink, Parked parked, Resend resend, UnaryOperator<Answer> patience) {
        Optional<Answer.Refusal> obstacle = obstacle(sink, parked, resend);
        if (obstacle.isPresent()) {
            parkAgain(parked, obstacle.get());
            return new Answer.Refused(obstacle.get(), false, OptionalInt.empty());
        }
        return settle(parked, patience.apply(sink.send(resend.parcel())));
    }

    /// Writes down what came of an attempt.
    private Answer settle(Parked parked, Answer answer) {
        rests.after(parked.destination(), answer);
        boolean taken = answer instanceof Answer.Confirmed;
        write(new Outcome(parked, taken, now -> outcome(now, answer)));
        return answer;
    }

    private void parkAgain(Parked parked, Answer.Refusal reason) {
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

    /// Decides that the receiver does not get it.
    public void skip(Parked asked, Decision decision) {
        Which which = claim(asked);
        try {
            Parked parked = waiting(which.destination(), which.destinationSequence());
            long millis = supplies.clock().millis();
            Optional<Parked> skipped =
                    Parked.change(
                            supplies.store(),
                            parked,
                            now -> now.state() == Parked.State.PARKED,
                            now -> now.skipped(millis, decision.by(), decision.reason()));
            if (skipped.isEmpty()) {
                throw missing(which.destinationSequence());
            }
        } finally {
            underWay.remove(which);
        }
    }

    @Override
    public Duration step() {
        if (!loaded) {
            for (Destination destination : supplies.store().destinations()) {
                Parked.all(supplies.store(), destination.id(), Parked.State.SENDING)
                        .forEach(parked -> unsettled.add(Which.of(parked)));
            }
            loaded = true;
        }
        for (Which which : List.copyOf(unsettled)) {
            if (underWay.add(which)) {
                try {
                    goOn(which);
                } catch (AuditException.Busy e) {
                    // Tells itself why it waits; what was known is still known.
                    rests.rest(which.destination(), 1, e.retryAfter().toMillis());
                } catch (RuntimeException e) {
                    failed(which, e);
                } finally {
                    underWay.remove(which);
                }
            }
        }
        return TICK;
    }

    private void failed(Which which, RuntimeException cause) {
        logger.log(
                System.Logger.Level.ERROR,
                "parked event could not be sent; tried again: destination=%s number=%d"
                        .formatted(which.destination(), which.destinationSequence()),
                cause);
        release(which);
        rests.afterFailure(which.destination());
    }

    private void release(Which which) {
        awaited.release(which.destination(), which.destinationSequence());
    }

    private void goOn(Which which) {
        Outcome known = unwritten.get(which);
        if (known != null) {
            write(known);
            release(which);
            return;
        }
        Optional<Destination> destination =
                supplies.store().destinations().stream()
                        .filter(one -> one.id().equals(which.destination()))
                        .findFirst();
        Optional<Parked> parked =
                supplies.store()
                        .parked(which.destination(), which.destinationSequence())
                        .filter(one -> one.state() == Parked.State.SENDING);
        if (destination.isEmpty() || parked.isEmpty()) {
            release(which);
            unsettled.remove(which);
            rests.forget(which.destination());
            return;
        }
        Optional<Awaited.Held> waits = awaited.of(which.destination());
        if (waits.isPresent()) {
            if (waits.get().destinationSequence() == which.destinationSequence()) {
                ask(waits.get(), parked.get());
            }
            return;
        }
        if (!rests.isResting(which.destination()) && destination.get().pause().isEmpty()) {
            again(destination.get(), parked.get());
        }
    }

    /// Whether it was acknowledged by now; what was lost is sent again.
    private void ask(Awaited.Held waits, Parked parked) {
        Acknowledgement known = waits.sink().acknowledged().get(waits.ticket());
        if (known == Acknowledgement.CONFIRMED) {
            settle(parked, new Answer.Confirmed(waits.ticket()));
            release(Which.of(parked));
        } else if (known == Acknowledgement.LOST) {
            release(Which.of(parked));
        }
    }

    private void again(Destination destination, Parked parked) {
        Which which = Which.of(parked);
        Optional<Resend> kept =
                supplies.store().resend(which.destination(), which.destinationSequence());
        if (kept.isEmpty()) {
            // Erased while it was under way.
            parkAgain(parked, NamedPersons.SENDING_ERASED);
            return;
        }
        awaited.over(
                opener.open(destination),
                parked,
                sink -> attempt(sink, parked, kept.get(), UnaryOperator.identity()));
    }

    /// Why these bytes must not be sent any more.
    private Optional<Answer.Refusal> obstacle(Sink sink, Parked parked, Resend resend) {
        String what = "";
        if (!sink.renderer().equals(resend.renderer())) {
            what = "the settings were changed while it was being sent; send it anew";
        } else if (!Freezer.hash(entry(parked).text()).equals(resend.original())) {
            what = "a part was erased while it was being sent; send it anew";
        }
        return what.isEmpty() ? Optional.empty() : Optional.of(new Answer.Refusal(0, what, ""));
    }

    /// To be called when nobody steps any more.
    @Override
    public void close() {
        awaited.close();
    }
}
