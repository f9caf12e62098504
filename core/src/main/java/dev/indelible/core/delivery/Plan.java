package dev.indelible.core.delivery;

/// A frozen batch, written down before it is first sent: whoever sends it again sends these bytes
/// under this id, or nothing.
///
/// @param lane `live`, or the id of a replay
/// @param batchId as in [Parcel]
/// @param epoch of the destination's settings
/// @param positions of its events
/// @param firstDestinationSequence of the first; each next one more. 0 for events of a replay from
///   before the destination began, none of which has a number
/// @param renderer what made the body
/// @param bodyHash hex SHA-256 of the body; empty if its events cannot be rendered
/// @param attempts how often it was sent
/// @param reason why it was split, replaced or parked; empty otherwise
/// @param settledMillis when it was confirmed or parked; 0 before
/// @param receipt what the receiver gave as proof; empty before
/// @param chain hex hash over this confirmation and the one before it; empty before
public record Plan(
        String destination,
        String lane,
        String batchId,
        long epoch,
        Positions positions,
        long firstDestinationSequence,
        String renderer,
        String bodyHash,
        State state,
        int attempts,
        String reason,
        long plannedMillis,
        long settledMillis,
        String receipt,
        String chain) {

    /// What became of a batch.
    public enum State {
        /// To be sent, or sent and not confirmed.
        PLANNED,
        /// The receiver has it.
        CONFIRMED,
        /// Its only event was refused and set aside.
        PARKED,
        /// Smaller batches stand for it.
        SPLIT,
        /// Another batch with the same events and numbers and other bytes stands for it.
        REPLACED
    }

    /// How many events.
    public int count() {
        return positions.count();
    }

    /// The number of its last event.
    public long lastDestinationSequence() {
        return firstDestinationSequence == 0 ? 0 : firstDestinationSequence + count() - 1;
    }

    /// Whether it is this batch, however it stands.
    boolean isSame(Plan other) {
        return lane.equals(other.lane) && batchId.equals(other.batchId);
    }

    /// Sent so often, and neither confirmed nor ended.
    Plan tried(int sent) {
        return with(state, sent, reason, settledMillis, receipt, chain);
    }

    /// Ended without confirmation, for this reason.
    Plan ended(State other, int sent, String why, long millis) {
        return with(other, sent, why, other == State.PARKED ? millis : 0, receipt, chain);
    }

    /// Confirmed.
    Plan confirmed(int sent, String proof, long millis, String link) {
        return with(State.CONFIRMED, sent, reason, millis, proof, link);
    }

    private Plan with(State other, int sent, String why, long millis, String proof, String link) {
        return new Plan(
                destination,
                lane,
                batchId,
                epoch,
                positions,
                firstDestinationSequence,
                renderer,
                bodyHash,
                other,
                sent,
                why,
                plannedMillis,
                millis,
                proof,
                link);
    }
}
