package dev.indelible.core.delivery;

import dev.indelible.core.journal.Entry;
import java.util.List;

/// Events for one destination that travel together. What [Sink#render(Batch)] makes of it is
/// frozen: a later attempt sends the same bytes.
///
/// @param destination id of the destination
/// @param replay whether the receiver may have seen these before, because a person asked for them
///   again
/// @param items one or more, in order of their destinationSequence
public record Batch(String destination, boolean replay, List<Item> items) {

    /// One event of a batch.
    ///
    /// @param destinationSequence its place among all that this destination gets, from 1, without
    ///   gaps
    public record Item(long destinationSequence, Entry entry) {}

    public Batch {
        if (items.isEmpty()) {
            throw new IllegalArgumentException("a batch has events");
        }
        items = List.copyOf(items);
    }

    public long firstDestinationSequence() {
        return items.getFirst().destinationSequence();
    }

    public long lastDestinationSequence() {
        return items.getLast().destinationSequence();
    }
}
