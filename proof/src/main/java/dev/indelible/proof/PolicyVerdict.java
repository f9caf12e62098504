package dev.indelible.proof;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// What a [Policy] says about a checkpoint note.
public sealed interface PolicyVerdict {
    /// A log of the policy signed it and its quorum cosigned it.
    ///
    /// @param checkpoint what the note says
    /// @param log the log's signature
    /// @param cosignatures the good lines of the policy's witnesses, in the note's order
    record Satisfied(
            Checkpoint checkpoint, VerifiedSignature log, List<VerifiedSignature> cosignatures)
            implements PolicyVerdict {
        /// Takes a copy.
        public Satisfied {
            requireNonNull(checkpoint, "checkpoint is null");
            requireNonNull(log, "log is null");
            cosignatures = List.copyOf(cosignatures);
        }
    }

    /// Not to be believed.
    ///
    /// @param reason for programs
    /// @param message for people
    record Refused(Reason reason, String message) implements PolicyVerdict {}

    /// Why a note is not to be believed. Stable: never renamed, only added to.
    enum Reason {
        /// The note's text is no checkpoint.
        NO_CHECKPOINT,
        /// No log of the policy with the checkpoint's origin signed it.
        UNKNOWN_LOG,
        /// A line claims to be by a log or witness of the policy and is not.
        FORGED_SIGNATURE,
        /// Too few witnesses cosigned it.
        NO_QUORUM
    }
}
