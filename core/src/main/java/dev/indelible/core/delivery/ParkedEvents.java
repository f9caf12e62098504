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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/* What is durable, and when.
 *
 * begin     the bytes and who sends them     before they are first sent
 * put       taken, or parked again           after the receiver took or refused them
 *
 * Whoever dies between the two sends the same bytes under the same id after the next start. */

/// What a person does with parked events: reads them, sends them after all, perhaps edited, or
/// decides that the receiver does not get them. Any thread; one thread steps, which has others go
/// on with what receivers neither took nor refused.
public final class ParkedEvents implements Worker, AutoCloseable {
    private static final System.Logger logger = System.getLogger(ParkedEvents.class.getName());
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Supplies supplies;
    private final Deliveries.Opener opener;
    private final Executor hands;
    private final Attempts attempts;
    private final Set<Which> underWay = ConcurrentHashMap.newKeySet();
    private final Awaited awaited;

    /// Destinations of which nothing is begun to be sent, because they end.
    private final Set<String> closed = ConcurrentHashMap.newKeySet();

    /// Destinations that a hand is at.
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    private boolean loaded;

    /// @param pause waits a little, between questions for an acknowledgement
    /// @param hands do what may wait for a receiver, one for each destination at a time
    public ParkedEvents(
            Supplies supplies, Deliveries.Opener opener, Runnable pause, Executor hands) {
        this.supplies = supplies;
        this.opener = opener;
        this.hands = hands;
        this.attempts = new Attempts(supplies);
        this.awaited = new Awaited(attempts::isUnsettled, pause);
    }

    /// The same in whatever thread steps.
    public ParkedEvents(Supplies supplies, Deliveries.Opener opener, Runnable pause) {
        this(supplies, opener, pause, Runnable::run);
    }

    /// Tells of what a person decided.
    @FunctionalInterface
    public interface Announcer {
        /// Tells of it, and then makes it.
        void announce(Intent.Task task, Runnable change);
    }

    /// Who decided, and why.
    ///
    /// @param announcer tells of it once nobody else can decide, and before it is made
    public record Decision(String by, String reason, Announcer announcer) {

