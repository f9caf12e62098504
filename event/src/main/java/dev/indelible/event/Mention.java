package dev.indelible.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Whether the bytes of a part name somebody: whether any of its texts, numbers and member names,
/// read as JSON, has one of some values as a whole word. Ids count as they are written; addresses
/// and names in any case. The names that the event's own members have name nobody. Immutable; any
/// thread.
///
/// A text may be JSON itself, or a part of it, and that again: its escapes hide nothing, to a depth
/// of [#NESTED_MAX].
///
/// A value is a whole word where no letter, digit or one of `_ - + @` touches it, nor a dot between
/// it and one of these: `u-17` is in `/users/u-17/keys` and not in `u-178`, `jane@example.com` not
/// in `mary.jane@example.com`. One with fewer than [#WORD_CHARS_MIN] characters is only found where
/// it is the whole text: too much would contain it.
public final class Mention {
    /// Shorter values are no words to look for inside of longer texts.
    public static final int WORD_CHARS_MIN = 4;

    /// How often a text in a text is looked into.
    public static final int NESTED_MAX = 8;

    /// Of the event and its parts.
    private static final Set<String> OWN_MEMBERS =
            Set.of(
                    "action",
                    "category",
                    "changes",
                    "channel",
                    "code",
                    "correlationId",
                    "description",
                    "email",
                    "endpoint",
                    "folder",
                    "format",
                    "id",
                    "ip",
                    "labels",
                    "method",
                    "name",
                    "new",
                    "old",
                    "onBehalfOf",
                    "operation",
                    "original",
                    "outcome",
                    "params",
                    "path",
                    "payload",
                    "permissions",
                    "project",
                    "reason",
                    "region",
                    "request",
                    "requestId",
                    "response",
                    "roles",
                    "service",
                    "sessionId",
                    "severity",
                    "size",
                    "time",
                    "traceparent",
                    "type",
                    "userAgent");

    private static final String JOINING = "_-+@";
    private static final int HEX_CHARS = 4;

    private final List<String> exact;
    private final List<String> folded;
    private final List<byte[]> prefilter = new ArrayList<>();
    private final boolean ascii;

    /// @param exact values as they are written
    /// @param anyCase values in any case
    public Mention(Collection<String> exact, Collection<String> anyCase) {
        this.exact = List.copyOf(exact);
        this.folded = anyCase.stream().map(value -> value.toLowerCase(Locale.ROOT)).toList();
        if (exact.isEmpty() && folded.isEmpty()) {
            throw new IllegalArgumentException("nobody is named");
        }
        boolean plain = true;
        for (List<String> values : List.of(this.exact, folded)) {
            for (String value : values) {
                if (value.isBlank()) {
                    throw new IllegalArgumentException("a blank value names nobody");
                }
                plain &= value.chars().allMatch(c -> c < 0x80 && c != '"' && c != '\\');
                prefilter.add(value.toLowerCase(Locale.ROOT).getBytes(UTF_8));
            }
        }
        this.ascii = plain;
    }

    /// Whether a part names somebody.
    ///
    /// @param part JSON in UTF-8
    public boolean in(byte[] part) {
        return mayBeIn(part) && isIn(part);
    }

    /// What costs little and is wrong in one direction only: texts with escapes, and values that
    /// are not plain, are left to the parser.
    private boolean mayBeIn(byte[] part) {
        if (!ascii) {
            return true;
        }
        for (byte b : part) {
            if (b == '\\') {
                return true;
            }
        }
        for (byte[] value : prefilter) {
            if (contains(part, value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(byte[] part, byte[] lower) {
        for (int i = 0; i <= part.length - lower.length; i++) {
            int at = 0;
            while (at < lower.length && lower(part[i + at]) == lower[at]) {
                at++;
            }
            if (at == lower.length) {
                return true;
            }
        }
        return false;
    }

    private static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }

    private boolean isIn(byte[] part) {
        try (JsonParser parser = Syntax.storedParser(part)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (isText(token, parser) && inText(parser.getString())) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean isText(JsonToken token, JsonParser parser) {
        return token == JsonToken.PROPERTY_NAME
                ? !OWN_MEMBERS.contains(parser.getString())
                : token == JsonToken.VALUE_STRING || token.isNumeric();
    }

    /// Whether a text names somebody.
    public boolean inText(String text) {
        String read = text;
        for (int depth = 0; depth < NESTED_MAX && read.indexOf('\\') >= 0; depth++) {
            if (isNamedIn(read)) {
                return true;
            }
            read = unescaped(read);
        }
        return isNamedIn(read);
    }

    /// One layer of JSON's escapes less; what is none stays.
    private static String unescaped(String text) {
        var plain = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c != '\\' || at + 1 == text.length()) {
                plain.append(c);
                continue;
            }
            char escaped = text.charAt(++at);
            switch (escaped) {
                case 'n', 'r', 't', 'b', 'f' -> plain.append('\n');
                case 'u' -> {
                    int code = hex(text, at + 1);
                    plain.append(code < 0 ? 'u' : (char) code);
                    at += code < 0 ? 0 : HEX_CHARS;
                }
                default -> plain.append(escaped);
            }
        }
        return plain.toString();
    }

    private static int hex(String text, int at) {
        int code = 0;
        for (int i = at; i < at + HEX_CHARS; i++) {
            int digit = i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            code = code << 4 | digit;
        }
        return code;
    }

    private boolean isNamedIn(String text) {
        for (String value : exact) {
            if (hasWord(text, value)) {
                return true;
            }
        }
        if (folded.isEmpty()) {
            return false;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        return folded.stream().anyMatch(value -> hasWord(lower, value));
    }

    private static boolean hasWord(String text, String value) {
        if (value.length() < WORD_CHARS_MIN) {
            return text.equals(value);
        }
        for (int at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
            if (!joins(text, at - 1, -1) && !joins(text, at + value.length(), 1)) {
                return true;
            }
        }
        return false;
    }

    /// Whether the character at an index belongs to the word beside it.
    private static boolean joins(String text, int index, int direction) {
        if (index < 0 || index >= text.length()) {
            return false;
        }
        char c = text.charAt(index);
        if (c == '.') {
            int next = index + direction;
            return next >= 0 && next < text.length() && isWord(text.charAt(next));
        }
        return isWord(c);
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || JOINING.indexOf(c) >= 0;
    }
}
