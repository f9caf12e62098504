package dev.indelible.core.search;

import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;

/// The text of a query while it is read from left to right.
final class QueryText {
    private static final int SHOWN_CHARS_MAX = 40;
    private static final String BLANKS = " \t\r\n";

    private final String text;
    private int at;
    private boolean literalStar;

    QueryText(String text) {
        this.text = text;
    }

    /// Where the next character stands, from 0.
    int at() {
        return at;
    }

    /// The next character; 0 at the end.
    char here() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    /// The next character after blanks; 0 at the end.
    char next() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return here();
    }

    /// Whether this character comes next; if so it is passed.
    boolean passes(char expected) {
        boolean here = at < text.length() && text.charAt(at) == expected;
        at += here ? 1 : 0;
        return here;
    }

    /// The letters that come next; not passed.
    String letters() {
        int end = at;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return text.substring(at, end);
    }

    /// The character so many further on; 0 after the end.
    char ahead(int count) {
        return at + count < text.length() ? text.charAt(at + count) : 0;
    }

    void skip(int count) {
        at += count;
    }

    /// Whether this word comes next, by itself.
    boolean isKeyword(String word) {
        next();
        int end = at + word.length();
        return text.startsWith(word, at)
                && (end == text.length() || (BLANKS + "(\"").indexOf(text.charAt(end)) >= 0);
    }

    /// Whether this word comes next, by itself; if so it is passed, with the blanks after it.
    boolean keyword(String word) {
        boolean here = isKeyword(word);
        at += here ? word.length() : 0;
        next();
        return here;
    }

    /// Whether a blank or the end comes next.
    boolean isBlank() {
        return at == text.length() || Character.isWhitespace(text.charAt(at));
    }

    /// A value in quotes, or what stands up to the next blank, parenthesis or quote.
    ///
    /// @param name what it is the value of
    String value(String name) {
        if (here() == '"') {
            literalStar = true;
            return quoted();
        }
        int start = at;
        String value = bare();
        if (value.isEmpty()) {
            throw error(start, "%s: has no value".formatted(name));
        }
        return value;
    }

    /// Whether `*` stands for itself in the value read last.
    boolean literalStar() {
        return literalStar;
    }

    String bare() {
        literalStar = false;
        var value = new StringBuilder();
        while (at < text.length() && (BLANKS + "()\"").indexOf(text.charAt(at)) < 0) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
                literalStar |= text.charAt(at) == '*';
            }
            value.append(text.charAt(at++));
        }
        return value.toString();
    }

    String quoted() {
        int open = at++;
        var value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at++));
        }
        if (at == text.length()) {
            throw error(open, "the quote is never closed");
        }
        at++;
        return value.toString();
    }

    /// A refusal that points at a character.
    Rejected error(int column, String what) {
        return new Rejected(Problem.QUERY_INVALID, "q, column %d: %s".formatted(column + 1, what));
    }

    /// A value as a message may repeat it.
    static String shown(String value) {
        return value.length() > SHOWN_CHARS_MAX ? value.substring(0, SHOWN_CHARS_MAX) + "…" : value;
    }
}
