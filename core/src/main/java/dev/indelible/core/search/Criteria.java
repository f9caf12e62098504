package dev.indelible.core.search;

import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import dev.indelible.event.EventTime;
import dev.indelible.event.InvalidEventException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one request asks for, as its parameters say it.
///
/// @param fields values by field; of several values of one field any will do, all fields must
/// @param from only events at or after this time, RFC 3339
/// @param to only events before this time, RFC 3339
/// @param text words that must all occur
/// @param q a query in the [QueryLanguage]
public record Criteria(
        Map<Field, List<String>> fields,
        Optional<String> from,
        Optional<String> to,
        Optional<String> text,
        Optional<String> q) {

    public Criteria {
        var copy = new EnumMap<Field, List<String>>(Field.class);
        fields.forEach((field, values) -> {
            if (!values.isEmpty()) {
                copy.put(field, List.copyOf(values));
            }
        });
        fields = Map.copyOf(copy);
    }

    /// Everything.
    public static Criteria none() {
        return new Criteria(
                Map.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Only what a query says.
    public static Criteria of(String q) {
        return new Criteria(
                Map.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(q));
    }

    /// All of it as one query.
    ///
    /// @throws Rejected naming the parameter that is not understood
    public Query query() {
        var all = new ArrayList<Query>();
        new EnumMap<>(fieldsOrEmpty()).forEach((field, values) -> all.add(anyOf(field, values)));
        if (from.isPresent() || to.isPresent()) {
            all.add(
                    new Query.Time(
                            from.map(time -> nanos("from", time)).orElse(Long.MIN_VALUE),
                            to.map(time -> nanos("to", time)).orElse(Long.MAX_VALUE)));
        }
        text.ifPresent(words -> Words.of(words).forEach(word -> all.add(new Query.Word(word))));
        q.ifPresent(query -> all.add(QueryLanguage.parse(query)));
        return all.size() == 1 ? all.getFirst() : new Query.And(all);
    }

    private EnumMap<Field, List<String>> fieldsOrEmpty() {
        var ordered = new EnumMap<Field, List<String>>(Field.class);
        ordered.putAll(fields);
        return ordered;
    }

    private static Query anyOf(Field field, List<String> values) {
        List<Query> any =
                values.stream()
                        .map(value ->
                                QueryLanguage.term(field, value, false)
                                        .orElseThrow(() -> invalid(field, value)))
                        .toList();
        return any.size() == 1 ? any.getFirst() : new Query.Or(any);
    }

    private static Rejected invalid(Field field, String value) {
        return new Rejected(
                Problem.PARAMETER_INVALID,
                "parameter '%s': %s"
                        .formatted(field.label(), QueryLanguage.invalidValue(field, value)));
    }

    private static long nanos(String parameter, String time) {
        try {
            return Document.nanos(EventTime.parse(time).instant());
        } catch (InvalidEventException e) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "parameter '%s': %s".formatted(parameter, e.getMessage()));
        }
    }
}
