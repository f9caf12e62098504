package dev.indelible.core.access;

import java.util.Locale;
import java.util.Optional;

/// What a key may do in its organization, or everywhere if it belongs to the instance.
public enum Role {
    /// Sends events; reads nothing.
    WRITER,
    /// Reads events; sends none.
    READER,
    /// Sends, reads, and manages keys.
    ADMINISTRATOR;

    /// As the API writes it.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
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
