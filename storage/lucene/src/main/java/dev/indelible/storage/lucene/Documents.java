package dev.indelible.storage.lucene;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.search.Field;
import dev.indelible.core.search.IpRange;
import dev.indelible.core.search.Searchable;
import dev.indelible.core.search.WordScan;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.document.BinaryPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.util.BytesRefBuilder;
import org.jspecify.annotations.Nullable;

/// Documents as Lucene takes them. For one thread: the fields of one document are used again for
/// the next.
final class Documents implements Searchable.Sink {
    /// Fields of one kind that are kept for the next document; few events have more.
    private static final int KEPT_MAX = 4096;

    private final Searchable searchable = new Searchable(this);
    private final WordScan wordScan = new WordScan();
    private final List<IndexableField> fields = new ArrayList<>();
    private final org.apache.lucene.document.Field time =
            NumericDocValuesField.indexedField(Names.TIME, 0);
    private final org.apache.lucene.document.Field position =
            NumericDocValuesField.indexedField(Names.POSITION, 0);
    private final Map<Field, Column> columns = new EnumMap<>(Field.class);
    private final Terms words = new Terms(Names.TEXT);
    private final WordScan.Sink wordSink = (bytes, from, length) -> addWord(bytes, from, length);

    Documents() {
        for (Field field : Field.values()) {
            columns.put(field, new Column(field));
        }
    }

    /// The fields of a document, until the next one is asked for.
    List<IndexableField> of(Entry entry) {
        position.setLongValue(entry.position());
        searchable.tell(entry);
        return fields;
    }

    @Override
    public void begin() {
        fields.clear();
        fields.add(time);
        fields.add(position);
        columns.values().forEach(Column::begin);
        words.begin();
    }

    @Override
    public void time(long nanos) {
        time.setLongValue(nanos);
    }

    @Override
    public void keyword(Field field, byte[] bytes, int from, int length) {
        Column column = columns.get(field);
        if (column == null) {
            throw new IllegalStateException("no column for " + field);
        }
        fields.add(column.terms.keyword(bytes, from, length));
        if (column.facet != null && !column.counted) {
            column.counted = true;
            fields.add(column.facet.with(bytes, from, length));
        }
        if (field == Field.IP) {
            Optional<byte[]> address = IpRange.address(new String(bytes, from, length, UTF_8));
            address.ifPresent(found -> fields.add(new BinaryPoint(Names.ADDRESS, found)));
        }
    }

    @Override
    public void text(byte[] bytes, int from, int length) {
        // A word that occurs again is the index's business.
        wordScan.words(bytes, from, length, wordSink);
    }

    private void addWord(byte[] bytes, int from, int length) {
        fields.add(words.word(bytes, from, length));
    }

    /// What the index has of one field.
    private static final class Column {
        private final Terms terms;
        private final @Nullable Facet facet;
        private boolean counted;

        Column(Field field) {
            terms = new Terms(Names.term(field));
            facet = field.isFacet() ? new Facet(Names.facet(field)) : null;
        }

        void begin() {
            terms.begin();
            counted = false;
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

        StringField word(byte[] bytes, int from, int length) {
            Term term = next();
            term.bytes.copyBytes(bytes, from, length);
            return term.field();
        }

        StringField keyword(byte[] bytes, int from, int length) {
            Term term = next();
            Keywords.fold(bytes, from, length, term.bytes);
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

        SortedDocValuesField with(byte[] value, int from, int length) {
            bytes.copyBytes(value, from, length);
            field.setBytesValue(bytes.get());
            return field;
        }
    }
}
