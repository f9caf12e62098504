package dev.indelible.cli;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Events that are sent together.
///
/// Named by where they are in their source and how they begin: the same file sent again gives the
/// same names, also when it has grown meanwhile.
final class Batch {
    private final String source;
    private final byte[] body;
    private final int firstLine;
    private final int lines;
    private final String idempotencyKey;
    private final Kind kind;

    /// Whether each line is an event, or all is one document.
    enum Kind {
        LINES,
        DOCUMENT
    }

    Batch(String source, byte[] body, int firstLine, int lines, String idempotencyKey, Kind kind) {
        this.source = source;
        this.body = body;
        this.firstLine = firstLine;
        this.lines = lines;
        this.idempotencyKey = idempotencyKey;
        this.kind = kind;
    }

    String source() {
        return source;
    }

    /// Not to be changed.
    byte[] body() {
        return body;
    }

    /// From 1.
    int firstLine() {
        return firstLine;
    }

    /// Lines that are not blank.
    int lines() {
        return lines;
    }

    String idempotencyKey() {
        return idempotencyKey;
    }

    Kind kind() {
        return kind;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Batch batch
                && idempotencyKey.equals(batch.idempotencyKey)
                && Arrays.equals(body, batch.body);
    }

    @Override
    public int hashCode() {
        return idempotencyKey.hashCode();
    }

    @Override
    public String toString() {
        return "Batch[%s from line %d, %d bytes]".formatted(source, firstLine, body.length);
    }
}
