package dev.indelible.storage.lucene;

import dev.indelible.core.search.Document;
import dev.indelible.core.search.Field;
import dev.indelible.core.search.IpRange;
import dev.indelible.core.search.Words;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.document.BinaryPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.util.BytesRefBuilder;

/// Documents as Lucene takes them. For one thread: the fields of one document are used again for
/// the next.
final class Documents {
    /// Fields of one kind that are kept for the next document; few events have more.
    private static final int KEPT_MAX = 4096;

    private final List<IndexableField> fields = new ArrayList<>();
    private final org.apache.lucene.document.Field time =
            NumericDocValuesField.indexedField(Names.TIME, 0);
    private final org.apache.lucene.document.Field position =
            NumericDocValuesField.indexedField(Names.POSITION, 0);
    private final Map<Field, Terms> terms = new EnumMap<>(Field.class);
    private final Map<Field, Facet> facets = new EnumMap<>(Field.class);
    private final Terms words = new Terms(Names.TEXT);

    Documents() {
        for (Field field : Field.values()) {
            terms.put(field, new Terms(Names.term(field)));
            if (field.isFacet()) {
                facets.put(field, new Facet(Names.facet(field)));
            }
        }
    }

    /// The fields of a document, until the next one is asked for.
    List<IndexableField> of(Document source) {
        fields.clear();
        terms.values().forEach(Terms::begin);
        words.begin();
        time.setLongValue(source.timeNanos());
        position.setLongValue(source.position());
        fields.add(time);
        fields.add(position);
        source.keywords().forEach(this::addTerms);
        source.facets().forEach(this::addFacet);
        for (String text : source.texts()) {
            // A word that occurs again is the index's business.
            for (String word : Words.of(text)) {
                fields.add(words.word(word));
            }
        }
        return fields;
    }

    private void addTerms(Field field, Set<String> values) {
        Terms kept = terms.getOrDefault(field, words);
        for (String value : values) {
            fields.add(kept.keyword(Field.folded(value)));
            if (field == Field.IP) {
                IpRange.address(value)
                        .ifPresent(bytes -> fields.add(new BinaryPoint(Names.ADDRESS, bytes)));
            }
        }
    }

    private void addFacet(Field field, String value) {
        Facet facet = facets.get(field);
        if (facet != null) {
            fields.add(facet.with(value));
        }
    }

    /// Terms of one field.
    private static final class Terms {
        private final String name;
        private final List<Term> kept = new ArrayList<>();
        private int used;

        Terms(String name) {
            this.name = name;
        }

        void begin() {
            used = 0;
        }

        StringField word(String value) {
            Term term = next();
            term.bytes.copyChars(value);
            return term.field();
        }

        StringField keyword(String value) {
            Term term = next();
            Keywords.write(value, term.bytes);
            return term.field();
        }

        private Term next() {
            if (used < kept.size()) {
                return kept.get(used++);
            }
            var term = new Term(name);
            if (used < KEPT_MAX) {
                kept.add(term);
                used++;
            }
            return term;
        }
    }

    private static final class Term {
        private final BytesRefBuilder bytes = new BytesRefBuilder();
        private final StringField field;

        Term(String name) {
            field = new StringField(name, bytes.get(), org.apache.lucene.document.Field.Store.NO);
        }

        StringField field() {
            field.setBytesValue(bytes.get());
            return field;
        }
    }

    private static final class Facet {
        private final BytesRefBuilder bytes = new BytesRefBuilder();
        private final SortedDocValuesField field;

        Facet(String name) {
            field = new SortedDocValuesField(name, bytes.get());
        }

        SortedDocValuesField with(String value) {
            bytes.copyChars(value);
            field.setBytesValue(bytes.get());
            return field;
        }
    }
}
