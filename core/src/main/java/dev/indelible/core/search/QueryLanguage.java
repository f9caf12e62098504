package dev.indelible.core.search;

import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import dev.indelible.event.EventTime;
import dev.indelible.event.InvalidEventException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The language of `q`, read by recursive descent:
///
/// ```
/// query   = all *("OR" all)
/// all     = part *(["AND"] part)
/// part    = ("-" / "NOT") part / "(" query ")" / field / phrase / word
/// field   = name ":" (value / "(" value *(["OR"] value) ")") / "time" (">=" / ">" / "<=" / "<") time
/// value   = quoted / word, a "*" at the end of a word matching any rest
/// ```
///
/// Errors name the column, from 1. Stateless; any thread.
public final class QueryLanguage {
    private static final Query.Time EVER = new Query.Time(Long.MIN_VALUE, Long.MAX_VALUE);
    private static final int TYPO_DISTANCE_MAX = 2;

    private final String text;
    private int at;
    private int depth;
    private int terms;

    private QueryLanguage(String text) {
        this.text = text;
    }

    /// Reads a query; blank text asks for every event.
    ///
    /// @throws Rejected telling the column, what stands there and what was expected
    public static Query parse(String text) {
        if (text.length() > Limits.QUERY_CHARS_MAX) {
            throw new Rejected(
                    Problem.QUERY_INVALID,
                    "q has %d characters, at most %d are allowed"
                            .formatted(text.length(), Limits.QUERY_CHARS_MAX));
        }
        var reading = new QueryLanguage(text);
        if (reading.peek() == 0) {
            return new Query.All();
        }
        Query query = reading.query();
        if (reading.peek() != 0) {
            throw reading.error(reading.at, "')' closes nothing");
        }
        return query;
    }

    private Query query() {
        if (++depth > Limits.QUERY_NESTING_MAX) {
            throw error(at, "nesting is deeper than %d levels".formatted(Limits.QUERY_NESTING_MAX));
        }
        var any = new ArrayList<Query>();
        any.add(all());
        while (keyword("OR")) {
            any.add(all());
        }
        depth--;
        return any.size() == 1 ? any.getFirst() : new Query.Or(any);
    }

    private Query all() {
        var all = new ArrayList<Query>();
        all.add(part());
        while (peek() != 0 && peek() != ')' && !isKeyword("OR")) {
            keyword("AND");
            all.add(part());
        }
        return all.size() == 1 ? all.getFirst() : new Query.And(all);
    }

    private Query part() {
        boolean negated = false;
        while (peek() == '-' || isKeyword("NOT")) {
            if (!keyword("NOT")) {
                at++;
            }
            negated = !negated;
        }
        Query part =
                switch (peek()) {
                    case 0 -> throw error(at, "the query ends where a word or field is expected");
                    case ')' -> throw error(at, "')' stands where a word or field is expected");
                    case '(' -> group();
                    case '"' -> phrase(at, quoted());
                    default -> wordOrField();
                };
        return negated ? new Query.Not(part) : part;
    }

    private Query group() {
        int open = at++;
        Query query = query();
        if (peek() != ')') {
            throw error(open, "'(' is never closed");
        }
        at++;
        return query;
    }

    private Query wordOrField() {
        int start = at;
        if (isKeyword("OR") || isKeyword("AND")) {
            throw error(at, "%s stands where a word or field is expected".formatted(bare()));
        }
        int nameEnd = at;
        while (nameEnd < text.length() && Character.isLetter(text.charAt(nameEnd))) {
            nameEnd++;
        }
        String name = text.substring(start, nameEnd);
        char next = nameEnd < text.length() ? text.charAt(nameEnd) : 0;
        if (name.equalsIgnoreCase("time") && (next == '<' || next == '>')) {
            at = nameEnd;
            return time();
        }
        if (next == ':' && !name.isEmpty()) {
            at = nameEnd + 1;
            return field(start, name);
        }
        return phrase(start, bare());
    }

    private Query field(int start, String name) {
        if (name.equalsIgnoreCase("text")) {
            return peekHere() == '"' ? phrase(at, quoted()) : phrase(at, value(name));
        }
        if (name.equalsIgnoreCase("from") || name.equalsIgnoreCase("to")) {
            boolean from = name.equalsIgnoreCase("from");
            long nanos = instant(at, value(name));
            return from
                    ? new Query.Time(nanos, EVER.toNanos())
                    : new Query.Time(EVER.fromNanos(), nanos);
        }
        Field field = Field.find(name).orElseThrow(() -> unknown(start, name));
        if (peekHere() == '(') {
            return anyOf(field);
        }
        return term(field);
    }

    private Query anyOf(Field field) {
        int open = at++;
        var any = new ArrayList<Query>();
        while (peek() != ')') {
            if (peek() == 0) {
                throw error(open, "'(' is never closed");
            }
            if (!any.isEmpty()) {
                keyword("OR");
            }
            any.add(term(field));
        }
        at++;
        if (any.isEmpty()) {
            throw error(open, "%s:( ) has no value".formatted(field.label()));
        }
        return new Query.Or(any);
    }

