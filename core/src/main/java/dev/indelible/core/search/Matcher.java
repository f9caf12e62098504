package dev.indelible.core.search;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What queries mean: the slow obvious definition, which every index must agree with.
public final class Matcher {
    private Matcher() {}

    /// Whether the event answers the query.
    public static boolean matches(Query query, Document document) {
        return switch (query) {
            case Query.All _ -> true;
            case Query.And(List<Query> all) -> all.stream().allMatch(q -> matches(q, document));
            case Query.Or(List<Query> any) -> any.stream().anyMatch(q -> matches(q, document));
            case Query.Not(Query not) -> !matches(not, document);
            case Query.Is(Field field, String value) ->
                    values(field, document).anyMatch(value::equals);
            case Query.Begins(Field field, String prefix) ->
                    values(field, document).anyMatch(value -> value.startsWith(prefix));
            case Query.InRange(IpRange range) ->
                    document.keywords().getOrDefault(Field.IP, Set.of()).stream()
                            .flatMap(value -> IpRange.address(value).stream())
                            .anyMatch(range::contains);
            case Query.Time(long from, long to) ->
                    from <= document.timeNanos() && document.timeNanos() < to;
            case Query.Word(String word) -> document.words().contains(word);
            case Query.WordBegins(String prefix) ->
                    document.words().stream().anyMatch(word -> word.startsWith(prefix));
            case Query.Phrase(List<String> words) -> hasPhrase(document, words);
        };
    }

    private static Stream<String> values(Field field, Document document) {
        return document.keywords().getOrDefault(field, Set.of()).stream().map(Field::folded);
    }

    /// Whether these words stand one after another in one of the document's texts.
    public static boolean hasPhrase(Document document, List<String> words) {
        return document.texts().stream()
                .anyMatch(text -> Collections.indexOfSubList(Words.of(text), words) >= 0);
    }
}
