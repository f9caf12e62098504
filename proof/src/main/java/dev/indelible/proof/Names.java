package dev.indelible.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Which names keys and logs may have.
final class Names {
    private static final int NEXT_LINE = 0x85;

    private Names() {}

    /// Not empty, no Unicode space, no plus, no control characters below a space (signed-note,
    /// "Format").
    static boolean isKeyName(String name) {
        return isOrigin(name) && name.codePoints().noneMatch(Names::isForbidden);
    }

    /// Not empty and one line (tlog-checkpoint, "Note text"; that an origin has no spaces is only a
    /// recommendation, and `go.sum database tree` has).
    static boolean isOrigin(String origin) {
        return !origin.isEmpty()
                && origin.length() <= Limits.NAME_BYTES_MAX
                && Wire.isPlain(origin)
                && origin.indexOf('\n') < 0
                && origin.getBytes(UTF_8).length <= Limits.NAME_BYTES_MAX;
    }

    private static boolean isForbidden(int codePoint) {
        return codePoint == '+'
                || codePoint == NEXT_LINE
                || Character.isSpaceChar(codePoint)
                || Character.isWhitespace(codePoint);
    }
}
