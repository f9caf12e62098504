package dev.indelible.core.search;

import static dev.indelible.core.search.QueryText.shown;

import java.util.List;
import java.util.Optional;

/// What single values ask for. Stateless; any thread.
final class Terms {
    private Terms() {}

    /// Why no event can have this value, where the field has few: a search for it would find
    /// nothing, and look like an answer.
    ///
    /// @param literal whether `*` stands for itself
    static Optional<String> impossible(Field field, String value, boolean literal) {
        boolean begins = !literal && value.endsWith("*");
        String sought = Field.folded(begins ? value.substring(0, value.length() - 1) : value);
        boolean possible =
                field.only().isEmpty()
                        || field.only().stream()
                                .anyMatch(one ->
                                        begins ? one.startsWith(sought) : one.equals(sought));
        return possible
                ? Optional.empty()
                : Optional.of(
                        "'%s' is none of: %s"
                                .formatted(shown(value), String.join(", ", field.only())));
    }

    /// One value of a field as a query: an address or range, something that begins so, or just it.
    ///
    /// @param literal whether `*` stands for itself
    static Optional<Query> of(Field field, String value, boolean literal) {
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

    /// Why [#of] refused a value.
    static String invalidValue(Field field, String value) {
        return value.indexOf('*') >= 0
                ? "'%s': '*' stands only at the end; put the value in quotes if it is meant as such"
                        .formatted(shown(value))
                : "'%s' is no address range for %s, such as 10.0.0.0/8"
                        .formatted(shown(value), field.label());
    }

    /// Words that begin with what stands before the `*`, if that is one word and nothing else.
    static Optional<Query> wordBegins(String value) {
        String stem = value.substring(0, value.length() - 1);
        List<String> words = Words.of(stem);
        return value.endsWith("*") && stem.indexOf('*') < 0 && words.size() == 1
                ? Optional.of(new Query.WordBegins(words.getFirst()))
                : Optional.empty();
    }
}
