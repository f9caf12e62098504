package dev.indelible.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/// A text with signature lines, which nobody has checked yet (signed-note, "Format"):
///
/// ```
/// text, which ends in "\n" || "\n" || 1..n signature lines
/// ```
///
/// What is signed is the text with its last newline and without the blank line. The text may have
/// blank lines; the last one separates. Never act upon the text before a [NoteVerifier] or a
/// [Policy] has agreed.
public final class Note {
    private final String text;
    private final List<NoteSignature> signatures;

    private Note(String text, List<NoteSignature> signatures) {
        this.text = text;
        this.signatures = List.copyOf(signatures);
    }

    /// The note with these lines.
    ///
    /// @param text ends in a newline, has no other control characters below a space
    /// @param signatures 1 to [Limits#SIGNATURES_MAX]
    public static Note of(String text, List<NoteSignature> signatures) {
        if (!isText(text)) {
            throw new IllegalArgumentException(
                    "a note's text ends in a newline and has no other control characters");
        }
        if (signatures.isEmpty() || signatures.size() > Limits.SIGNATURES_MAX) {
            throw new IllegalArgumentException(
                    "a note has 1 to 64 signatures, not " + signatures.size());
        }
        return new Note(text, signatures);
    }

    /// The text signed by one or more keys of type [KeyType#ED25519]. For timestamped types see
    /// [Cosignature#sign].
    public static Note signed(String text, Signer... signers) {
        List<NoteSignature> signatures = new ArrayList<>(signers.length);
        for (Signer signer : signers) {
            VerifierKey key = signer.verifierKey();
            if (key.type().isTimestamped()) {
                throw new IllegalArgumentException(key.type() + " cosigns checkpoints only");
            }
            signatures.add(NoteSignature.of(key, signer.sign(text.getBytes(UTF_8))));
        }
        return of(text, signatures);
    }

    /// The note with these bytes. Inverse of [#toBytes()].
    ///
    /// @throws MalformedException if they are not a note, or one over the limits
    public static Note parse(byte[] bytes) {
        String note = Wire.text(bytes, Limits.NOTE_BYTES_MAX, "a note");
        int end = note.lastIndexOf("\n\n");
        if (end < 0 || !Wire.isPlain(note)) {
            throw new MalformedException(
                    "a note has a blank line before its signatures, and no control characters");
        }
        return new Note(note.substring(0, end + 1), NoteSignature.parse(note.substring(end + 2)));
    }

    /// The text with its last newline.
    public String text() {
        return text;
    }

    /// The signature lines in their order, not checked.
    public List<NoteSignature> signatures() {
        return signatures;
    }

    /// The same note with more lines behind its own, as when cosignatures arrive.
    public Note with(List<NoteSignature> more) {
        requireNonNull(more, "more is null");
        List<NoteSignature> all = new ArrayList<>(signatures);
        all.addAll(more);
        return of(text, all);
    }

    /// The note in UTF-8. Inverse of [#parse].
    public byte[] toBytes() {
        return toString().getBytes(UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Note note
                && text.equals(note.text)
                && signatures.equals(note.signatures);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /// The note as text.
    @Override
    public String toString() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(note::append);
        return note.toString();
    }

    private static boolean isText(String text) {
        return text.endsWith("\n") && Wire.isPlain(text);
    }
}
