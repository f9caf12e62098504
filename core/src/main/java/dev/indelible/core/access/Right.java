package dev.indelible.core.access;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// What one may do on a level; roles are made of these.
public enum Right {
    /// Send events.
    WRITE("send events"),
    /// See events, count them, follow them.
    READ("read events"),
    /// See the members of events that settings protect, and ask for events by them.
    SEE_PROTECTED("see protected members"),
    /// Take events out in bulk, and evidence, which has them inside, to keep.
    EXPORT("export events"),
    /// Get proofs, checkpoints and tiles, which have no more of an event in them than one may read.
    PROVE("get proofs"),
    /// See who read what, and what was refused.
    AUDIT("see the record of reads"),
    /// Manage destinations.
    INTEGRATE("manage integrations"),
    /// Manage what is below, keys, grants, retention, holds and erasure.
    ADMINISTER("administer");

    private final String act;

    Right(String act) {
        this.act = act;
    }

    /// In a sentence after "may".
    String act() {
        return act;
    }

    /// The roles that have it.
    String roles() {
        return Arrays.stream(Role.values())
                .filter(role -> role.has(this))
                .map(Role::label)
                .collect(Collectors.joining(", "));
    }

    /// Says that somebody may not, and which roles may.
    ///
    /// @param where on which level; blank for anywhere
    String refused(String caller, String where) {
        return "'%s' may not %s %s; roles that may: %s"
                .formatted(caller, act, where.isEmpty() ? "anywhere" : "in " + where, roles());
    }

    /// Says so of a level.
    String refused(String caller, Level level) {
        if (level.isOrganization()) {
            return refused(caller, Optional.ofNullable(level.organization()));
        }
        return refused(
                caller,
                level.isInstance()
                        ? "the instance, which takes a role on the instance itself"
                        : level.toString());
    }

    /// Says so of an organization as somebody named it, or of all.
    String refused(String caller, Optional<String> organization) {
        return refused(
                caller,
                organization.map(id -> "organization '%s'".formatted(Names.shown(id))).orElse(""));
    }
}
