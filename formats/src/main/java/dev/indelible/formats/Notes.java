package dev.indelible.formats;

import dev.indelible.event.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What of a foreign event was not understood or did not fit, and the reading of values that may
/// not: they come back as null, stay in the original, and are noted here. For one event.
final class Notes {
    private final List<String> notes = new ArrayList<>();
    private int more;

    /// Notes something that was not understood; the first few are kept.
    void add(String note) {
        boolean isLong = note.length() > Limits.NOTE_CHARS_MAX;
        String fitting = isLong ? cut(note) + "…" : note;
        if (notes.contains(fitting)) {
            return;
        }
        if (notes.size() < Limits.NOTES_MAX) {
            notes.add(fitting);
        } else {
            more++;
        }
    }

    /// The text of a scalar; null if it says nothing, or is an object or array, which is noted.
    @Nullable String text(Node node) {
        if (!node.isPresent()) {
            return null;
        }
        if (node.isScalar()) {
            return node.text();
        }
        add(node.path() + " is no text");
        return null;
    }

    @Nullable String shortText(String member, @Nullable String text) {
        return fitting(member, text, dev.indelible.event.Limits.TEXT_CHARS_MAX);
    }

    @Nullable String longText(String member, @Nullable String text) {
        return fitting(member, text, dev.indelible.event.Limits.LONG_TEXT_CHARS_MAX);
    }

    @Nullable String fitting(String member, @Nullable String text, int charsMax) {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (text.length() > charsMax) {
            add("%s has %d characters, over %d".formatted(member, text.length(), charsMax));
            return null;
        }
        return text;
    }

    /// A copy of a part of the original, if it is not too large for that.
    @Nullable Json copy(Node node) {
        if (!node.isPresent()) {
            return null;
        }
        if (node.bytes() > Limits.COPY_BYTES_MAX) {
            add("%s has %d bytes and stays in the original".formatted(node.path(), node.bytes()));
            return null;
        }
        return node.json();
    }

    /// All notes in one line; null if there are none.
    @Nullable String unforeseen() {
        if (notes.isEmpty()) {
            return null;
        }
        String first = String.join("; ", notes);
        return more > 0 ? first + "; and %d more".formatted(more) : first;
    }

    /// No half of a surrogate pair may remain: it could not be written as UTF-8.
    private static String cut(String note) {
        int end = Limits.NOTE_CHARS_MAX;
        return note.substring(0, Character.isHighSurrogate(note.charAt(end - 1)) ? end - 1 : end);
    }
}
