package dev.indelible.core.protection;

import java.util.Locale;
import java.util.Set;
import java.util.StringTokenizer;

/// What is said of permissions: `{"Secret":"READ_ACCESS"}`, `{"secrets":["get","list"]}`. Texts of
/// such words only, which tell nothing else.
final class PermissionWords {
    private static final int CHARS_MAX = 64;
    private static final Set<String> WORDS =
            Set.of(
                    "no",
                    "none",
                    "any",
                    "all",
                    "full",
                    "access",
                    "read",
                    "write",
                    "readwrite",
                    "rw",
                    "ro",
                    "wo",
                    "r",
                    "w",
                    "x",
                    "get",
                    "set",
                    "list",
                    "watch",
                    "create",
                    "update",
                    "patch",
                    "delete",
                    "deletecollection",
                    "view",
                    "edit",
                    "manage",
                    "use",
                    "execute",
                    "admin",
                    "owner",
                    "only",
                    "and",
                    "allow",
                    "allowed",
                    "deny",
                    "denied",
                    "grant",
                    "granted",
                    "restore",
                    "backup",
                    "recover",
                    "purge");
    private static final int PERMITTING_CHARS_MAX = "permissions".length();
    private static final Set<String> PERMITTING = Set.of("permissions", "permission", "roles");

    private PermissionWords() {}

    /// Whether members of this name tell what is permitted.
    static boolean isPermitting(String member) {
        return member.length() <= PERMITTING_CHARS_MAX
                && PERMITTING.contains(member.toLowerCase(Locale.ROOT));
    }

    /// Whether a text has nothing but such words.
    static boolean are(String text) {
        if (text.length() > CHARS_MAX) {
            return false;
        }
        var words = new StringTokenizer(text.toLowerCase(Locale.ROOT), " _-:,./|*");
        while (words.hasMoreTokens()) {
            if (!WORDS.contains(words.nextToken())) {
                return false;
            }
        }
        return true;
    }
}
