package dev.indelible.core.lifecycle;

import java.util.List;
import java.util.Set;

/// What of an organization is over and not gone, as the last look at all events found it.
///
/// @param held events that holds keep
/// @param holds by whose ids
/// @param waits for what its events wait that may be over behind a place of the journal; none where
///   it has none there
public record Kept(long held, Set<String> holds, List<Wait> waits) {
    public Kept {
        holds = Set.copyOf(holds);
        waits = List.copyOf(waits);
    }

    /// A follower that is not as far.
    ///
    /// @param kind `index`, or a [Holdback]'s
    /// @param ids those of the organization's own that need the bodies, if any does
    public record Wait(String kind, List<String> ids) {
        public Wait {
            ids = List.copyOf(ids);
        }
    }
}
