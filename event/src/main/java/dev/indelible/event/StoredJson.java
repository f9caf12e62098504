package dev.indelible.event;

import static java.nio.charset.StandardCharsets.UTF_8;

/// A cursor over compact JSON that was checked before it was stored. For one thread; used again for
/// the next text. Past the end of a text that is cut short it throws IndexOutOfBoundsException.
public final class StoredJson {
    private byte[] json = {};
    private int at;
    private byte[] bytes = {};
    private int from;
    private int length;

    StoredJson() {}

    /// Begins with another text.
    void begin(byte[] text) {
        json = text;
        at = 0;
    }

    int at() {
        return at;
    }

    void at(int place) {
        at = place;
    }

    /// The bytes that hold the last string or number, without escapes.
    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int length() {
        return length;
    }

    byte peek() {
        return json[at];
    }

    boolean isString() {
        return json[at] == '"';
    }

    boolean isNull() {
        return json[at] == 'n';
    }

    boolean isNumber() {
        return json[at] == '-' || (json[at] >= '0' && json[at] <= '9');
    }

    /// Enters an object or array.
    ///
    /// @return whether it has a member or item
    boolean enter(char bracket) {
        if (json[at] != bracket) {
            throw new IllegalArgumentException(
                    "a stored part has '%c' for '%c'".formatted((char) json[at], bracket));
        }
        at++;
        // In ASCII, each closing bracket is two behind its opening one.
        if (json[at] == bracket + 2) {
            at++;
            return false;
        }
        return true;
    }

    /// Goes on behind a member or item.
    ///
    /// @return whether another one follows
    boolean goesOn(char bracket) {
        byte b = json[at++];
        if (b != ',' && b != bracket) {
            throw new IllegalArgumentException("a stored part is not JSON");
        }
        return b == ',';
    }

    /// Takes a member's name and the colon.
    ///
    /// @return its number, or -1 if it is none of these
    int name(Names names) {
        string();
        at++;
        return names.find(bytes, from, length);
    }

    /// Takes a member's name and the colon.
    void skipName() {
        skipString();
        at++;
    }

    /// Takes a string: its contents are in [#bytes()].
    void string() {
        int start = at + 1;
        int end = start;
        while (json[end] != '"') {
            if (json[end] == '\\') {
                unescape(start, end);
                return;
            }
            end++;
        }
        bytes = json;
        from = start;
        length = end - start;
        at = end + 1;
    }

    /// Seldom needed, so it may cost something.
    private void unescape(int start, int firstEscape) {
        var text = new StringBuilder(new String(json, start, firstEscape - start, UTF_8));
        int end = firstEscape;
        while (json[end] != '"') {
            if (json[end] == '\\') {
                end = unescapeOne(text, end);
            } else {
                int next = end;
                while (json[next] != '"' && json[next] != '\\') {
                    next++;
                }
                text.append(new String(json, end, next - end, UTF_8));
                end = next;
            }
        }
        bytes = text.toString().getBytes(UTF_8);
        from = 0;
        length = bytes.length;
        at = end + 1;
    }

    private int unescapeOne(StringBuilder text, int escape) {
        byte kind = json[escape + 1];
        if (kind == 'u') {
            int unit = 0;
            for (int i = escape + 2; i < escape + 6; i++) {
                unit = unit << 4 | Character.digit(json[i], 16);
            }
            text.append((char) unit);
            return escape + 6;
        }
        text.append(
                switch (kind) {
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    default -> (char) kind;
                });
        return escape + 2;
    }

    /// Takes a number: its digits are in [#bytes()].
    void number() {
        int start = at;
        at = scalarEnd(json, at);
        bytes = json;
        from = start;
        length = at - start;
    }

    /// Takes any value.
    void skip() {
        at = end(json, at);
    }

    private void skipString() {
        at = stringEnd(json, at);
    }

    /// Behind the value that begins there in compact JSON that was checked before.
    public static int end(byte[] json, int from) {
        int at = from;
        int depth = 0;
        do {
            switch (json[at]) {
                case '"' -> at = stringEnd(json, at);
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    depth--;
                    at++;
                }
                case ',', ':' -> at++;
                default -> at = scalarEnd(json, at);
            }
        } while (depth > 0);
        return at;
    }

    private static int stringEnd(byte[] json, int from) {
        int at = from + 1;
        while (json[at] != '"') {
            at += json[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    private static int scalarEnd(byte[] json, int from) {
        int at = from;
        while (at < json.length && json[at] != ',' && json[at] != '}' && json[at] != ']') {
            at++;
        }
        return at;
    }
}
