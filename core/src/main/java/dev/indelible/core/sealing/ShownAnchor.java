package dev.indelible.core.sealing;

import dev.indelible.proof.Note;
import java.util.Optional;

/// The newest state of the anchor that satisfies the witness policy.
///
/// @param cosigned its checkpoint with the cosignatures; absent where the policy asks for none
public record ShownAnchor(Published anchor, Optional<Note> cosigned) {
    /// The checkpoint to show.
    public Note note() {
        return cosigned.orElseGet(anchor::note);
    }
}
