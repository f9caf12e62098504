package dev.indelible.core.access;

import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import java.util.Locale;
import java.util.Optional;

/// To whom a role is granted.
///
/// @param id of a key; or a person's e-mail address or id at its issuer; or the name of a group
///   there. Compared exactly
public record Subject(Kind kind, String id) {
    private static final int ID_CHARS_MAX = 512;

    public Subject {
        if (id.isBlank() || id.length() > ID_CHARS_MAX) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "the id of a subject has 1 to %d characters".formatted(ID_CHARS_MAX));
        }
    }

    /// What it is.
    public enum Kind {
        KEY,
        PERSON,
        GROUP;

        /// As the API writes it.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// The kind of this label.
        public static Optional<Kind> find(String label) {
            for (Kind kind : values()) {
                if (kind.label().equals(label)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }
}
