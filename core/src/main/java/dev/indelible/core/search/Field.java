package dev.indelible.core.search;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What can be asked for by name. Keywords match whole and in any case.
public enum Field {
    ORGANIZATION("organization", Kind.FACET),
    FOLDER("folder", Kind.FACET),
    PROJECT("project", Kind.FACET),
    ACTION("action", Kind.FACET),
    OPERATION("operation", Kind.FACET),
    CATEGORY("category", Kind.FACET),
    OUTCOME("outcome", Kind.FACET),
    SEVERITY("severity", Kind.FACET),
    SERVICE("service", Kind.FACET),
    CHANNEL("channel", Kind.FACET),
    REGION("region", Kind.FACET),
    /// Id, e-mail address and name of the actor and of those it acts for; counted by the first of
    /// the actor's own.
    ACTOR("actor", Kind.FACET),
    ACTOR_TYPE("actorType", Kind.FACET),
    /// Id and name of each target.
    TARGET("target", Kind.KEYWORD),
    TARGET_TYPE("targetType", Kind.FACET),
    /// An address, or a range in CIDR notation.
    IP("ip", Kind.FACET),
    REQUEST_ID("requestId", Kind.KEYWORD),
    SESSION_ID("sessionId", Kind.KEYWORD),
    CORRELATION_ID("correlationId", Kind.KEYWORD),
    /// The foreign format that the event was read from.
    FORMAT("format", Kind.FACET),
    /// Id of the credential that sent the event.
    KEY("key", Kind.KEYWORD);

    /// What an index has to be able to do with a field.
    public enum Kind {
        /// Find.
        KEYWORD,
        /// Find and count.
        FACET
    }

    private final String label;
    private final Kind kind;

    Field(String label, Kind kind) {
        this.label = label;
        this.kind = kind;
    }

    /// As queries and parameters write it.
    public String label() {
        return label;
    }

    /// Whether its values can be counted.
    public boolean isFacet() {
        return kind == Kind.FACET;
    }

    /// The field of this label, in any case.
    public static Optional<Field> find(String label) {
        for (Field field : values()) {
            if (field.label.equalsIgnoreCase(label)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    /// All labels, for messages.
    public static String labels() {
        return Arrays.stream(values()).map(Field::label).collect(Collectors.joining(", "));
    }

    /// As keywords are compared.
    public static String folded(String value) {
        return value.toLowerCase(Locale.ROOT);
    }
}
