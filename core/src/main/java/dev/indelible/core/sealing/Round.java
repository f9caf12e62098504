package dev.indelible.core.sealing;

import dev.indelible.proof.Checkpoint;
import java.util.List;

/// All heads that may be signed from one moment on.
///
/// @param unixMillis when
/// @param position every event of the journal before it is in the trees as of this round, and none
///   after it
/// @param heads of the organizations that grew, at least one; leaves of the anchor in this order
/// @param anchor the anchor log with these leaves
public record Round(long unixMillis, long position, List<Head> heads, Checkpoint anchor) {
    public Round {
        if (unixMillis < 0 || position < 0 || heads.isEmpty() || anchor.size() < heads.size()) {
            throw new IllegalArgumentException("no round at " + position);
        }
        heads = List.copyOf(heads);
    }

    /// The number of its first head, counted from 0 over all rounds: its index in the anchor.
    public long firstHead() {
        return anchor.size() - heads.size();
    }
}
