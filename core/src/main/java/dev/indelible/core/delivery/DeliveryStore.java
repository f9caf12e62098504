package dev.indelible.core.delivery;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Destinations, and what delivery must not forget: frozen batches, cursors, parked events,
/// confirmations.
///
/// Law for implementers: what a method has written is there after a power cut once it returns, all
/// or nothing. A cursor never goes back, a batch that ended never begins again, a replay that ended
/// stays as it ended whatever its lane writes, and nothing is recorded of a destination that is not
/// there: an attempt is an [IllegalArgumentException]. Any thread. Every implementation passes
/// `DeliveryStoreContract`.
public interface DeliveryStore {

    /// Writes what is about to be done, in the place of what was about to be done to the same
    /// subject of the same destination.
    void intend(Intent intent);

    /// What was about to be done and is not forgotten.
    List<Intent> intents();

    /// Forgets what was about to be done, if it is not another by now.
    void forget(Intent intent);

    /// Adds a destination, or puts it in the place of the one with the same id.
    void put(Destination destination);

    /// Writes in which form events are read from now on. Where it is another than before, batches
    /// may have other bytes: the epoch of each destination grows by one, with it.
    void form(String form);

    /// All destinations, by creation, then id.
    List<Destination> destinations();

    /// Forgets a destination and everything about it.
    void remove(String destination);

    /// Writes one step of a lane.
    void record(Step step);

    /// What changes at once.
    ///
    /// @param plans new, or in the place of those with the same lane and batch id
    /// @param parked new, or in the place of those with the same number
    /// @param hours new, or in the place of those that began at the same time
    record Step(Progress progress, List<Plan> plans, List<Parked> parked, List<Hour> hours) {
        public Step {
            plans = List.copyOf(plans);
            parked = List.copyOf(parked);
            hours = List.copyOf(hours);
        }

        /// Of a lane and nothing else.
        static Step of(Progress progress) {
            return new Step(progress, List.of(), List.of(), List.of());
        }
    }

    /// Has a replay be cancelled, if it runs.
    ///
    /// @return whether it did
    boolean cancel(String destination, String lane);

    /// How far this lane is, if it ever began.
    Optional<Progress> progress(String destination, String lane);

    /// All lanes that ever began, by the time at which they did: replays keep their names.
    List<Progress> lanes(String destination);

    /// The batches of a lane that are neither confirmed nor ended, by position.
    List<Plan> open(String destination, String lane);

    /// The batches of the live lane that are confirmed or parked and have events at or after this
    /// position, by position.
    default List<Plan> settled(String destination, long fromPosition, int countMax) {
        return settled(destination, Progress.LIVE, fromPosition, countMax);
    }

    /// The same of any lane.
    List<Plan> settled(String destination, String lane, long fromPosition, int countMax);

    /// The batches of all lanes that were planned last, latest first.
    List<Plan> recent(String destination, int countMax);

    /// Writes what became of a parked event; what was to be sent of it is forgotten unless it is
    /// still being sent.
    void put(Parked parked);

    /// Writes what became of a parked event as [#put(Parked)] does, if it still is as it was read.
    ///
    /// @return whether it was, so that it is written
    boolean replace(Parked read, Parked other);

    /// Writes that a parked event is being sent, together with the bytes, if it still is as it was
    /// read; that this was intended is forgotten with it.
    ///
    /// @return whether it was, so that it is written
    boolean begin(Parked read, Parked sending, Resend resend);

    /// What is being sent of a parked event.
    Optional<Resend> resend(String destination, long destinationSequence);

    /// The parked event of this number, also one that is settled.
    Optional<Parked> parked(String destination, long destinationSequence);

    /// Parked events in one of these states, by number, as they are at one moment.
    ///
    /// @param afterDestinationSequence 0 for the first
    List<Parked> parked(
            String destination,
            Set<Parked.State> states,
            long afterDestinationSequence,
            int countMax);

    /// Parked events in this state, by number.
    ///
    /// @param afterDestinationSequence 0 for the first
    default List<Parked> parked(
            String destination, Parked.State state, long afterDestinationSequence, int countMax) {
        return parked(destination, EnumSet.of(state), afterDestinationSequence, countMax);
    }

    /// How many parked events are in this state.
    long parkedCount(String destination, Parked.State state);

    /// The lowest position of a parked event that waits for a person or is being sent.
    Optional<Long> lowestParked(String destination);

    /// The hours that began in this span, by time.
    ///
    /// @param toMillis exclusive
    List<Hour> hours(String destination, long fromMillis, long toMillis);

    /// The last hour that began before this.
    Optional<Hour> hourBefore(String destination, long beforeMillis);

    /// Writes how far behind destinations are, in the place of what was written for the same
    /// minute, and forgets of them what is older than this.
    void sample(List<Lag> lags, long fromMillis);

    /// How far behind a destination was from then on, by minute.
    List<Lag> lags(String destination, long fromMillis);

    /// Forgets ended batches and settled parked events whose events are all below this position.
    void prune(String destination, long position);
}
