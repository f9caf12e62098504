package dev.indelible.storage.lucene;

import dev.indelible.core.search.Field;

/// Names of the fields in the index, and of the notes in its commits.
final class Names {
    static final String TIME = "time";
    static final String POSITION = "position";
    static final String TEXT = "text";
    static final String ADDRESS = "ip.address";

    /// In a commit: the position after the last document.
    static final String NEXT = "next";

    /// In a commit: the day of receipt.
    static final String DAY = "day";

    /// In a commit: what this page says about fields and words.
    static final String FORMAT = "format";

    /// Raised with every change of what is in a document; an index of another version is made anew.
    static final String FORMAT_VERSION = "2";

    private Names() {}

    static String term(Field field) {
        return "is." + field.label();
    }

    static String facet(Field field) {
        return "count." + field.label();
    }
}
