package dev.indelible.proof;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// What a witness remembers of one log: the latest checkpoint it cosigned. Decides what it may
/// cosign next (tlog-witness, "add-checkpoint").
///
/// Law for the keeper of the state: read it, [#decide], and if the answer is
/// [WitnessDecision.Cosign] persist its `next` as one atomic step; only then sign and answer. Two
/// requests that both decide upon the same state, and both persist, roll the witness back.
public final class WitnessState {
    private static final WitnessState FRESH = new WitnessState(0, Merkle.emptyRoot());

    private final long size;
    private final byte[] root;

    private WitnessState(long size, byte[] root) {
        this.size = size;
        this.root = root;
    }

    /// Of a log of which nothing was cosigned yet.
    public static WitnessState fresh() {
        return FRESH;
    }

    /// After a checkpoint of this size and root was cosigned.
    ///
    /// @param size 0 to 2^63-1; 0 only with the empty root
    /// @param root [Merkle#HASH_BYTES] bytes
    public static WitnessState of(long size, byte[] root) {
        Merkle.requireHash(root, "root");
        if (size < 0 || (size == 0 && !Arrays.equals(root, FRESH.root))) {
            throw new IllegalArgumentException("no tree of " + size + " leaves has that root");
        }
        return new WitnessState(size, root.clone());
    }

    /// What to answer.
    ///
    /// @param logKeys the keys trusted for the request's origin; empty if the origin is unknown
    public WitnessDecision decide(
            WitnessRequest request, Collection<VerifierKey> logKeys, SignatureVerifier signatures) {
        Checkpoint checkpoint = request.checkpoint();
        if (logKeys.isEmpty()) {
            return refuse(WitnessDecision.NOT_FOUND, "unknown log");
        }
        NoteVerdict verdict = new NoteVerifier(logKeys, signatures).verify(request.note());
        if (!(verdict instanceof NoteVerdict.Verified)) {
            return refuse(WitnessDecision.FORBIDDEN, "no good signature by a key of this log");
        }
        if (request.oldSize() > checkpoint.size()) {
            return refuse(WitnessDecision.BAD_REQUEST, "old is above the checkpoint's size");
        }
        if (request.oldSize() != size) {
            return new WitnessDecision.Conflict(size);
        }
        if (!follows(checkpoint, request.proof())) {
            return refuse(
                    WitnessDecision.UNPROCESSABLE, "the checkpoint is not shown to follow the old");
        }
        return new WitnessDecision.Cosign(of(checkpoint.size(), checkpoint.root()));
    }

    private boolean follows(Checkpoint checkpoint, List<byte[]> proof) {
        if (size > 0) {
            return Merkle.isConsistent(size, checkpoint.size(), root, checkpoint.root(), proof);
        }
        // Every tree begins with the empty one, and there is nothing to prove.
        boolean isPossible =
                checkpoint.size() > 0 || Arrays.equals(checkpoint.root(), Merkle.emptyRoot());
        return proof.isEmpty() && isPossible;
    }

    /// Leaves of the latest tree cosigned; 0 if none was.
    public long size() {
        return size;
    }

    /// Its root.
    public byte[] root() {
        return root.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WitnessState state
                && size == state.size
                && Arrays.equals(root, state.root);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(root);
    }

    private static WitnessDecision refuse(int status, String message) {
        return new WitnessDecision.Refuse(status, message);
    }
}
