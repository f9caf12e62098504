package dev.indelible.core.protection;

import dev.indelible.event.StoredJson;
import java.util.ArrayList;
import java.util.List;

/// Walks compact JSON that was checked before it was stored. For one thread, for one text.
final class JsonWalk {
    private final byte[] json;
    private final Visitor visitor;
    private final List<String> place = new ArrayList<>();
    private int at;

    private JsonWalk(byte[] json, Visitor visitor) {
        this.json = json;
        this.visitor = visitor;
    }

    /// Is told what stands where. Places are names from the outside in; the list is used again.
    interface Visitor {
        /// Whether the object or list at a place, which begins here, is told as one, and not
        /// walked.
        boolean isWhole(List<String> place, int from);

        /// A string, number, literal, or what is told as one: from its first to behind its last
        /// byte.
        void value(List<String> place, int from, int to);

        /// A member's name, between its quotes.
        ///
        /// @param depth how many names its place has before it
        default void name(int depth, int from, int to) {}

        /// An object begins.
        default void begins() {}

        /// A member of the object that began last, after its value was told.
        default void member(List<String> place, int from, int to) {}

        /// An item of a list, after its value was told.
        ///
        /// @param before where the item before it begins, or -1
        default void item(List<String> place, int before, int from, int to) {}

        /// That object ends.
        default void ends() {}
    }

    /// Tells a visitor of a text.
    ///
    /// @param outside the names of where the text stands
    static void of(byte[] json, List<String> outside, Visitor visitor) {
        var walk = new JsonWalk(json, visitor);
        walk.place.addAll(outside);
        walk.value();
    }

    private void value() {
        int from = at;
        byte first = json[at];
        boolean isNested = first == '{' || first == '[';
        if (isNested && !visitor.isWhole(place, from)) {
            nested(first);
            return;
        }
        at = StoredJson.end(json, at);
        visitor.value(place, from, at);
    }

    private void nested(byte first) {
        at++;
        if (first == '{') {
            object();
            return;
        }
        if (json[at] == ']') {
            at++;
            return;
        }
        int before = -1;
        do {
            int from = at;
            value();
            visitor.item(place, before, from, at);
            before = from;
        } while (json[at++] == ',');
    }

    private void object() {
        visitor.begins();
        if (json[at] == '}') {
            at++;
        } else {
            do {
                int nameFrom = at + 1;
                at = StoredJson.end(json, at);
                visitor.name(place.size(), nameFrom, at - 1);
                place.add(JsonStrings.text(json, nameFrom, at - 1));
                at++;
                int from = at;
                value();
                visitor.member(place, from, at);
                place.removeLast();
            } while (json[at++] == ',');
        }
        visitor.ends();
    }
}
