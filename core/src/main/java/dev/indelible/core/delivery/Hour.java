package dev.indelible.core.delivery;

import dev.indelible.proof.CompactRange;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;

/// What the live lane confirmed within one hour: the tree over the lines `<destinationSequence>
/// <event id>` of its events in their order, as RFC 6962, section 2.1, makes one. A receiver
/// computes the same root from what it has stored.
///
/// @param startMillis when the hour began
/// @param first destinationSequence of the first event
/// @param last destinationSequence of the last event
/// @param tree hex of [CompactRange#toBytes()]
public record Hour(String destination, long startMillis, long first, long last, String tree) {
    private static final long MILLIS = 3_600_000;

    /// When the hour of this moment began.
    public static long startOf(long millis) {
        return Math.floorDiv(millis, MILLIS) * MILLIS;
    }

    /// The line of one event, which is a leaf's entry.
    public static byte[] line(long destinationSequence, UUID eventId) {
        return (destinationSequence + " " + eventId).getBytes(StandardCharsets.US_ASCII);
    }

    CompactRange range() {
        return CompactRange.fromBytes(HexFormat.of().parseHex(tree));
    }

    /// Events confirmed.
    public long count() {
        return range().size();
    }

    /// Hex of the tree's root.
    public String root() {
        return HexFormat.of().formatHex(range().root());
    }
}
