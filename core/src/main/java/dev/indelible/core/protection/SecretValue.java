package dev.indelible.core.protection;

import java.util.Locale;
import java.util.Set;

/// Where a value stands in a text, without the quotes around it.
///
/// @param from the index of its first character
/// @param to the index behind its last
record SecretValue(int from, int to) {
    static final SecretValue NONE = new SecretValue(0, 0);

    /// Nothing, but looking for it took the rest of the text.
    static final SecretValue UNCLOSED = new SecretValue(-1, -1);

    private static final String ENDING = " \t\r\n&;,\"'<>|";
    private static final String QUOTES = "\"'`";
    private static final String OPENING = "([{<";
    private static final String CLOSING = ")]}>";
    private static final int BLOCK_CHARS_MAX = "|+9\r\n".length();
    private static final String MARKER = "[redacted: ";
    private static final Set<String> NO_SECRETS =
            Set.of("", "true", "false", "null", "none", "nil", "undefined");

    /// Whether there is something, and it is not the word for nothing or a marker of ours.
    boolean isSecret(String text) {
        if (to <= from) {
            return false;
        }
        if (text.startsWith(MARKER, from) && text.indexOf(']', from) == to - 1) {
            return false;
        }
        boolean isShort = to - from <= "(undefined)".length();
        return !isShort || !NO_SECRETS.contains(bare(text.substring(from, to)));
    }

    private static String bare(String value) {
        boolean isBracketed = OPENING.indexOf(value.charAt(0)) >= 0;
        String inside = isBracketed ? value.substring(1, value.length() - 1) : value;
        return inside.strip().toLowerCase(Locale.ROOT);
    }

    /// The value that begins here: up to its closing quote or bracket, else a word.
    static SecretValue at(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == '\\') {
            at++;
        }
        if (at == text.length()) {
            return new SecretValue(from, at);
        }
        char first = text.charAt(at);
        if (QUOTES.indexOf(first) >= 0) {
            return quoted(text, at + 1, at - from);
        }
        return OPENING.indexOf(first) >= 0
                ? new SecretValue(from, bracketEnd(text, at))
                : new SecretValue(from, wordEnd(text, from));
    }

    /// Whether a quote begins here.
    static boolean isQuote(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == '\\') {
            at++;
        }
        return at < text.length() && QUOTES.indexOf(text.charAt(at)) >= 0;
    }

    /// A quote in a text that was quoted some times over has some backslashes before it; one that
    /// is part of the value has more, and so has a backslash of the value.
    private static SecretValue quoted(String text, int from, int slashes) {
        char quote = text.charAt(from - 1);
        int run = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                run++;
                continue;
            }
            if (c == quote && run % (2 * (slashes + 1)) == slashes) {
                boolean isDoubled =
                        slashes == 0 && i + 1 < text.length() && text.charAt(i + 1) == quote;
                if (!isDoubled) {
                    return new SecretValue(from, i - slashes);
                }
                i++;
            }
            run = 0;
        }
        return new SecretValue(from, text.length());
    }

    private static int bracketEnd(String text, int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (OPENING.indexOf(c) >= 0) {
                depth++;
            } else if (CLOSING.indexOf(c) >= 0 && --depth == 0) {
                return i + 1;
            }
        }
        return text.length();
    }

    private static int wordEnd(String text, int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (ENDING.indexOf(c) >= 0) {
                return c == '"' || c == '\'' ? withoutSlashes(text, from, i) : i;
            }
            if (OPENING.indexOf(c) >= 0) {
                depth++;
            } else if (CLOSING.indexOf(c) >= 0 && --depth < 0) {
                return i;
            }
        }
        return text.length();
    }

    private static int withoutSlashes(String text, int from, int quote) {
        int at = quote;
        while (at > from && text.charAt(at - 1) == '\\') {
            at--;
        }
        return at;
    }

    /// The lines that stand indented below `|` or `>`, as YAML writes long texts.
    static SecretValue block(String text, int from) {
        if (from == text.length() || "|>".indexOf(text.charAt(from)) < 0) {
            return NONE;
        }
        int line = from + 1;
        while (line < text.length() && line - from < BLOCK_CHARS_MAX && text.charAt(line) != '\n') {
            line++;
        }
        if (line == text.length() || text.charAt(line) != '\n') {
            return NONE;
        }
        int to = line + 1;
        while (to < text.length() && " \t\r\n".indexOf(text.charAt(to)) >= 0) {
            int end = text.indexOf('\n', to);
            to = end < 0 ? text.length() : end + 1;
        }
        return new SecretValue(line + 1, to);
    }

    /// What an element has in it, from behind its first tag on.
    ///
    /// @param name with its prefix
    static SecretValue element(String text, int from, String name) {
        int close = text.indexOf("</" + name, from);
        return close < 0 ? UNCLOSED : new SecretValue(from, close);
    }
}
