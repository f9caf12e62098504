package dev.indelible.event;

/* One pass over sent bytes that takes them without the blanks between tokens, as CompactJson does,
 * and checks grammar, UTF-8 and duplicate keys on the way, as the parser behind it does.
 *
 * Most programs write no blanks, so what is taken lies in the source itself until the first one;
 * only then is it copied. Strings are passed eight bytes at a time.
 *
 * It is for what nearly every event looks like. Whatever it does not expect - a fault, or only
 * something rare, such as an escaped surrogate - it leaves alone and throws Unsure, and the event is
 * read by EventReader's parser instead, which decides and names the fault. So it may be narrow, but
 * must never take what the parser refuses; EventReaderTest holds both against each other. */

/// The tokens of one JSON text, checked and without blanks between them. For one thread, for one
/// text, which must not change as long as this is asked.
final class JsonScan {
    /// Says that the parser has to look.
    static final class Unsure extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Unsure() {
            super("not for this scan", null, false, false);
        }
    }

    /// To be thrown. It has no trace: it is no fault, and events that need it must stay cheap.
    static Unsure unsure() {
        return new Unsure();
    }

    /// Members of one object of free data that are compared; the parser does so with more.
    static final int NAMES_MAX = 32;

    private final byte[] source;
    private final int start;
    private final int end;
    private byte[] text;
    private int base;
    private int at;
    private int taken;
    private int from;
    private boolean copied;
    private boolean plain;

    JsonScan(byte[] source, int from, int end) {
        this.source = source;
        this.start = from;
        this.at = from;
        this.end = end;
        this.text = source;
        this.base = from;
    }

    /// Where what was taken lies, from [#base()] on; another array once blanks were left out.
    byte[] text() {
        return text;
    }

    /// Where what was taken begins in [#text()].
    int base() {
        return base;
    }

    /// So many bytes were taken.
    int taken() {
        return taken;
    }

    /// Where the contents of the last string begin in [#text()]; they end before its last byte.
    int from() {
        return base + from;
    }

    /// Where the contents of the last string begin among the bytes taken.
    int offset() {
        return from;
    }

    /// Bytes of the last string's contents, escaped.
    int length() {
        return taken - 1 - from;
    }

    /// Whether the last string is ASCII without escapes.
    boolean isPlain() {
        return plain;
    }

    /// The next byte that is no blank, not yet taken.
    byte peek() {
        return at < end && source[at] > ' ' ? source[at] : behindBlanks();
    }

    private byte behindBlanks() {
        int blank = at;
        while (at < end) {
            byte b = source[at];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                if (at > blank) {
                    copyFromNowOn();
                }
                return b;
            }
            at++;
        }
        throw unsure();
    }

    private void copyFromNowOn() {
        if (!copied) {
            copied = true;
            text = new byte[end - start];
            System.arraycopy(source, start, text, 0, taken);
            base = 0;
        }
    }

    /// Takes the bytes from there to the next one.
    private void take(int begin) {
        int count = at - begin;
        if (copied) {
            System.arraycopy(source, begin, text, taken, count);
        }
        taken += count;
    }

    private void takeOne(byte b) {
        at++;
        if (copied) {
            text[taken] = b;
        }
        taken++;
    }

    /// Takes the next byte that is no blank, which must be this one.
    void take(char expected) {
        if (peek() != expected) {
            throw unsure();
        }
        takeOne((byte) expected);
    }

    /// Takes the next byte that is no blank if it is this one.
    boolean takes(char wanted) {
        if (peek() != wanted) {
            return false;
        }
        takeOne((byte) wanted);
        return true;
    }

    /// Whether only blanks are left.
    boolean isAtEnd() {
        while (at < end) {
            byte b = source[at++];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    /// Takes a string.
    void string() {
        if (peek() != '"') {
            throw unsure();
        }
        int begin = at++;
        plain = true;
        while (true) {
            at = PlainText.end(source, at, end);
            if (at >= end) {
                throw unsure();
            }
            byte b = source[at];
            if (b == '"') {
                break;
            }
            if (b >= ' ' && b != '\\') {
                at++;
            } else {
                plain = false;
                unusual(b);
            }
        }
        at++;
        from = taken + 1;
        take(begin);
    }

    private void unusual(byte b) {
        if (b < 0) {
            int bytes = Utf8.sequenceBytes(source, at, end);
            if (bytes == 0) {
                throw unsure();
            }
            at += bytes;
        } else if (b == '\\' && at + 1 < end) {
            escape();
        } else {
            throw unsure();
        }
    }

    private void escape() {
        switch (source[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at += 2;
            case 'u' -> {
                if (at + 6 > end) {
                    throw unsure();
                }
                int unit = 0;
                for (int i = at + 2; i < at + 6; i++) {
                    int digit = Character.digit(source[i], 16);
                    if (digit < 0) {
                        throw unsure();
                    }
                    unit = unit << 4 | digit;
                }
                if (Character.isSurrogate((char) unit)) {
                    throw unsure();
                }
                at += 6;
            }
            default -> throw unsure();
        }
    }

    /// Takes a whole number of at most so many digits, with or without a sign.
    void integer(int digitsMax) {
        int begin = at;
        number();
        int digits = at - begin - (source[begin] == '-' ? 1 : 0);
        if (digits > digitsMax) {
            throw unsure();
        }
        for (int i = begin; i < at; i++) {
            if (source[i] == '.' || source[i] == 'e' || source[i] == 'E') {
                throw unsure();
            }
        }
    }

    /// RFC 8259, section 6.
    private void number() {
        int begin = at;
        if (source[at] == '-') {
            at++;
        }
        if (at < end && source[at] == '0') {
            at++;
        } else {
            digits();
        }
        if (at < end && source[at] == '.') {
            at++;
            digits();
        }
        if (at < end && (source[at] == 'e' || source[at] == 'E')) {
            at++;
            if (at < end && (source[at] == '+' || source[at] == '-')) {
                at++;
            }
            digits();
        }
        if (at < end && !isDelimiter(source[at])) {
            throw unsure();
        }
        take(begin);
    }

    private void digits() {
        int begin = at;
        while (at < end && source[at] >= '0' && source[at] <= '9') {
            at++;
        }
        if (at == begin) {
            throw unsure();
        }
    }

    private static boolean isDelimiter(byte b) {
        return b == ',' || b == '}' || b == ']' || b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /// Takes any value.
    ///
    /// @param depth how many objects and arrays it may have inside each other
    void value(int depth) {
        switch (peek()) {
            case '"' -> string();
            case '{' -> object(depth);
            case '[' -> array(depth);
            case 't' -> literal(TRUE);
            case 'f' -> literal(FALSE);
            case 'n' -> literal(NULL);
            default -> number();
        }
    }

    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private void literal(byte[] literal) {
        if (at + literal.length > end) {
            throw unsure();
        }
        for (byte b : literal) {
            if (source[at] != b) {
                throw unsure();
            }
            takeOne(b);
        }
        if (at < end && !isDelimiter(source[at])) {
            throw unsure();
        }
    }

    /// Takes an object.
    ///
    /// @param depth how many objects and arrays it may be of, itself included
    void object(int depth) {
        requireDepth(depth);
        take('{');
        if (takes('}')) {
            return;
        }
        long[] names = new long[NAMES_MAX];
        int count = 0;
        do {
            name(names, count++);
            value(depth - 1);
        } while (takes(','));
        take('}');
    }

    /// Takes a member's name, which must differ from those before it, and the colon.
    ///
    /// @param names where those before it are among the bytes taken: offset and length
    void name(long[] names, int count) {
        string();
        if (!plain || count >= names.length) {
            throw unsure();
        }
        int length = length();
        for (int i = 0; i < count; i++) {
            int other = (int) (names[i] >>> 32);
            if ((int) names[i] == length && sameBytes(other, from, length)) {
                throw unsure();
            }
        }
        names[count] = (long) from << 32 | length;
        take(':');
    }

    private boolean sameBytes(int one, int other, int length) {
        for (int i = 0; i < length; i++) {
            if (text[base + one + i] != text[base + other + i]) {
                return false;
            }
        }
        return true;
    }

    private void array(int depth) {
        requireDepth(depth);
        take('[');
        if (takes(']')) {
            return;
        }
        do {
            value(depth - 1);
        } while (takes(','));
        take(']');
    }

    private static void requireDepth(int depth) {
        if (depth <= 0) {
            throw unsure();
        }
    }
}
