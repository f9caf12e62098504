package dev.indelible.core.protection;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/* `password=x`, `"password":"x"` in a text that has JSON inside, `?access_token=x`, `X-Api-Key: x`,
 * `password: x` in YAML, `<password>x</password>`, `--password x`. The text is looked through for
 * `=`, `:`, `<` and `-`, and beside each for a name of bounded length. */

/// Finds what texts assign to names that hold secrets.
final class Assignments implements Finder {
    private static final int NAME_CHARS_MAX = 64;
    private static final int GAP_CHARS_MAX = 8;
    private static final int TAG_CHARS_MAX = 512;
    private static final int HEADER_CHARS_MIN = 8;
    private static final int HEADER_WORD_CHARS_MAX = 256;

    /// Looking for an end that there is not takes the whole text each time.
    private static final int UNCLOSED_MAX = 8;

    private static final String BLANKS = " \t";
    private static final String QUOTES = "\"'\\`";
    private static final String ENDING_LINE = "\r\n\"'\\";
    private static final Set<String> SCHEMES =
            Set.of("basic", "bearer", "digest", "negotiate", "token", "apikey");

    /// What is told of secrets behind a colon.
    private static final Set<String> TELLING =
            Set.of(
                    "changed",
                    "reset",
                    "expired",
                    "required",
                    "invalid",
                    "missing",
                    "incorrect",
                    "unset",
                    "updated",
                    "rotated",
                    "created",
                    "deleted",
                    "removed",
                    "revoked",
                    "disabled",
                    "enabled",
                    "empty",
                    "unknown",
                    "wrong",
                    "failed",
                    "success",
                    "optional",
                    "yes",
                    "no");

    private final MemberNames names;
    private final boolean headers;

    /// @param headers whether the names are also those of headers, whose value is a whole line
    Assignments(MemberNames names, boolean headers) {
        this.names = names;
        this.headers = headers;
    }

    @Override
    public List<String> signs() {
        return names.signs();
    }

    @Override
    public void find(String text, Found found) {
        int at = 0;
        int unclosed = 0;
        while (at < text.length()) {
            SecretValue value =
                    switch (text.charAt(at)) {
                        case '=', '＝' -> assigned(text, at, at);
                        case ':', '：' -> said(text, at);
                        case '<' -> unclosed < UNCLOSED_MAX ? element(text, at) : SecretValue.NONE;
                        case '-' -> option(text, at);
                        default -> SecretValue.NONE;
                    };
            if (value.isSecret(text)) {
                found.at(value.from(), value.to());
            }
            unclosed += value.to() < 0 ? 1 : 0;
            at = Math.max(value.to(), at + 1);
        }
    }

    /// @param named behind the name and what closes it
    private SecretValue assigned(String text, int named, int sign) {
        int nameEnd = back(text, back(text, named, BLANKS), QUOTES);
        if (!isName(text, nameFrom(text, nameEnd), nameEnd)) {
            return SecretValue.NONE;
        }
        // `==`, `=>`
        SecretValue value = SecretValue.at(text, forth(text, forth(text, sign + 1, "=>"), BLANKS));
        boolean isBare = value.to() < text.length() && text.charAt(value.to()) == ' ';
        return headers && isBare && isScheme(text.substring(value.from(), value.to()))
                ? new SecretValue(
                        value.from(), SecretValue.at(text, forth(text, value.to(), BLANKS)).to())
                : value;
    }

    private SecretValue said(String text, int colon) {
        int quotes = back(text, colon, BLANKS);
        int nameEnd = back(text, quotes, QUOTES);
        int nameFrom = nameFrom(text, nameEnd);
        if (!isName(text, nameFrom, nameEnd)) {
            return SecretValue.NONE;
        }
        if (colon + 1 < text.length() && text.charAt(colon + 1) == '=') {
            return assigned(text, colon, colon + 1);
        }
        int from = forth(text, colon + 1, BLANKS);
        // `arn:aws:secretsmanager:eu-west-1:1:secret:db` names one.
        if (nameEnd == quotes && nameFrom > 0 && ":/@".indexOf(text.charAt(nameFrom - 1)) >= 0) {
            return SecretValue.NONE;
        }
        if (nameEnd < quotes || SecretValue.isQuote(text, from)) {
            return SecretValue.at(text, from);
        }
        if (headers) {
            return isHeader(text, from)
                    ? new SecretValue(from, lineEnd(text, from))
                    : SecretValue.NONE;
        }
        SecretValue block = SecretValue.block(text, from);
        SecretValue value = block.to() > 0 ? block : SecretValue.at(text, from);
        return block.to() > 0 || isSaid(text, value) ? value : SecretValue.NONE;
    }

