package dev.indelible.core.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a key or a person may do on a level and all below it.
public enum Role {
    /// Sends events; reads nothing.
    WRITER(EnumSet.of(Right.WRITE)),
    /// Reads events; sends none.
    READER(EnumSet.of(Right.READ, Right.PROVE)),
    /// Reads events and takes them out.
    EXPORTER(EnumSet.of(Right.READ, Right.PROVE, Right.EXPORT)),
    /// Sees proofs and what Indelible tells of itself, who read what among it; no other event.
    AUDITOR(EnumSet.of(Right.PROVE, Right.AUDIT)),
    /// Manages destinations.
    INTEGRATOR(EnumSet.of(Right.INTEGRATE)),
    /// Everything; on the instance it is the instance administrator.
    ADMINISTRATOR(EnumSet.allOf(Right.class));

    /// One bit per right.
    private final long rights;

    Role(EnumSet<Right> rights) {
        this.rights = rights.stream().mapToLong(right -> 1L << right.ordinal()).sum();
    }

    /// Whether the role has this right.
    public boolean has(Right right) {
        return (rights & 1L << right.ordinal()) != 0;
    }

    /// As the API writes it.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// All labels, for messages.
    public static String labels() {
        return Arrays.stream(values()).map(Role::label).collect(Collectors.joining(", "));
    }

    /// The role of this label.
    public static Optional<Role> find(String label) {
        for (Role role : values()) {
            if (role.label().equals(label)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
