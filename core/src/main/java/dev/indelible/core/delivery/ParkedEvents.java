package dev.indelible.core.delivery;

import dev.indelible.core.delivery.Sink.Acknowledgement;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import java.util.List;
import java.util.Map;

/// What a person does with parked events: reads them, sends them after all, perhaps edited, or
/// decides that the receiver does not get them. Any thread.
public final class ParkedEvents {
    private static final String LANE = "parked";
    private static final int ACKNOWLEDGEMENTS_MAX = 20;

    private final Supplies supplies;
    private final Deliveries.Opener opener;
    private final Runnable pause;

    /// @param pause waits a little, between questions for an acknowledgement
    public ParkedEvents(Supplies supplies, Deliveries.Opener opener, Runnable pause) {
        this.supplies = supplies;
        this.opener = opener;
        this.pause = pause;
    }

    /// The parked event of this number.
    ///
    /// @throws Rejected if there is none, or it is settled
    public Parked waiting(String destination, long destinationSequence) {
        return supplies.store()
                .parked(destination, destinationSequence)
                .filter(parked -> parked.state() == Parked.State.PARKED)
                .orElseThrow(() ->
                        new Rejected(
                                Problem.NOT_FOUND,
                                "no event with destinationSequence %d is parked"
                                        .formatted(destinationSequence)));
    }

    /// The event itself, as the journal has it.
    public Entry entry(Parked parked) {
        return supplies.journal().readEach(new long[] {parked.position()}).getFirst();
    }

    /// Sends it alone, under its old number.
    ///
    /// @param entry the event itself or what a person made of it, with the same id
    /// @return what the receiver said; if it confirmed, the event is no longer parked
    public Answer send(Destination destination, Parked parked, Entry entry, Decision decision) {
        try (Sink sink = opener.open(destination)) {
            var freezer = new Freezer(supplies.journal(), destination, LANE, sink);
            long now = supplies.clock().millis();
            Flight flight =
                    freezer.freeze(
                            List.of(new Batch.Item(parked.destinationSequence(), entry)), now);
            byte[] body = flight.body == null ? new byte[0] : flight.body;
            Plan plan = flight.plan;
            var parcel =
                    new Parcel(
                            plan.batchId(),
                            body,
                            1,
                            plan.firstDestinationSequence(),
                            plan.lastDestinationSequence(),
                            false);
            Answer answer = settled(sink, sink.send(parcel));
            switch (answer) {
                case Answer.Confirmed(String receipt) ->
                        supplies.store()
                                .put(
                                        parked.settled(
                                                Parked.State.SENT,
                                                supplies.clock().millis(),
                                                decision.by(),
                                                decision.reason(),
                                                receipt));
                case Answer.Refused(Answer.Refusal refusal, _, _) ->
                        supplies.store().put(parked.refusedAgain(refusal));
                case Answer.Waiting _, Answer.Transient _, Answer.Misconfigured _ -> {
                    // Nothing is decided: it stays parked.
                }
            }
            return answer;
        }
    }

    private Answer settled(Sink sink, Answer answer) {
        if (!(answer instanceof Answer.Waiting(String ticket))) {
            return answer;
        }
        for (int i = 0; i < ACKNOWLEDGEMENTS_MAX; i++) {
            Map<String, Acknowledgement> known = sink.acknowledged();
            if (known.get(ticket) == Acknowledgement.CONFIRMED) {
                return new Answer.Confirmed(ticket);
            }
            pause.run();
        }
        return answer;
    }

    /// Decides that the receiver does not get it.
    public void skip(Parked parked, Decision decision) {
        supplies.store()
                .put(
                        parked.settled(
                                Parked.State.SKIPPED,
                                supplies.clock().millis(),
                                decision.by(),
                                decision.reason(),
                                ""));
    }

    /// Who decided, and why.
    public record Decision(String by, String reason) {}
}
