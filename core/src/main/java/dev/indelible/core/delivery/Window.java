package dev.indelible.core.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The batches of a lane that are planned and not yet behind its cursor, in order of their events.
/// For the lane's thread.
final class Window {
    private final List<Flight> flights = new ArrayList<>();

    void add(Flight flight) {
        flights.add(flight);
    }

    boolean isEmpty() {
        return flights.isEmpty();
    }

    int size() {
        return flights.size();
    }

    /// Those that are no suspects. Suspects need no room: were they to fill it, the event that
    /// proves them would never be planned. Their own bound is [Window#isRefusedThroughout].
    long pending() {
        return flights.size() - count(Flight.Status.SUSPECT);
    }

    /// The first one that has to be sent, if so many may wait and fewer do.
    Optional<Flight> next(int waitingMax) {
        return count(Flight.Status.WAITING) < waitingMax
                ? flights.stream().filter(f -> f.status == Flight.Status.UNSENT).findFirst()
                : Optional.empty();
    }

    long count(Flight.Status status) {
        return flights.stream().filter(flight -> flight.status == status).count();
    }

    /// Events in it: also those that are confirmed and not yet written down as such.
    long events() {
        return flights.stream()
                .filter(flight -> !flight.control)
                .mapToLong(flight -> flight.plan.count())
                .sum();
    }

    long heldBytes() {
        return flights.stream().mapToLong(Flight::heldBytes).sum();
    }

    /// The plans of those that were sent more often than is written down.
    List<Plan> tried() {
        return flights.stream()
                .filter(flight -> flight.attempts != flight.plan.attempts())
                .map(flight -> flight.plan.tried(flight.attempts))
                .toList();
    }

    /// Takes in that they are written down.
    void triedIsWritten() {
        flights.stream()
                .filter(flight -> flight.attempts != flight.plan.attempts())
                .forEach(flight -> flight.plan = flight.plan.tried(flight.attempts));
    }

    /// Lets go of all bodies; they can be made again.
    void release() {
        flights.forEach(flight -> flight.body = null);
    }

    /// Puts smaller batches in the place of one.
    void replace(Flight old, List<Flight> others) {
        int place = flights.indexOf(old);
        flights.remove(place);
        flights.addAll(place, others);
    }

    /// Takes in what became of waiting parcels.
    ///
    /// @return how many are lost and will be sent again
    int acknowledge(Map<String, Sink.Acknowledgement> known) {
        int lost = 0;
        for (Flight flight : flights) {
            if (flight.status == Flight.Status.WAITING && known.containsKey(flight.ticket)) {
                boolean kept = known.get(flight.ticket) == Sink.Acknowledgement.CONFIRMED;
                flight.status = kept ? Flight.Status.CONFIRMED : Flight.Status.UNSENT;
                lost += kept ? 0 : 1;
            }
        }
        return lost;
    }

    /// Suspects before something that passed are proven: the receiver takes other events.
    void prove() {
        boolean passed = false;
        for (Flight flight : flights.reversed()) {
            passed |= flight.status == Flight.Status.CONFIRMED;
            if (passed && flight.status == Flight.Status.SUSPECT) {
                flight.status = Flight.Status.PROVEN;
            }
        }
    }

    /// Gives up on the control, which proves nothing.
    void removeControl() {
        flights.removeIf(flight -> flight.control);
    }

    /// Whether this many events are refused, and nothing that could prove them is under way.
    boolean isRefusedThroughout(int suspectsMin) {
        boolean suspected = false;
        for (Flight flight : flights) {
            suspected |= flight.status == Flight.Status.SUSPECT;
            if (suspected && flight.status == Flight.Status.WAITING) {
                return false;
            }
        }
        return count(Flight.Status.SUSPECT) >= suspectsMin;
    }

    /// Sends suspects once more.
    void absolve() {
        for (Flight flight : flights) {
            if (flight.status == Flight.Status.SUSPECT) {
                flight.status = Flight.Status.UNSENT;
            }
        }
    }

    /// The settled ones at the head, which the cursor may pass. They stay until [#drop].
    List<Flight> settled() {
        var settled = new ArrayList<Flight>();
        for (Flight flight : flights) {
            if (flight.status != Flight.Status.CONFIRMED && flight.status != Flight.Status.PROVEN) {
                break;
            }
            settled.add(flight);
        }
        return settled;
    }

    /// Forgets this many at the head.
    void drop(int count) {
        flights.subList(0, count).clear();
    }

    List<Flight> flights() {
        return List.copyOf(flights);
    }
}
