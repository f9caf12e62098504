package dev.indelible.core.access;

import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import java.util.regex.Pattern;

/// A tenant: its own log, its own keys; nobody sees across.
///
/// @param id 1 to 128 of `a-z 0-9 - . _`, a letter or digit first: it stands in paths, cursors and
///   file names; not `anchor`, which is the log of all organizations' heads
/// @param name for people
/// @param createdMillis since 1970
public record Organization(String id, String name, long createdMillis) {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,127}");
    private static final int NAME_CHARS_MAX = 256;
    private static final String RESERVED_ID = "anchor";

    public Organization {
        checkId(id);
        if (name.isBlank() || name.length() > NAME_CHARS_MAX) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "an organization's name has 1 to %d characters".formatted(NAME_CHARS_MAX));
        }
    }

    /// Refuses what cannot be an organization's id.
    ///
    /// @throws Rejected telling what it may be
    static void checkId(String id) {
        if (id.equals(RESERVED_ID)) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "organization 'anchor' is reserved: /logs/anchor is the log of all heads; choose another id");
        }
        if (!ID.matcher(id).matches()) {
            String shown = id.length() > 64 ? id.substring(0, 64) + "…" : id;
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    ("organization '%s' is not an id: up to 128 small letters, digits, dashes,"
                                    + " dots and underscores, a letter or digit first")
                            .formatted(shown));
        }
    }
}
