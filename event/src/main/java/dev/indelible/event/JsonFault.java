package dev.indelible.event;

import dev.indelible.event.InvalidEventException.Code;

/* The parser that refuses bytes sees them without the blanks between tokens, and where it says that
 * it stopped differs from fault to fault. So a refused text is walked once more by the grammar
 * itself (RFC 8259). Nothing of this is on the way of an event that is taken. */

/// Where bytes stop being JSON: the first byte with which no JSON value goes on. For one text.
final class JsonFault {
    private static final String ESCAPED = "\"\\/bfnrt";

    private final byte[] source;
    private final int end;
    private int at;
    private int depth;

    private JsonFault(byte[] source, int from, int end) {
        this.source = source;
        this.at = from;
        this.end = end;
    }

    /// Why these bytes are not JSON, with the place, counted from 1, and no more than one of them.
    static InvalidEventException refusal(byte[] source, int from, int end) {
        int at = find(source, from, end);
        if (at < 0) {
            return new InvalidEventException(Code.MALFORMED_JSON, "", "not JSON");
        }
        if (at == end) {
            return new InvalidEventException(
                    Code.MALFORMED_JSON,
                    "",
                    "not JSON: it ends after byte %d, before it is whole".formatted(end - from));
        }
        return new InvalidEventException(
                Code.MALFORMED_JSON,
                "",
                "not JSON: byte %d is %s, which cannot stand there"
                        .formatted(at - from + 1, shown(source[at])));
    }

    /// That a value is followed by something.
    static InvalidEventException trailing(String value, byte[] source, int from, int end) {
        return new InvalidEventException(
                Code.MALFORMED_JSON,
                "",
                "something follows the %s, from byte %d on"
                        .formatted(value, find(source, from, end) - from + 1));
    }

    /// The index of the first byte that cannot stand where it does, `end` where more is needed, or
    /// -1 where nothing is found.
    static int find(byte[] source, int from, int end) {
        var walk = new JsonFault(source, from, end);
        boolean whole = walk.value();
        if (walk.depth > Limits.NESTING_MAX) {
            return -1;
        }
        if (whole) {
            walk.blanks();
        }
        return whole && walk.at == end ? -1 : walk.at;
    }

    private static String shown(byte b) {
        return b >= ' ' && b < 0x7f ? "'" + (char) b + "'" : "0x%02x".formatted(b & 0xff);
    }

    /// Each of these passes what it is named after, and stops at the first wrong byte.
    private boolean value() {
        blanks();
        return switch (peek()) {
            case '{' -> members();
            case '[' -> items();
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean members() {
        return inside(
                '}',
                () -> {
                    blanks();
                    if (peek() != '"' || !string()) {
                        return false;
                    }
                    blanks();
                    return takes(':') && value();
                });
    }

    private boolean items() {
        return inside(']', this::value);
    }

    private boolean inside(char close, Step step) {
        at++;
        // Deeper than this no event may be, and so no recursion goes.
        if (++depth > Limits.NESTING_MAX) {
            return false;
        }
        blanks();
        if (!takes(close)) {
            do {
                if (!step.passes()) {
                    return false;
                }
                blanks();
            } while (takes(','));
            if (!takes(close)) {
                return false;
            }
        }
        depth--;
        return true;
    }

    private interface Step {
        boolean passes();
    }

    private boolean string() {
        at++;
        while (at < end) {
            byte b = source[at];
            if (b == '"') {
                at++;
                return true;
            }
            boolean isControl = b >= 0 && b < ' ';
            if (isControl || (b == '\\' && !escape())) {
                return false;
            }
            at++;
        }
        return false;
    }

    /// Stops at its last byte.
    private boolean escape() {
        at++;
        if (peek() != 'u') {
            return at < end && ESCAPED.indexOf(peek()) >= 0;
        }
        for (int i = 0; i < 4; i++) {
            at++;
            if (Character.digit(peek(), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean word(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (!takes(word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean number() {
        takes('-');
        if (!takes('0') && !digits()) {
            return false;
        }
        if (takes('.') && !digits()) {
            return false;
        }
        if (takes('e') || takes('E')) {
            if (!takes('+')) {
                takes('-');
            }
            return digits();
        }
        return true;
    }

    private boolean digits() {
        int from = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        return at > from;
    }

    private boolean takes(char expected) {
        boolean here = at < end && source[at] == expected;
        at += here ? 1 : 0;
        return here;
    }

    /// The next byte; one that is no ASCII character at the end.
    private int peek() {
        return at < end ? source[at] : -1;
    }

    private void blanks() {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
            at++;
        }
    }
}
