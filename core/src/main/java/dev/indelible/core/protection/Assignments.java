package dev.indelible.core.protection;

import java.util.List;
import java.util.Locale;

/* `password=x`, `"password":"x"` in a text that has JSON inside, `?access_token=x`, `X-Api-Key: x`.
 * The text is looked through for `=` and `:`, and before each for a name of bounded length. */

/// Finds what texts assign to names that hold secrets.
final class Assignments implements Finder {
    private static final int NAME_CHARS_MAX = 64;
    private static final String QUOTES = "\"'\\";
    private static final String ENDING = " \t\r\n&;,\"'<>()[]{}|\\";
    private static final List<String> NO_SECRETS = List.of("true", "false", "null", "none");

    private final MemberNames names;
    private final List<String> signs;
    private final boolean headers;

    /// @param headers whether the names are also those of headers, whose value is a whole line
    Assignments(MemberNames names, boolean headers) {
        this.names = names;
        this.signs = names.signs();
        this.headers = headers;
    }

    @Override
    public List<String> signs() {
        return signs;
    }

    @Override
    public void find(String text, Found found) {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '=' && c != ':') {
                at++;
                continue;
            }
            int nameEnd = back(text, at, " ");
            int bare = back(text, nameEnd, QUOTES);
            boolean isQuoted = bare < nameEnd;
            String name = name(text, bare);
            boolean isHeader = headers && c == ':' && !isQuoted;
            if (name.isEmpty()
                    || !(c == '=' || isQuoted || isHeader)
                    || !names.has(MemberNames.Name.of(name))) {
                at++;
                continue;
            }
            int from = forth(text, forth(text, at + 1, " "), QUOTES);
            int to = isHeader ? lineEnd(text, from) : valueEnd(text, from);
            String value = text.substring(from, to);
            if (to > from && !NO_SECRETS.contains(value) && (!isHeader || isHeaderValue(value))) {
                found.at(from, to);
            }
            at = Math.max(to, at + 1);
        }
    }

    /// Not the prose behind a colon, which begins with a word and has others.
    private static boolean isHeaderValue(String value) {
        int blank = value.indexOf(' ');
        if (blank < 0) {
            return value.length() > 7;
        }
        String first = value.substring(0, blank);
        return first.indexOf('=') > 0
                || List.of("basic", "bearer", "digest", "negotiate", "token", "apikey")
                        .contains(first.toLowerCase(Locale.ROOT));
    }

    private static int back(String text, int end, String passed) {
        int at = end;
        while (at > 0 && end - at < 8 && passed.indexOf(text.charAt(at - 1)) >= 0) {
            at--;
        }
        return at;
    }

    private static int forth(String text, int from, String passed) {
        int at = from;
        while (at < text.length() && at - from < 8 && passed.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static String name(String text, int end) {
        int at = end;
        while (at > 0 && end - at < NAME_CHARS_MAX && isName(text.charAt(at - 1))) {
            at--;
        }
        return text.substring(at, end);
    }

    private static boolean isName(char c) {
        return c == '_'
                || c == '-'
                || c == '.'
                || (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z');
    }

    private static int valueEnd(String text, int from) {
        int at = from;
        boolean quoted =
                from > 0 && (text.charAt(from - 1) == '"' || text.charAt(from - 1) == '\'');
        char quote = quoted ? text.charAt(from - 1) : 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (quoted ? c == quote || c == '\\' || c == '\n' : ENDING.indexOf(c) >= 0) {
                return at;
            }
            at++;
        }
        return at;
    }

    private static int lineEnd(String text, int from) {
        int at = from;
        while (at < text.length() && "\r\n\"'\\".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }
}