    private Query term(Field field) {
        peek();
        int start = at;
        boolean literal = peekHere() == '"';
        String value = literal ? quoted() : value(field.label());
        count(start);
        return term(field, value, literal)
                .orElseThrow(() -> error(start, invalidValue(field, value)));
    }

    /// One value of a field as a query: an address or range, something that begins so, or just it.
    ///
    /// @param literal whether `*` stands for itself
    static Optional<Query> term(Field field, String value, boolean literal) {
        boolean begins = !literal && value.endsWith("*");
        String stem = begins ? value.substring(0, value.length() - 1) : value;
        if (!literal && stem.indexOf('*') >= 0) {
            return Optional.empty();
        }
        String folded = Field.folded(stem);
        if (begins) {
            return Optional.of(new Query.Begins(field, folded));
        }
        if (field == Field.IP) {
            Optional<IpRange> range = IpRange.parse(value);
            if (range.isPresent() || value.indexOf('/') >= 0) {
                return range.map(Query.InRange::new);
            }
        }
        return Optional.of(new Query.Is(field, folded));
    }

    /// Why [#term] refused a value.
    static String invalidValue(Field field, String value) {
        return value.indexOf('*') >= 0
                ? "'%s': '*' stands only at the end; put the value in quotes if it is meant as such"
                        .formatted(value)
                : "'%s' is no address range for %s, such as 10.0.0.0/8"
                        .formatted(value, field.label());
    }

    private Query time() {
        int start = at;
        boolean less = text.charAt(at++) == '<';
        boolean equal = at < text.length() && text.charAt(at) == '=';
        at += equal ? 1 : 0;
        long nanos = instant(start, value("time"));
        long bound = less == equal ? nanos + 1 : nanos;
        return less
                ? new Query.Time(EVER.fromNanos(), bound)
                : new Query.Time(bound, EVER.toNanos());
    }

    private long instant(int start, String value) {
        try {
            String whole = value.length() == 10 ? value + "T00:00:00Z" : value;
            return Document.nanos(EventTime.parse(whole).instant());
        } catch (InvalidEventException e) {
            throw error(start, String.valueOf(e.getMessage()));
        }
    }

    private Query phrase(int start, String value) {
        count(start);
        List<String> words = Words.of(value);
        return switch (words.size()) {
            case 0 -> throw error(start, "'%s' has no letter or digit".formatted(value));
            case 1 -> new Query.Word(words.getFirst());
            default -> new Query.Phrase(words);
        };
    }

    private String value(String name) {
        if (peekHere() == '"') {
            return quoted();
        }
        int start = at;
        String value = bare();
        if (value.isEmpty()) {
            throw error(start, "%s: has no value".formatted(name));
        }
        return value;
    }

    /// What stands up to the next blank, parenthesis or quote.
    private String bare() {
        var value = new StringBuilder();
        while (at < text.length() && "() \t\r\n\"".indexOf(text.charAt(at)) < 0) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at++));
        }
        return value.toString();
    }

    private String quoted() {
        int open = at++;
        var value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at++));
        }
        if (at == text.length()) {
            throw error(open, "the quote is never closed");
        }
        at++;
        return value.toString();
    }

    private boolean isKeyword(String word) {
        peek();
        int end = at + word.length();
        return text.startsWith(word, at)
                && (end == text.length() || " \t\r\n(\"".indexOf(text.charAt(end)) >= 0);
    }

    private boolean keyword(String word) {
        boolean here = isKeyword(word);
        at += here ? word.length() : 0;
        return here;
    }

    /// The next character after blanks; 0 at the end.
    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return peekHere();
    }

    private char peekHere() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void count(int start) {
        if (++terms > Limits.QUERY_TERMS_MAX) {
            throw error(start, "a query has at most %d terms".formatted(Limits.QUERY_TERMS_MAX));
        }
    }

    private Rejected unknown(int start, String name) {
        String guess = "";
        int nearest = TYPO_DISTANCE_MAX + 1;
        for (Field field : Field.values()) {
            int distance =
                    distance(name.toLowerCase(Locale.ROOT), field.label().toLowerCase(Locale.ROOT));
            if (distance < nearest) {
                nearest = distance;
                guess = "; did you mean '%s'?".formatted(field.label());
            }
        }
        return error(
                start,
                "there is no field '%s'%s known are: %s, text, from, to; put the text in quotes if it is no field"
                        .formatted(name, guess.isEmpty() ? ";" : guess, Field.labels()));
    }

    /// Levenshtein's distance.
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                int changed = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(diagonal + changed, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[other.length()];
    }

    private Rejected error(int column, String what) {
        return new Rejected(Problem.QUERY_INVALID, "q, column %d: %s".formatted(column + 1, what));
    }
}
