/// Tamper evidence: one Merkle tree per organization over the leaf entries of its events, signed
/// checkpoints of them, and an anchor log over all checkpoints that witnesses cosign.
///
/// Three words: an event is *sealed* once its leaf is in its organization's tree, *published* once
/// that tree has a checkpoint in the checkpoint journal, and *witnessed* once that checkpoint is
/// covered by an anchor checkpoint that satisfies the witness policy. Sealed trees are a cache and
/// are rebuilt from the journal; published checkpoints are for ever.
@NullMarked
package dev.indelible.core.sealing;

import org.jspecify.annotations.NullMarked;
