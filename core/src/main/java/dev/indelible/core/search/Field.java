package dev.indelible.core.search;

import dev.indelible.event.ActorType;
import dev.indelible.event.Category;
import dev.indelible.event.Channel;
import dev.indelible.event.Operation;
import dev.indelible.event.Outcome;
import dev.indelible.event.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
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

    /// The only values that there are; empty where an event may have any.
    public List<String> only() {
        return switch (this) {
            case OPERATION -> labels(Operation.values(), Operation::label);
            case CATEGORY -> labels(Category.values(), Category::label);
            case OUTCOME -> labels(Outcome.values(), Outcome::label);
            case SEVERITY -> labels(Severity.values(), Severity::label);
            case CHANNEL -> labels(Channel.values(), Channel::label);
            case ACTOR_TYPE -> labels(ActorType.values(), ActorType::label);
            default -> List.of();
        };
    }

    private static <E> List<String> labels(E[] all, Function<E, String> label) {
        return Arrays.stream(all).map(label).toList();
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
