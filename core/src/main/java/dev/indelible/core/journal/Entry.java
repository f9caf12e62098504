package dev.indelible.core.journal;

import dev.indelible.event.EventText;
import dev.indelible.event.Leaf;
import dev.indelible.event.Parts;
import java.util.UUID;

/// One accepted event as the journal keeps it. Immutable; the seed and the parts are handed out
/// without copying and must not be changed.
///
/// @param position its place among all events of the journal, from 0, without gaps
/// @param sequence its place in its organization's log, from 0, without gaps
/// @param receivedMillis when the journal took it, milliseconds since 1970
public record Entry(long position, long sequence, long receivedMillis, Draft draft) {

    public Entry {
        if (position < 0 || sequence < 0 || sequence > position) {
            throw new IllegalArgumentException(
                    "position %d, sequence %d".formatted(position, sequence));
        }
    }

    public String organization() {
        return draft.organization();
    }

    public UUID id() {
        return draft.id();
    }

    public Parts parts() {
        return draft.parts();
    }

    /// The event as JSON with what the server adds.
    public byte[] text() {
        return EventText.join(parts(), receivedMillis, sequence, draft.key());
    }

    /// The leaf entry that stands for it in its organization's tree.
    public byte[] leaf() {
        return Leaf.entry(receivedMillis, id(), draft.seed(), parts());
    }

    /// Bytes it takes in memory and in the active journal, roughly.
    public int bytes() {
        return draft.bytes();
    }
}
