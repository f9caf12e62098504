package dev.indelible.core.access;

import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;

/// A tenant: its own log, its own keys; nobody sees across.
///
/// @param id 1 to 128 of `a-z 0-9 - . _`, a letter or digit first: it stands in paths, cursors and
///   file names; not `anchor`, which is the log of all organizations' heads
/// @param name for people
/// @param createdMillis since 1970
/// @param closed whether it takes no more events; what it has stays to be read
public record Organization(String id, String name, long createdMillis, boolean closed) {
    private static final String RESERVED_ID = "anchor";

    public Organization {
        checkId(id);
        Names.checkName("organization", name);
    }

    /// An open one.
    public Organization(String id, String name, long createdMillis) {
        this(id, name, createdMillis, false);
    }

    /// Refuses the id whose log has what Indelible tells of no organization, for all but Indelible
    /// itself: it needs no registered organization, and nobody may write as it.
    ///
    /// @throws Rejected telling to choose another
    static void requireOfOthers(String id) {
        if (id.equals(Caller.PLATFORM_ID)) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "organization 'indelible' is reserved: its log has what the server tells of itself; choose another id");
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
        Names.checkId("organization", id);
    }
}
