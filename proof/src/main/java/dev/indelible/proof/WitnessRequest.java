package dev.indelible.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.List;

/// What a log asks of a witness: the body of `POST <submission prefix>/add-checkpoint`
/// (tlog-witness, "add-checkpoint").
///
/// ```
/// "old " || decimal || "\n"
/// base64(node) || "\n" ...       0 to 63, RFC 6962, section 2.1.2
/// "\n"
/// checkpoint note
/// ```
public final class WitnessRequest {
    private static final String OLD = "old ";

    private final long oldSize;
    private final List<byte[]> proof;
    private final Note note;
    private final Checkpoint checkpoint;

    private WitnessRequest(long oldSize, List<byte[]> proof, Note note, Checkpoint checkpoint) {
        this.oldSize = oldSize;
        this.proof = proof.stream().map(byte[]::clone).toList();
        this.note = note;
        this.checkpoint = checkpoint;
    }

    /// The request to cosign a checkpoint.
    ///
    /// @param oldSize the size that the witness last cosigned; 0 for none, or to be told it
    /// @param proof as from [Proofs#consistency]; empty if `oldSize` is 0
    /// @param checkpoint signed by the log
    public static WitnessRequest of(long oldSize, List<byte[]> proof, Note checkpoint) {
        requireNonNull(checkpoint, "checkpoint is null");
        if (oldSize < 0 || proof.size() > Limits.PROOF_NODES_MAX) {
            throw new IllegalArgumentException(
                    "no request from " + oldSize + " with " + proof.size() + " nodes");
        }
        proof.forEach(node -> Merkle.requireHash(node, "node"));
        try {
            return new WitnessRequest(
                    oldSize, proof, checkpoint, Checkpoint.parse(checkpoint.text()));
        } catch (MalformedException e) {
            throw new IllegalArgumentException("the note is no checkpoint", e);
        }
    }

    /// The request with this body. Inverse of [#toBytes()].
    ///
    /// @throws MalformedException if it is not one, or over a limit: answer 400
    public static WitnessRequest parse(byte[] body) {
        String text = Wire.text(body, Limits.WITNESS_REQUEST_BYTES_MAX, "a request");
        int blank = Wire.blankLine(text, "a request");
        List<String> lines = Wire.lines(text.substring(0, blank), "a request");
        long oldSize = Wire.decimal(lines.get(0), OLD);
        List<byte[]> proof = Wire.hashes(lines.subList(1, lines.size()));
        Note note = Note.parse(text.substring(blank + 1).getBytes(UTF_8));
        return new WitnessRequest(oldSize, proof, note, Checkpoint.parse(note.text()));
    }

    /// The body. Inverse of [#parse].
    public byte[] toBytes() {
        StringBuilder body = new StringBuilder(OLD).append(oldSize).append('\n');
        proof.forEach(node -> body.append(Wire.base64(node)).append('\n'));
        return body.append('\n').append(note).toString().getBytes(UTF_8);
    }

    /// The size that the log believes the witness last cosigned.
    public long oldSize() {
        return oldSize;
    }

    /// The nodes of the consistency proof.
    public List<byte[]> proof() {
        return proof.stream().map(byte[]::clone).toList();
    }

    /// The checkpoint's note, not checked.
    public Note note() {
        return note;
    }

    /// What the note says, not checked.
    public Checkpoint checkpoint() {
        return checkpoint;
    }
}
