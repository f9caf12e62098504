package dev.indelible.core.access;

import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import java.util.regex.Pattern;

/// What ids and names of organizations, folders and projects may be.
final class Names {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,127}");
    private static final int NAME_CHARS_MAX = 256;
    private static final int SHOWN_CHARS_MAX = 64;

    private Names() {}

    /// Refuses what cannot be an id: it stands in paths, cursors and file names.
    ///
    /// @param what `organization`, `folder` or `project`
    /// @throws Rejected telling what it may be
    static void checkId(String what, String id) {
        if (!ID.matcher(id).matches()) {
            String shown =
                    id.length() > SHOWN_CHARS_MAX ? id.substring(0, SHOWN_CHARS_MAX) + "…" : id;
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    ("%s '%s' is not an id: up to 128 small letters, digits, dashes,"
                                    + " dots and underscores, a letter or digit first")
                            .formatted(what, shown));
        }
    }

    /// Refuses what cannot be a name for people.
    static void checkName(String what, String name) {
        if (name.isBlank() || name.length() > NAME_CHARS_MAX) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "the name of a %s has 1 to %d characters".formatted(what, NAME_CHARS_MAX));
        }
    }
}
