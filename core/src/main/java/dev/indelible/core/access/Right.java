package dev.indelible.core.access;

import java.util.Arrays;
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

    /// Says that somebody may not, and which roles may.
    ///
    /// @param where on which level; blank for nowhere
    String refused(String caller, String where) {
        String roles =
                Arrays.stream(Role.values())
                        .filter(role -> role.has(this))
                        .map(Role::label)
                        .collect(Collectors.joining(", "));
        return "'%s' may not %s%s; roles that may: %s"
                .formatted(caller, act, where.isEmpty() ? "" : " in " + where, roles);
    }
}
