package dev.indelible.proof;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;

/// What a log says about itself at one size: the text of a checkpoint (tlog-checkpoint, "Note
/// text"), signed or not.
///
/// ```
/// origin || "\n" || decimal size || "\n" || base64(root) || "\n" || extension lines
/// ```
///
/// An origin is opaque: read no meaning into it. Extension lines are read and kept, for others'
/// checkpoints; ours have none, for an ML-DSA-44 signature does not cover them.
public final class Checkpoint {
    private static final int LINES = 3;

    private final String origin;
    private final long size;
    private final byte[] root;
    private final List<String> extensions;

    private Checkpoint(String origin, long size, byte[] root, List<String> extensions) {
        this.origin = origin;
        this.size = size;
        this.root = root;
        this.extensions = List.copyOf(extensions);
    }

    /// The checkpoint of a tree.
    ///
    /// @param origin one line, not empty, at most [Limits#NAME_BYTES_MAX] bytes
    /// @param size 0 to 2^63-1
    /// @param root [Merkle#HASH_BYTES] bytes
    public static Checkpoint of(String origin, long size, byte[] root) {
        if (!Names.isOrigin(requireNonNull(origin, "origin is null")) || size < 0) {
            throw new IllegalArgumentException("no checkpoint of \"" + origin + "\" at " + size);
        }
        Merkle.requireHash(root, "root");
        return new Checkpoint(origin, size, root.clone(), List.of());
    }

    /// The checkpoint that is a note's text. Inverse of [#text()].
    ///
    /// @throws MalformedException if it is not a checkpoint, or its size is above 2^63-1
    public static Checkpoint parse(String text) {
        List<String> lines = Wire.lines(text, "a checkpoint");
        if (lines.size() < LINES || lines.contains("")) {
            throw new MalformedException("a checkpoint has at least 3 lines and no blank ones");
        }
        String origin = lines.get(0);
        if (!Wire.isPlain(text) || !Names.isOrigin(origin)) {
            throw new MalformedException(
                    "a checkpoint has an origin of at most 1024 bytes and no control characters");
        }
        long size = Wire.decimal(lines.get(1), Long.MAX_VALUE);
        byte[] root = Wire.hash(lines.get(2));
        return new Checkpoint(origin, size, root, lines.subList(LINES, lines.size()));
    }

    /// Which log.
    public String origin() {
        return origin;
    }

    /// Leaves of its tree.
    public long size() {
        return size;
    }

    /// `MTH(D[0:size])`.
    public byte[] root() {
        return root.clone();
    }

    /// Further lines, not audited by anybody.
    public List<String> extensions() {
        return extensions;
    }

    /// The note's text, which is what is signed. Inverse of [#parse].
    public String text() {
        StringBuilder text = new StringBuilder(origin).append('\n').append(size).append('\n');
        text.append(Wire.base64(root)).append('\n');
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Checkpoint checkpoint
                && size == checkpoint.size
                && origin.equals(checkpoint.origin)
                && Arrays.equals(root, checkpoint.root)
                && extensions.equals(checkpoint.extensions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(root);
    }

    /// As `example.com/log@42`, for messages.
    @Override
    public String toString() {
        return origin + "@" + size;
    }
}
