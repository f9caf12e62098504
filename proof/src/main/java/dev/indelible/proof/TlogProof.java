package dev.indelible.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/// A proof that one entry is in a log, in one file that is checked offline: the format of
/// tlog-proof, file suffix `.tlog-proof`.
///
/// ```
/// "c2sp.org/tlog-proof@v1\n"
/// ["extra " || base64 || "\n"]
/// "index " || decimal || "\n"
/// base64(node) || "\n" ...        the leaf's sibling first; none for a tree of one leaf
/// "\n"
/// checkpoint note with its signatures
/// ```
public final class TlogProof {
    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";

    private final byte[] extra;
    private final boolean hasExtra;
    private final long index;
    private final List<byte[]> nodes;
    private final Note note;
    private final Checkpoint checkpoint;

    private TlogProof(Optional<byte[]> extra, long index, List<byte[]> nodes, Note note) {
        this.extra = extra.orElse(new byte[0]);
        this.hasExtra = extra.isPresent();
        this.index = index;
        this.nodes = nodes.stream().map(byte[]::clone).toList();
        this.note = note;
        this.checkpoint = Checkpoint.parse(note.text());
    }

    /// The proof of the leaf at `index`.
    ///
    /// @param index 0 to the checkpoint's size - 1
    /// @param nodes as from [Proofs#inclusion] for the checkpoint's size
    /// @param checkpoint the checkpoint with its signatures and cosignatures
    public static TlogProof of(long index, List<byte[]> nodes, Note checkpoint) {
        requireNonNull(checkpoint, "checkpoint is null");
        if (index < 0 || nodes.size() > Limits.PROOF_NODES_MAX) {
            throw new IllegalArgumentException(
                    "no proof of leaf " + index + " with " + nodes.size() + " nodes");
        }
        nodes.forEach(node -> Merkle.requireHash(node, "node"));
        try {
            return new TlogProof(Optional.empty(), index, nodes, checkpoint);
        } catch (MalformedException e) {
            throw new IllegalArgumentException("the note is no checkpoint", e);
        }
    }

    /// The same proof with data of the application's own, which proves nothing and which nobody may
    /// believe.
    ///
    /// @param extra at most [Limits#EXTRA_BYTES_MAX] bytes
    public TlogProof withExtra(byte[] extra) {
        if (extra.length > Limits.EXTRA_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "extra data has at most 65536 bytes, not " + extra.length);
        }
        return new TlogProof(Optional.of(extra.clone()), index, nodes, note);
    }

    /// The proof in a file. Inverse of [#toBytes()].
    ///
    /// @throws MalformedException if it is not of this format and version, or over a limit
    public static TlogProof parse(byte[] file) {
        String text = Wire.text(file, Limits.PROOF_FILE_BYTES_MAX, "a proof");
        int blank = Wire.blankLine(text, "a proof");
        List<String> lines = Wire.lines(text.substring(0, blank), "a proof");
        if (!lines.get(0).equals(HEADER)) {
            throw new MalformedException("a proof starts with the line " + HEADER);
        }
        boolean hasExtra = lines.size() > 1 && lines.get(1).startsWith(EXTRA);
        int indexLine = hasExtra ? 2 : 1;
        if (lines.size() <= indexLine) {
            throw new MalformedException("a proof has a line \"index <decimal>\"");
        }
        long index = Wire.decimal(lines.get(indexLine), INDEX);
        List<byte[]> nodes = Wire.hashes(lines.subList(indexLine + 1, lines.size()));
        Note note = Note.parse(text.substring(blank + 1).getBytes(UTF_8));
        return new TlogProof(
                hasExtra ? Optional.of(extra(lines.get(1))) : Optional.empty(), index, nodes, note);
    }

    private static byte[] extra(String line) {
        byte[] extra = Wire.base64(line.substring(EXTRA.length()), "extra data");
        if (extra.length > Limits.EXTRA_BYTES_MAX) {
            throw new MalformedException(
                    "extra data has at most 65536 bytes, not %d".formatted(extra.length));
        }
        return extra;
    }

    /// The file. Inverse of [#parse].
    public byte[] toBytes() {
        StringBuilder file = new StringBuilder(HEADER).append('\n');
        if (hasExtra) {
            file.append(EXTRA).append(Wire.base64(extra)).append('\n');
        }
        file.append(INDEX).append(index).append('\n');
        nodes.forEach(node -> file.append(Wire.base64(node)).append('\n'));
        return file.append('\n').append(note).toString().getBytes(UTF_8);
    }

    /// Judges the proof, in this order: the note against the policy (log, then cosignatures), then
    /// the inclusion.
    ///
    /// @param leafHash what is said to be at [#index()]: compute it, never take it from the sender
    public ProofVerdict verify(byte[] leafHash, Policy policy, SignatureVerifier signatures) {
        Merkle.requireHash(leafHash, "leafHash");
        PolicyVerdict verdict = policy.judge(note, signatures);
        if (verdict instanceof PolicyVerdict.Satisfied satisfied) {
            boolean isIncluded =
                    Merkle.includes(checkpoint.root(), checkpoint.size(), index, leafHash, nodes);
            return isIncluded
                    ? new ProofVerdict.Proven(checkpoint, satisfied.log(), satisfied.cosignatures())
                    : new ProofVerdict.NotIncluded(checkpoint);
        }
        return new ProofVerdict.Untrusted((PolicyVerdict.Refused) verdict);
    }

    /// Where the log has the leaf, as the file says.
    public long index() {
        return index;
    }

    /// The nodes of the inclusion proof, the leaf's sibling first.
    public List<byte[]> nodes() {
        return nodes.stream().map(byte[]::clone).toList();
    }

    /// The checkpoint's note, not checked.
    public Note note() {
        return note;
    }

    /// What the note says, not checked.
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /// Data of the application's own, not authenticated.
    public Optional<byte[]> extra() {
        return hasExtra ? Optional.of(extra.clone()) : Optional.empty();
    }
}
