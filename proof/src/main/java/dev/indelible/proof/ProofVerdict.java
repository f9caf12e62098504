package dev.indelible.proof;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// What the check of a [TlogProof] found. Only [Proven] proves anything.
public sealed interface ProofVerdict {
    /// The leaf is in the log.
    ///
    /// @param checkpoint the state of the log it is proven for
    /// @param log the log's signature
    /// @param cosignatures those of the policy's witnesses
    record Proven(
            Checkpoint checkpoint, VerifiedSignature log, List<VerifiedSignature> cosignatures)
            implements ProofVerdict {
        /// Takes a copy.
        public Proven {
            requireNonNull(checkpoint, "checkpoint is null");
            requireNonNull(log, "log is null");
            cosignatures = List.copyOf(cosignatures);
        }
    }

    /// The checkpoint is good, and the leaf is not where the proof says.
    ///
    /// @param checkpoint the state of the log
    record NotIncluded(Checkpoint checkpoint) implements ProofVerdict {}

    /// The checkpoint is not one to believe.
    ///
    /// @param refusal why
    record Untrusted(PolicyVerdict.Refused refusal) implements ProofVerdict {}
}