    /// Not the prose behind a colon, which begins with a word and has others.
    private static boolean isHeader(String text, int from) {
        boolean isPair = false;
        for (int i = from; i < text.length() && i - from < HEADER_WORD_CHARS_MAX; i++) {
            char c = text.charAt(i);
            if (c == ' ') {
                return isPair || isScheme(text.substring(from, i));
            }
            if (ENDING_LINE.indexOf(c) >= 0) {
                return i - from >= HEADER_CHARS_MIN;
            }
            isPair |= c == '=' && i > from;
        }
        return text.length() - from >= HEADER_CHARS_MIN;
    }

    private static boolean isScheme(String word) {
        return word.length() < HEADER_CHARS_MIN + 2
                && SCHEMES.contains(word.toLowerCase(Locale.ROOT));
    }

    /// Whether a word behind a colon is a value, and not the begin of a sentence.
    private static boolean isSaid(String text, SecretValue value) {
        String word = text.substring(value.from(), value.to());
        int letters = 0;
        while (letters < word.length() && isOfWord(word.charAt(letters))) {
            letters++;
        }
        if (letters < word.length()) {
            return true;
        }
        boolean isLast = value.to() == text.length() || BLANKS.indexOf(text.charAt(value.to())) < 0;
        return isLast
                && !word.endsWith(".")
                && !TELLING.contains(word.toLowerCase(Locale.ROOT))
                && !PermissionWords.are(word);
    }

    private static boolean isOfWord(char c) {
        return Character.isLetter(c) || "-_/.!?".indexOf(c) >= 0;
    }

    /// `<password>x</password>`, with a prefix or attributes or without.
    private SecretValue element(String text, int bracket) {
        int nameEnd = nameTo(text, bracket + 1);
        int nameFrom = bracket + 1;
        if (nameEnd < text.length() && text.charAt(nameEnd) == ':') {
            nameFrom = nameEnd + 1;
            nameEnd = nameTo(text, nameFrom);
        }
        if (!isName(text, nameFrom, nameEnd)) {
            return SecretValue.NONE;
        }
        int tagEnd = nameEnd;
        int bound = Math.min(text.length(), nameEnd + TAG_CHARS_MAX);
        while (tagEnd < bound && text.charAt(tagEnd) != '>' && text.charAt(tagEnd) != '<') {
            tagEnd++;
        }
        if (tagEnd == bound || text.charAt(tagEnd) == '<' || text.charAt(tagEnd - 1) == '/') {
            return SecretValue.NONE;
        }
        return SecretValue.element(text, tagEnd + 1, text.substring(bracket + 1, nameEnd));
    }

    private SecretValue option(String text, int dash) {
        boolean begins = dash == 0 || " \t\r\n\"'`([{,".indexOf(text.charAt(dash - 1)) >= 0;
        if (!begins) {
            return SecretValue.NONE;
        }
        int nameFrom = forth(text, dash, "-");
        int nameEnd = nameTo(text, nameFrom);
        int from = forth(text, nameEnd, BLANKS);
        boolean isNext = from < text.length() && text.startsWith("--", from);
        return from > nameEnd && !isNext && isName(text, nameFrom, nameEnd)
                ? SecretValue.at(text, from)
                : SecretValue.NONE;
    }

    private boolean isName(String text, int from, int to) {
        return to > from && names.has(MemberNames.Name.of(text.substring(from, to)));
    }

    private static int back(String text, int end, String passed) {
        int at = end;
        while (at > 0 && end - at < GAP_CHARS_MAX && passed.indexOf(text.charAt(at - 1)) >= 0) {
            at--;
        }
        return at;
    }

    private static int forth(String text, int from, String passed) {
        int at = from;
        while (at < text.length()
                && at - from < GAP_CHARS_MAX
                && passed.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static int nameFrom(String text, int end) {
        int at = end;
        while (at > 0 && end - at < NAME_CHARS_MAX && isName(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    private static int nameTo(String text, int from) {
        int at = from;
        while (at < text.length() && at - from < NAME_CHARS_MAX && isName(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isName(char sent) {
        int c = Letters.narrow(sent);
        return c == '_'
                || c == '-'
                || c == '.'
                || (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || Letters.isUnseen(c);
    }

    private static int lineEnd(String text, int from) {
        int at = from;
        while (at < text.length() && ENDING_LINE.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }
}
