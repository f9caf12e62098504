package dev.indelible.storage.lucene;

import dev.indelible.core.search.Field;
import dev.indelible.core.search.IpRange;
import java.util.Set;
import org.apache.lucene.document.BinaryPoint;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;

/// Documents as Lucene takes them.
final class Documents {
    private static final FieldType TERM = new FieldType();

    static {
        TERM.setIndexOptions(IndexOptions.DOCS);
        TERM.setTokenized(false);
        TERM.setOmitNorms(true);
        TERM.freeze();
    }

    private Documents() {}

    static Document of(dev.indelible.core.search.Document source) {
        var document = new Document();
        document.add(NumericDocValuesField.indexedField(Names.TIME, source.timeNanos()));
        document.add(NumericDocValuesField.indexedField(Names.POSITION, source.position()));
        source.keywords().forEach((field, values) -> addTerms(document, field, values));
        source.facets()
                .forEach((field, value) -> {
                    if (field.isFacet()) {
                        document.add(
                                new SortedDocValuesField(Names.facet(field), new BytesRef(value)));
                    }
                });
        for (String word : source.words()) {
            document.add(term(Names.TEXT, word));
        }
        return document;
    }

    private static void addTerms(Document document, Field field, Set<String> values) {
        for (String value : values) {
            document.add(term(Names.term(field), Field.folded(value)));
            if (field == Field.IP) {
                IpRange.address(value)
                        .ifPresent(bytes -> document.add(new BinaryPoint(Names.ADDRESS, bytes)));
            }
        }
    }

    private static org.apache.lucene.document.Field term(String name, String value) {
        return new org.apache.lucene.document.Field(name, new BytesRef(value), TERM);
    }
}
