package dev.indelible.storage.lucene;

import dev.indelible.core.search.Field;

/// Names of the fields in the index.
final class Names {
    static final String TIME = "time";
    static final String POSITION = "position";
    static final String TEXT = "text";
    static final String ADDRESS = "ip.address";

    /// In a commit: the position after the last document.
    static final String NEXT = "next";

    private Names() {}

    static String term(Field field) {
        return "is." + field.label();
    }

    static String facet(Field field) {
        return "count." + field.label();
    }
}
