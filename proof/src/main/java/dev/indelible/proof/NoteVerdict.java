package dev.indelible.proof;

import java.util.List;

/// What a [NoteVerifier] found.
public sealed interface NoteVerdict {
    /// At least one known key signed, and no line of a known key is bad.
    ///
    /// @param signatures the good lines of known keys in the note's order; one key may have several
    record Verified(List<VerifiedSignature> signatures) implements NoteVerdict {
        /// Takes a copy.
        public Verified {
            signatures = List.copyOf(signatures);
        }
    }

    /// A line bears name and id of a known key and that key did not sign it: refuse the whole note.
    ///
    /// @param key whose line it claims to be
    record Forged(VerifierKey key) implements NoteVerdict {}

    /// No line is by a known key: ignore the note.
    record Unknown() implements NoteVerdict {}
}
