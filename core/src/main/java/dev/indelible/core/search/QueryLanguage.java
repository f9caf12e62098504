package dev.indelible.core.search;

import static dev.indelible.core.search.QueryText.shown;

import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import dev.indelible.event.EventTime;
import dev.indelible.event.InvalidEventException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The language of `q`, read by recursive descent:
///
/// ```
/// query   = all *("OR" all)
/// all     = part *(["AND"] part)
/// part    = ("-" / "NOT") part / "(" query ")" / field / quoted / word
/// field   = name ":" (value / "(" value *(["OR"] value) ")")
///         / "time" compare time / "severity" compare severity
/// compare = ">=" / ">" / "<=" / "<"
/// value   = quoted / word, a "*" at the end of a word matching any rest
/// ```
///
/// A word without a field is looked for in the event's texts, and also taken for a whole action,
/// service, address or id. Errors name the column, from 1. Stateless; any thread.
public final class QueryLanguage {
    /// What people paste without saying what it is.
    private static final List<Field> SELF_EVIDENT =
            List.of(
                    Field.ACTION,
                    Field.SERVICE,
                    Field.ACTOR,
                    Field.TARGET,
                    Field.IP,
                    Field.REQUEST_ID,
                    Field.SESSION_ID,
                    Field.CORRELATION_ID);

    private final QueryText text;
    private final boolean isKept;
    private int depth;
    private int terms;

    /// Where the first bound stands that leaves no time of those before it; -1 if none does.
    private int never = -1;

    private QueryLanguage(QueryText text, boolean isKept) {
        this.text = text;
        this.isKept = isKept;
    }

    /// Reads a query; blank text asks for every event.
    ///
    /// @throws Rejected telling the column, what stands there and what was expected
    public static Query parse(String text) {
        return parse(text, false);
    }

    /// Reads a query that was taken before. A value that no event has was not always refused: what
    /// was kept with one goes on to find nothing by it.
    ///
    /// @throws Rejected as [#parse] does
    public static Query kept(String text) {
        return parse(text, true);
    }

    private static Query parse(String text, boolean isKept) {
        if (text.length() > Limits.QUERY_CHARS_MAX) {
            throw new Rejected(
                    Problem.QUERY_INVALID,
                    "q has %d characters, at most %d are allowed"
                            .formatted(text.length(), Limits.QUERY_CHARS_MAX));
        }
        var reading = new QueryLanguage(new QueryText(text), isKept);
        if (reading.text.next() == 0) {
            return new Query.All();
        }
        Query query = reading.query();
        if (reading.text.next() != 0) {
            throw reading.error(reading.text.at(), "')' closes nothing");
        }
        // Only if it is so of the whole: one side of an OR may find nothing, and what is excluded.
        if (!isKept && reading.never >= 0 && Query.Time.around(query).isNever()) {
            throw reading.error(reading.never, "no time is within this bound and those before it");
        }
        return query;
    }

    private Query query() {
        if (++depth > Limits.QUERY_NESTING_MAX) {
            throw error(
                    text.at(),
                    "nesting is deeper than %d levels".formatted(Limits.QUERY_NESTING_MAX));
        }
        var any = new ArrayList<Query>();
        any.add(all());
        while (text.keyword("OR")) {
            any.add(all());
        }
        depth--;
        return any.size() == 1 ? any.getFirst() : new Query.Or(any);
    }

    private Query all() {
        var all = new ArrayList<Query>();
        Query.Time around = bounded(all, Query.Time.EVER);
        while (text.next() != 0 && text.next() != ')' && !text.isKeyword("OR")) {
            text.keyword("AND");
            around = bounded(all, around);
        }
        return all.size() == 1 ? all.getFirst() : new Query.And(all);
    }

    /// Reads one more of these.
    ///
    /// @return the time that they leave, together with it
    private Query.Time bounded(List<Query> all, Query.Time before) {
        int start = text.at();
        int neverBefore = never;
        Query next = part();
        all.add(next);
        Query.Time its = Query.Time.around(next);
        if (!its.isNever()) {
            // Something within finds nothing, and this does all the same.
            never = neverBefore;
        }
        Query.Time left = before.within(its);
        if (never < 0 && left.isNever()) {
            never = start;
        }
        return left;
    }

    private Query part() {
        boolean negated = false;
        while (text.next() == '-' || text.isKeyword("NOT")) {
            if (!text.keyword("NOT")) {
                text.skip(1);
                if (text.isBlank()) {
                    throw error(text.at() - 1, "'-' stands directly before what it excludes");
                }
            }
            negated = !negated;
        }
        int start = text.at();
        Query part =
                switch (text.next()) {
                    case 0 ->
                            throw error(start, "the query ends where a word or field is expected");
                    case ')' -> throw error(start, "')' stands where a word or field is expected");
                    case '(' -> group();
                    case '"' -> anywhere(start, text.quoted());
                    default -> wordOrField();
                };
        return negated ? new Query.Not(part) : part;
    }

    private Query group() {
        int open = text.at();
        text.skip(1);
        Query query = query();
        if (text.next() != ')') {
            throw error(open, "'(' is never closed");
        }
        text.skip(1);
        return query;
    }

    private Query wordOrField() {
        int start = text.at();
        if (text.isKeyword("OR") || text.isKeyword("AND")) {
            throw error(
                    start, "%s stands where a word or field is expected".formatted(text.bare()));
        }
        String name = text.letters();
        char sign = text.ahead(name.length());
        if (sign == ':' && !name.isEmpty()) {
            text.skip(name.length() + 1);
            return field(start, name);
        }
        if (sign == '<' || sign == '>') {
            Optional<Query> compared = compared(name);
            if (compared.isPresent()) {
                return compared.get();
            }
        }
        String word = text.bare();
        return word.indexOf('*') >= 0 && !text.literalStar()
                ? wordBegins(start, word)
                : anywhere(start, word);
    }

