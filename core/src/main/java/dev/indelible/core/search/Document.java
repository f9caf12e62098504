package dev.indelible.core.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.journal.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What of an event can be searched.
///
/// @param timeNanos when it happened, nanoseconds since 1970
/// @param keywords values of each field, as the event has them
/// @param facets the value by which each field is counted
/// @param texts what free text is looked for in
public record Document(
        long position,
        long timeNanos,
        Map<Field, Set<String>> keywords,
        Map<Field, String> facets,
        List<String> texts) {

    /// What [Searchable] tells of this entry.
    public static Document of(Entry entry) {
        var builder = new Builder(entry.position());
        new Searchable(builder).tell(entry);
        return builder.document();
    }

    /// Nanoseconds since 1970.
    public static long nanos(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }

    /// The words of all texts, each once.
    public Set<String> words() {
        var words = new LinkedHashSet<String>();
        texts.forEach(text -> words.addAll(Words.of(text)));
        return words;
    }

    private static final class Builder implements Searchable.Sink {
        private final long position;
        private long timeNanos;
        private final Map<Field, Set<String>> keywords = new EnumMap<>(Field.class);
        private final Map<Field, String> facets = new EnumMap<>(Field.class);
        private final List<String> texts = new ArrayList<>();

        Builder(long position) {
            this.position = position;
        }

        Document document() {
            return new Document(position, timeNanos, keywords, facets, texts);
        }

        @Override
        public void begin() {
            keywords.clear();
            facets.clear();
            texts.clear();
        }

        @Override
        public void time(long nanos) {
            timeNanos = nanos;
        }

        @Override
        public void keyword(Field field, byte[] bytes, int from, int length) {
            var value = new String(bytes, from, length, UTF_8);
            keywords.computeIfAbsent(field, _ -> new LinkedHashSet<>()).add(value);
            facets.putIfAbsent(field, value);
        }

        @Override
        public void text(byte[] bytes, int from, int length) {
            texts.add(new String(bytes, from, length, UTF_8));
        }
    }
}