        /// One that is told of otherwise.
        public Decision(String by, String reason) {
            this(by, reason, (_, change) -> change.run());
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

    /// Refuses as sending would.
    ///
    /// @throws Rejected if the destination is paused
    public static void requireResumed(Destination destination) {
        if (destination.pause().isPresent()) {
            throw new Rejected(
                    Problem.DESTINATION_PAUSED,
                    "'%s' is paused, and gets nothing; resume it first"
                            .formatted(destination.name()));
        }
    }

    private static Rejected beingSent(long destinationSequence) {
        return new Rejected(
                Problem.BEING_SENT,
                "the event with destinationSequence %d is being sent already, until the receiver takes or refuses it"
                        .formatted(destinationSequence));
    }

    private static Rejected changedMeanwhile(long destinationSequence) {
        return new Rejected(
                Problem.BEING_SENT,
                "the event with destinationSequence %d was changed just now; look at it again"
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
    /// @throws Rejected if the destination is paused, or somebody else decided about the event
    public Answer send(
            Destination destination, Parked asked, Entry original, Entry entry, Decision decision) {
        requireResumed(destination);
        Which which = claim(asked);
        try {
            // Nothing that becomes known of an earlier sending speaks for this one.
            release(which);
            attempts.writeWhatIsKnown(which);
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
        Freezer freezer = freezer(destination, sink);
        var item = new Batch.Item(parked.destinationSequence(), entry);
        Flight flight = freezer.freeze(List.of(item), supplies.clock().millis());
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
        decision.announcer()
                .announce(
                        new Intent.Send(parked.destinationSequence()),
                        () -> {
                            if (!supplies.store().begin(parked, begun, resend)) {
                                throw changedMeanwhile(parked.destinationSequence());
                            }
                        });
        attempts.begun(Which.of(parked));
        // From here on an erasure sees what is sent; one before may have met the event.
        return attempts.attempt(sink, freezer, begun, resend, answer -> awaited.briefly(sink, answer));
    }

    /// From now on nobody else decides about it.
    private Which claim(Parked parked) {
        Which which = Which.of(parked);
        if (!underWay.add(which)) {
            throw beingSent(which.destinationSequence());
        }
        if (closed.contains(which.destination())) {
            underWay.remove(which);
            throw missing(which.destinationSequence());
        }
        return which;
    }

    /// Has nothing more of a destination begun, because it ends.
    ///
    /// @return the numbers of those about which is being decided now
    public Set<Long> close(String destination) {
        closed.add(destination);
        return underWay.stream()
                .filter(which -> which.destination().equals(destination))
                .map(Which::destinationSequence)
                .collect(Collectors.toSet());
    }

    /// It has ended, or does not.
    public void reopen(String destination) {
        closed.remove(destination);
    }

    private Freezer freezer(Destination destination, Sink sink) {
        return new Freezer(supplies.journal(), destination, Progress.LIVE, sink);
    }

    /// Decides that the receiver does not get it.
    public void skip(Parked asked, Decision decision) {
        Which which = claim(asked);
        try {
            Parked parked = waiting(which.destination(), which.destinationSequence());
            long millis = supplies.clock().millis();
            var task =
                    new Intent.Skip(
                            which.destinationSequence(), millis, decision.by(), decision.reason());
            decision.announcer().announce(task, () -> skip(parked, task));
        } finally {
            underWay.remove(which);
        }
    }

    private void skip(Parked parked, Intent.Skip task) {
        Optional<Parked> skipped =
                Parked.change(
                        supplies.store(),
                        parked,
                        now -> now.state() == Parked.State.PARKED,
                        now -> now.skipped(task.millis(), task.by(), task.reason()));
        if (skipped.isEmpty()) {
            throw missing(task.destinationSequence());
        }
    }

    @Override
    public Duration step() {
        if (!loaded) {
            for (Destination destination : supplies.store().destinations()) {
                Parked.all(supplies.store(), destination.id(), Set.of(Parked.State.SENDING))
                        .forEach(parked -> attempts.begun(Which.of(parked)));
            }
            loaded = true;
        }
        Map<String, List<Which>> byDestination =
                attempts.unsettled().stream().collect(Collectors.groupingBy(Which::destination));
        byDestination.forEach((destination, some) -> {
            if (busy.add(destination)) {
                hands.execute(() -> {
                    try {
                        some.forEach(this::goOnUnlessUnderWay);
                    } finally {
                        busy.remove(destination);
                    }
                });
            }
        });
        return TICK;
    }

    private void goOnUnlessUnderWay(Which which) {
        if (!underWay.add(which)) {
            return;
        }
        try {
            goOn(which);
        } catch (AuditException.Busy e) {
            // Tells itself why it waits; what was known is still known.
            attempts.rests().rest(which.destination(), 1, e.retryAfter().toMillis());
        } catch (RuntimeException e) {
            failed(which, e);
        } finally {
            underWay.remove(which);
        }
    }

    private void failed(Which which, RuntimeException cause) {
        logger.log(
                System.Logger.Level.ERROR,
                "parked event could not be sent; tried again: destination=%s number=%d"
                        .formatted(which.destination(), which.destinationSequence()),
                cause);
        release(which);
        attempts.rests().afterFailure(which.destination());
    }

    private void release(Which which) {
        awaited.release(which.destination(), which.destinationSequence());
    }

    private void goOn(Which which) {
        if (attempts.writeWhatIsKnown(which)) {
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
            attempts.ended(which);
            attempts.rests().forget(which.destination());
            return;
        }
        Optional<Awaited.Held> waits = awaited.of(which.destination());
        if (waits.isPresent()) {
            if (waits.get().destinationSequence() == which.destinationSequence()) {
                ask(waits.get(), parked.get());
            }
            return;
        }
        if (!attempts.rests().isResting(which.destination())
                && destination.get().pause().isEmpty()) {
            again(destination.get(), parked.get());
        }
    }

    /// Whether it was acknowledged by now; what was lost is sent again.
    private void ask(Awaited.Held waits, Parked parked) {
        Acknowledgement known = waits.sink().acknowledged().get(waits.ticket());
        if (known == Acknowledgement.CONFIRMED) {
            attempts.settle(parked, new Answer.Confirmed(waits.ticket()));
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
            attempts.parkAgain(parked, NamedPersons.SENDING_ERASED);
            return;
        }
        awaited.over(
                opener.open(destination),
                parked,
                sink ->
                        attempts.attempt(
                                sink,
                                freezer(destination, sink),
                                parked,
                                kept.get(),
                                UnaryOperator.identity()));
    }

    /// To be called when nobody steps any more.
    @Override
    public void close() {
        awaited.close();
    }
}
