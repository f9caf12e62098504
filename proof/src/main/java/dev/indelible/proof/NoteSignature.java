package dev.indelible.proof;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One signature line of a note, not checked yet (signed-note, "Format"):
///
/// ```
/// "— " || key name || " " || base64(u32 key id || signature) || "\n"
/// ```
public final class NoteSignature {
    private static final String DASH = "\u2014 ";

    private final String keyName;
    private final int keyId;
    private final byte[] signature;

    /// Key id and signature as they were written, so that a note is passed on verbatim.
    private final String encoded;

    private NoteSignature(String keyName, byte[] bytes, String encoded) {
        this.keyName = keyName;
        this.keyId = ByteBuffer.wrap(bytes).getInt();
        this.signature = Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length);
        this.encoded = encoded;
    }

    /// The line of `key` with this signature.
    ///
    /// @param signature without the key id; for a timestamped type with the timestamp
    public static NoteSignature of(VerifierKey key, byte[] signature) {
        requireNonNull(key, "key is null");
        if (signature.length == 0) {
            throw new IllegalArgumentException("a signature is not empty");
        }
        byte[] bytes =
                ByteBuffer.allocate(Integer.BYTES + signature.length)
                        .putInt(key.keyId())
                        .put(signature)
                        .array();
        return new NoteSignature(key.name(), bytes, Wire.base64(bytes));
    }

    /// The lines of a text that has nothing else, as a witness answers. At least one.
    ///
    /// @throws MalformedException if it has anything else, none, or more than
    ///   [Limits#SIGNATURES_MAX]
    public static List<NoteSignature> parseLines(byte[] lines) {
        return parse(Wire.text(lines, Limits.NOTE_BYTES_MAX, "signature lines"));
    }

    static List<NoteSignature> parse(String text) {
        List<String> lines = Wire.lines(text, "a signature line");
        if (lines.isEmpty() || lines.size() > Limits.SIGNATURES_MAX) {
            throw new MalformedException(
                    "1 to 64 signatures are taken, not %d".formatted(lines.size()));
        }
        List<NoteSignature> signatures = new ArrayList<>(lines.size());
        for (String line : lines) {
            signatures.add(parseLine(line));
        }
        return signatures;
    }

    private static NoteSignature parseLine(String line) {
        int space = line.indexOf(' ', DASH.length());
        if (!line.startsWith(DASH) || space < 0) {
            throw new MalformedException("a signature line is \"— <key name> <base64>\"");
        }
        String keyName = line.substring(DASH.length(), space);
        if (!Names.isKeyName(keyName)) {
            throw new MalformedException("a signature line has no name for a key");
        }
        String encoded = line.substring(space + 1);
        byte[] bytes = Wire.paddedBase64(encoded, "a signature");
        if (bytes.length <= Integer.BYTES) {
            throw new MalformedException(
                    "a signature has more than 4 bytes, not %d".formatted(bytes.length));
        }
        return new NoteSignature(keyName, bytes, encoded);
    }

    /// The name the line bears.
    public String keyName() {
        return keyName;
    }

    /// The key id the line bears.
    public int keyId() {
        return keyId;
    }

    /// What follows the key id.
    public byte[] signature() {
        return signature.clone();
    }

    boolean isBy(VerifierKey key) {
        return keyId == key.keyId() && keyName.equals(key.name());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteSignature line
                && keyName.equals(line.keyName)
                && encoded.equals(line.encoded);
    }

    @Override
    public int hashCode() {
        return encoded.hashCode();
    }

    /// The line, with its newline.
    @Override
    public String toString() {
        return DASH + keyName + " " + encoded + "\n";
    }
}
