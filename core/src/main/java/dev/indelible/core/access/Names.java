package dev.indelible.core.access;

import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import java.util.regex.Pattern;

/// What ids and names of organizations, folders and projects may be, and names of other things that
/// people choose by their names.
public final class Names {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,127}");
    private static final int NAME_CHARS_MAX = 256;
    private static final String FILLERS = "\u034f\u115f\u1160\u3164\uffa0";
    private static final int SHOWN_CHARS_MAX = 64;

    private Names() {}

    /// Refuses what cannot be an id: it stands in paths, cursors and file names.
    ///
    /// @param what `organization`, `folder` or `project`
    /// @throws Rejected telling what it may be
    static void checkId(String what, String id) {
        if (!ID.matcher(id).matches()) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    ("%s '%s' is not an id: up to 128 small letters, digits, dashes,"
                                    + " dots and underscores, a letter or digit first")
                            .formatted(what, shown(id)));
        }
    }

    /// A name that perhaps is none, short enough for a message.
    static String shown(String id) {
        return id.codePointCount(0, id.length()) > SHOWN_CHARS_MAX
                ? id.substring(0, id.offsetByCodePoints(0, SHOWN_CHARS_MAX)) + "…"
                : id;
    }

    /// Refuses a new name with characters that are not seen: two names could look the same, or one
    /// like what it is not. Names that are there already are taken as they are.
    ///
    /// @throws Rejected telling which and where
    public static void requireSeen(String what, String name) {
        requireAllSeen("name of " + withArticle(what), name);
    }

    /// Refuses a new text with characters that are not seen, likewise.
    ///
    /// @param what of whatever has the text, such as `reason`
    /// @throws Rejected telling which and where
    public static void requireAllSeen(String what, String name) {
        int next;
        for (int at = 0; at < name.length(); at = next) {
            int c = name.codePointAt(at);
            next = at + Character.charCount(c);
            if (isUnseen(c)) {
                throw new Rejected(
                        Problem.PARAMETER_INVALID,
                        "the %s has U+%04X at character %d, which is not seen or turns what is; leave it out"
                                .formatted(what, c, name.codePointCount(0, at) + 1));
            }
        }
    }

    /// Control characters, those of zero width and of direction, ends of lines, halves of pairs,
    /// and the letters that Unicode has to stand for none.
    static boolean isUnseen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    true;
            default -> FILLERS.indexOf(c) >= 0;
        };
    }

    /// Refuses what cannot be a name for people.
    static void checkName(String what, String name) {
        if (name.isBlank() || name.length() > NAME_CHARS_MAX) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "the name of %s has 1 to %d characters"
                            .formatted(withArticle(what), NAME_CHARS_MAX));
        }
    }

    private static String withArticle(String what) {
        return ("aeiou".indexOf(what.charAt(0)) < 0 ? "a " : "an ") + what;
    }
}
