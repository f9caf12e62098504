package dev.indelible.core.delivery;

import dev.indelible.proof.CompactRange;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The trees over what a destination confirmed, hour by hour. Grows ahead of what is durable:
/// whoever could not write an hour down forgets it, and it is read again. For the live lane's
/// thread.
final class HourTree {
    private static final int HASH_BYTES = 32;

    private final DeliveryStore store;
    private final String destination;
    private Optional<CompactRange> tree = Optional.empty();
    private Hour hour;

    HourTree(DeliveryStore store, String destination) {
        this.store = store;
        this.destination = destination;
        this.hour = new Hour(destination, 0, 0, 0, "");
    }

    void forget() {
        tree = Optional.empty();
    }

    /// The hour in which these batches were confirmed, with them; none for none.
    List<Hour> with(List<Flight> confirmed, long now) {
        if (confirmed.isEmpty()) {
            return List.of();
        }
        confirmed.forEach(flight -> add(flight, now));
        return List.of(hour);
    }

    private void add(Flight flight, long now) {
        CompactRange grown = current(flight, now);
        byte[] leaves = flight.leaves;
        if (leaves == null) {
            throw new IllegalStateException("a batch was confirmed whose events were not read");
        }
        for (int from = 0; from < leaves.length; from += HASH_BYTES) {
            grown.append(Arrays.copyOfRange(leaves, from, from + HASH_BYTES));
        }
        hour =
                new Hour(
                        destination,
                        hour.startMillis(),
                        hour.first(),
                        flight.plan.lastDestinationSequence(),
                        HexFormat.of().formatHex(grown.toBytes()));
    }

    /// The hour of now; where the clock was set back, the last one, so that the numbers of each
    /// hour follow those of the one before.
    private CompactRange current(Flight flight, long now) {
        long start = Hour.startOf(now);
        if (tree.isPresent() && hour.startMillis() >= start) {
            return tree.get();
        }
        Optional<Hour> begun =
                store.hourBefore(destination, Long.MAX_VALUE)
                        .filter(last -> last.startMillis() >= start);
        CompactRange range = begun.map(Hour::range).orElseGet(CompactRange::new);
        hour =
                begun.orElseGet(() ->
                        new Hour(
                                destination, start, flight.plan.firstDestinationSequence(), 0, ""));
        tree = Optional.of(range);
        return range;
    }
}