    private Query field(int start, String name) {
        if (name.equalsIgnoreCase("text")) {
            return inTexts();
        }
        if (name.equalsIgnoreCase("from")) {
            return new Query.Time(instant(name), Long.MAX_VALUE);
        }
        if (name.equalsIgnoreCase("to")) {
            return new Query.Time(Long.MIN_VALUE, instant(name));
        }
        Field field = Field.find(name).orElseThrow(() -> unknown(start, name));
        return text.here() == '(' ? anyOf(field) : term(field);
    }

    private Query anyOf(Field field) {
        int open = text.at();
        text.skip(1);
        var any = new ArrayList<Query>();
        while (text.next() != ')') {
            if (text.next() == 0) {
                throw error(open, "'(' is never closed");
            }
            if (!any.isEmpty()) {
                text.keyword("OR");
            }
            if (isOperator()) {
                throw error(text.at(), "only OR, or nothing, stands between values of one field");
            }
            any.add(term(field));
        }
        text.skip(1);
        if (any.isEmpty()) {
            throw error(open, "%s:( ) has no value".formatted(field.label()));
        }
        return new Query.Or(any);
    }

    private boolean isOperator() {
        return text.isKeyword("OR")
                || text.isKeyword("AND")
                || text.isKeyword("NOT")
                || text.next() == '-';
    }

    private Query term(Field field) {
        int start = text.at();
        String value = text.value(field.label());
        count(start);
        Optional<String> impossible =
                isKept ? Optional.empty() : Terms.impossible(field, value, text.literalStar());
        if (impossible.isPresent()) {
            throw error(start, impossible.get());
        }
        return Terms.of(field, value, text.literalStar())
                .orElseThrow(() -> error(start, Terms.invalidValue(field, value)));
    }

    private Optional<Query> compared(String name) {
        boolean time = name.equalsIgnoreCase("time");
        if (!time && Field.find(name).isEmpty()) {
            return Optional.empty();
        }
        if (!time && !name.equalsIgnoreCase(Field.SEVERITY.label())) {
            throw error(text.at(), "only time and severity can be compared, not " + name);
        }
        text.skip(name.length());
        boolean less = text.here() == '<';
        text.skip(1);
        boolean equal = text.passes('=');
        return Optional.of(time ? time(less, equal) : severity(less, equal));
    }

    private Query time(boolean less, boolean equal) {
        long nanos = instant("time");
        long bound = less == equal ? nanos + 1 : nanos;
        return less ? new Query.Time(Long.MIN_VALUE, bound) : new Query.Time(bound, Long.MAX_VALUE);
    }

    private long instant(String name) {
        int start = text.at();
        String value = text.value(name);
        try {
            String whole = value.length() == 10 ? value + "T00:00:00Z" : value;
            return Document.nanos(EventTime.parse(whole).instant());
        } catch (InvalidEventException e) {
            throw error(start, String.valueOf(e.getMessage()));
        }
    }

    private Query severity(boolean less, boolean equal) {
        int start = text.at();
        String label = Field.folded(text.value(Field.SEVERITY.label()));
        List<String> labels = Field.SEVERITY.only();
        int bound = labels.indexOf(label);
        if (bound < 0) {
            throw error(
                    start,
                    "'%s' is none of: %s".formatted(shown(label), String.join(", ", labels)));
        }
        count(start);
        List<String> wanted =
                less
                        ? labels.subList(0, equal ? bound + 1 : bound)
                        : labels.subList(equal ? bound : bound + 1, labels.size());
        return new Query.Or(
                wanted.stream().<Query>map(each -> new Query.Is(Field.SEVERITY, each)).toList());
    }

    /// Words in texts, or what they may be the whole of.
    private Query anywhere(int start, String value) {
        Query words = words(start, value);
        if (value.chars().anyMatch(Character::isWhitespace)) {
            return words;
        }
        var any = new ArrayList<Query>();
        any.add(words);
        SELF_EVIDENT.forEach(field -> Terms.of(field, value, true).ifPresent(any::add));
        return new Query.Or(any);
    }

    private Query inTexts() {
        int start = text.at();
        String value = text.value("text");
        return value.indexOf('*') >= 0 && !text.literalStar()
                ? wordBegins(start, value)
                : words(start, value);
    }

    private Query words(int start, String value) {
        count(start);
        List<String> words = Words.of(value);
        return switch (words.size()) {
            case 0 -> throw error(start, "'%s' has no letter or digit".formatted(shown(value)));
            case 1 -> new Query.Word(words.getFirst());
            default -> new Query.Phrase(words);
        };
    }

    private Query wordBegins(int start, String value) {
        count(start);
        return Terms.wordBegins(value)
                .orElseThrow(() ->
                        error(
                                start,
                                "'%s': '*' stands only at the end of one word; name a field for more, such as action:iam.*"
                                        .formatted(shown(value))));
    }

    private void count(int start) {
        if (++terms > Limits.QUERY_TERMS_MAX) {
            throw error(start, "a query has at most %d terms".formatted(Limits.QUERY_TERMS_MAX));
        }
    }

    private Rejected unknown(int start, String name) {
        return error(
                start,
                "there is no field '%s'%s known are: %s, text, from, to; put the text in quotes if it is no field"
                        .formatted(
                                shown(name),
                                Spelling.nearest(name)
                                        .map("; did you mean '%s'?"::formatted)
                                        .orElse(";"),
                                Field.labels()));
    }

    private Rejected error(int column, String what) {
        return text.error(column, what);
    }
}
