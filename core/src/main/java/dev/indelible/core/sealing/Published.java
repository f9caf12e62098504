package dev.indelible.core.sealing;

import dev.indelible.proof.Checkpoint;
import dev.indelible.proof.CompactRange;
import dev.indelible.proof.Note;
import dev.indelible.proof.Signer;
import org.jspecify.annotations.Nullable;

/// A state of one log that stands in the checkpoint journal and may therefore be signed and shown.
/// Immutable; any thread.
public final class Published {
    private final String log;
    private final Checkpoint checkpoint;
    private final CompactRange edge;
    private final Signer signer;
    private volatile @Nullable Note note;

    /// @param log the organization's id, or the anchor's name
    /// @param edge not to grow any more
    Published(String log, String origin, CompactRange edge, Signer signer) {
        this.log = log;
        this.checkpoint = Checkpoint.of(origin, edge.size(), edge.root());
        this.edge = edge;
        this.signer = signer;
    }

    /// The organization's id, or the anchor's name.
    public String log() {
        return log;
    }

    /// Leaves of the tree.
    public long size() {
        return checkpoint.size();
    }

    /// What is signed.
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /// The signed checkpoint. Signed when first asked for, since most are never looked at; signing
    /// twice gives the same.
    public Note note() {
        Note signed = note;
        if (signed == null) {
            signed = Note.signed(checkpoint.text(), signer);
            note = signed;
        }
        return signed;
    }

    /// The tree's right edge; not to be grown.
    CompactRange edge() {
        return edge;
    }

    @Override
    public String toString() {
        return checkpoint.toString();
    }
}
