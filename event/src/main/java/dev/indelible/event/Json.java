package dev.indelible.event;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// One JSON value as its exact compact bytes: digits, key order and escapes as they were sent.
/// Immutable.
public final class Json {
    private final byte[] bytes;

    private Json(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The value in this text, compacted.
    ///
    /// @throws InvalidEventException if it is not one whole JSON value
    public static Json parse(String text) {
        return parse(requireNonNull(text, "text is null").getBytes(StandardCharsets.UTF_8));
    }

    /// The value in these bytes, compacted.
    ///
    /// @throws InvalidEventException if they are not one whole JSON value in UTF-8
    public static Json parse(byte[] text) {
        byte[] compact = CompactJson.copy(text, 0, text.length);
        Syntax.check(compact, text);
        return new Json(compact);
    }

    /// A value known to be valid and compact already; not copied.
    static Json trusted(byte[] compact) {
        return new Json(compact);
    }

    /// Every string and number inside, in order, without the names of members: what a search for
    /// words looks at.
    public List<String> texts() {
        return Syntax.texts(bytes);
    }

    /// A copy of the value's bytes, UTF-8.
    public byte[] toBytes() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    byte[] unsafeBytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Json json && Arrays.equals(bytes, json.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// The value's text.
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
