package dev.indelible.core.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a key or a person may do on a level and all below it.
public enum Role {
    /// Sends events; reads nothing.
    WRITER,
    /// Reads events; sends none.
    READER,
    /// Reads events and takes them out.
    EXPORTER,
    /// What an exporter may, and sees the members of events that are protected.
    INVESTIGATOR,
    /// Sees proofs and what Indelible tells of itself, who read what among it; no other event.
    AUDITOR,
    /// Manages destinations.
    INTEGRATOR,
    /// Everything; on the instance it is the instance administrator.
    ADMINISTRATOR;

    /// Whether the role has this right.
    public boolean has(Right right) {
        return switch (this) {
            case WRITER -> right == Right.WRITE;
            case READER -> right == Right.READ || right == Right.PROVE;
            case EXPORTER -> right == Right.READ || right == Right.PROVE || right == Right.EXPORT;
            case INVESTIGATOR ->
                    right == Right.READ
                            || right == Right.PROVE
                            || right == Right.EXPORT
                            || right == Right.SEE_PROTECTED;
            case AUDITOR -> right == Right.PROVE || right == Right.AUDIT;
            case INTEGRATOR -> right == Right.INTEGRATE;
            case ADMINISTRATOR -> true;
        };
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
