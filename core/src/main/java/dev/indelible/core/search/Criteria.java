package dev.indelible.core.search;

import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import dev.indelible.event.EventTime;
import dev.indelible.event.InvalidEventException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one request asks for, as its parameters say it.
///
/// @param fields values by field; of several values of one field any will do, all fields must
/// @param from only events at or after this time, RFC 3339
/// @param to only events before this time, RFC 3339
/// @param text words that must all occur, each perhaps with `*` at its end
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
        // In the order of the fields, so that the same criteria are always written alike: cursors
        // are bound to how they are written.
        fields = Collections.unmodifiableMap(copy);
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
        checkTerms();
        var all = new ArrayList<Query>();
        fields.forEach((field, values) -> all.add(anyOf(field, values)));
        if (from.isPresent() || to.isPresent()) {
            all.add(range(from, to));
        }
        text.ifPresent(words -> all.addAll(words(words)));
        q.ifPresent(query -> all.add(QueryLanguage.parse(query)));
        return all.size() == 1 ? all.getFirst() : new Query.And(all);
    }

    /// The time from one instant to another, RFC 3339, either of them perhaps absent.
    ///
    /// @throws Rejected naming the one that is no time, or if they are the wrong way round
    public static Query.Time range(Optional<String> from, Optional<String> to) {
        long fromNanos = from.map(time -> nanos("from", time)).orElse(Long.MIN_VALUE);
        long toNanos = to.map(time -> nanos("to", time)).orElse(Long.MAX_VALUE);
        if (fromNanos > toNanos) {
            throw reversed(from.orElse(""), to.orElse(""));
        }
        return new Query.Time(fromNanos, toNanos);
    }

    static Rejected reversed(String from, String to) {
        return new Rejected(
                Problem.PARAMETER_INVALID,
                "'from' is %s, which is after 'to', %s; exchange them".formatted(from, to));
    }

    private void checkTerms() {
        int terms = fields.values().stream().mapToInt(List::size).sum();
        if (terms > Limits.QUERY_TERMS_MAX) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "the filters have %d values, at most %d are allowed"
                            .formatted(terms, Limits.QUERY_TERMS_MAX));
        }
        if (text.isPresent() && text.get().length() > Limits.QUERY_CHARS_MAX) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "parameter 'text' has %d characters, at most %d are allowed"
                            .formatted(text.get().length(), Limits.QUERY_CHARS_MAX));
        }
    }

    private static List<Query> words(String text) {
        var all = new ArrayList<Query>();
        for (String piece : text.strip().split("\\s+", -1)) {
            Optional<Query> begins =
                    piece.endsWith("*") ? Terms.wordBegins(piece) : Optional.empty();
            begins.ifPresentOrElse(
                    all::add, () -> Words.of(piece).forEach(word -> all.add(new Query.Word(word))));
        }
        if (all.isEmpty() && !text.isBlank()) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "parameter 'text': '%s' has no letter or digit"
                            .formatted(QueryText.shown(text)));
        }
        if (all.size() > Limits.QUERY_TERMS_MAX) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "parameter 'text' has %d words, at most %d are allowed"
                            .formatted(all.size(), Limits.QUERY_TERMS_MAX));
        }
        return all;
    }

    private static Query anyOf(Field field, List<String> values) {
        values.stream()
                .flatMap(value -> Terms.impossible(field, value, false).stream())
                .findFirst()
                .ifPresent(why -> {
                    throw invalid(field, why);
                });
        List<Query> any =
                values.stream()
                        .map(value ->
                                Terms.of(field, value, false)
                                        .orElseThrow(() ->
                                                invalid(field, Terms.invalidValue(field, value))))
                        .toList();
        return any.size() == 1 ? any.getFirst() : new Query.Or(any);
    }

    private static Rejected invalid(Field field, String why) {
        return new Rejected(
                Problem.PARAMETER_INVALID, "parameter '%s': %s".formatted(field.label(), why));
    }

    static long nanos(String parameter, String time) {
        try {
            return Document.nanos(EventTime.parse(time).instant());
        } catch (InvalidEventException e) {
            String wrong =
                    hasLostItsPlus(time)
                            ? "time '%s' has a blank where + was meant: in an address + is written %%2B"
                                    .formatted(time)
                            : e.getMessage();
            throw new Rejected(
                    Problem.PARAMETER_INVALID, "parameter '%s': %s".formatted(parameter, wrong));
        }
    }

    /// Whether it is a time but for a blank, as which a `+` in an address is read.
    private static boolean hasLostItsPlus(String time) {
        try {
            EventTime.parse(time.replace(' ', '+'));
            return time.indexOf(' ') >= 0;
        } catch (InvalidEventException e) {
            return false;
        }
    }
}
