package dev.indelible.event;

import dev.indelible.event.InvalidEventException.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// A JSON parser over compact bytes that knows the path it is at, so that every refusal names the
/// member. For one thread, for one value.
final class Tokens {
    private final JsonParser parser;
    private final byte[] compact;
    private String path = "";

    Tokens(JsonParser parser, byte[] compact) {
        this.parser = parser;
        this.compact = compact;
    }

    String path() {
        return path;
    }

    /// Reads the object at the current token, giving each member's name with the parser at its
    /// value. A null value means that the member is absent.
    ///
    /// @param member reads the value, or says false because it does not know the name
    void object(Predicate<String> member) {
        expect(JsonToken.START_OBJECT, "an object");
        String outer = path;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            path = outer.isEmpty() ? name : outer + "." + name;
            parser.nextToken();
            if (!member.test(name)) {
                throw unknown(name, outer);
            }
        }
        path = outer;
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    @Nullable String text() {
        if (isNull()) {
            return null;
        }
        expect(JsonToken.VALUE_STRING, "a string");
        return parser.getString();
    }

    @Nullable Long integer() {
        if (isNull()) {
            return null;
        }
        expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
        String digits = parser.getString();
        if (digits.length() > 18) {
            throw new InvalidEventException(Code.INVALID_VALUE, path, path + " is not below 10^18");
        }
        return Long.valueOf(digits);
    }

    <E extends Enum<E>> @Nullable E label(Class<E> type) {
        String text = text();
        if (text == null) {
            return null;
        }
        return Labels.find(type, text)
                .orElseThrow(() ->
                        new InvalidEventException(
                                Code.INVALID_VALUE,
                                path,
                                "%s '%s' is none of: %s"
                                        .formatted(path, shown(text), Labels.all(type))));
    }

    List<String> texts() {
        return list(() -> {
            String text = text();
            if (text == null) {
                throw wrongType("a string");
            }
            return text;
        });
    }

    /// Reads the array at the current token; null is the empty list.
    <T> List<T> list(Item<T> item) {
        if (isNull()) {
            return List.of();
        }
        expect(JsonToken.START_ARRAY, "an array");
        var items = new ArrayList<T>();
        String outer = path;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            path = outer + "[" + items.size() + "]";
            items.add(item.read());
        }
        path = outer;
        return items;
    }

    Map<String, String> labels() {
        if (isNull()) {
            return Map.of();
        }
        var labels = new LinkedHashMap<String, String>();
        object(name -> {
            String value = text();
            if (value != null) {
                labels.put(name, value);
            }
            return true;
        });
        return labels;
    }

    /// The value at the current token as its bytes; null if it is JSON's null.
    @Nullable Json json() {
        return isNull() ? null : Json.trusted(slice());
    }

    @Nullable Json jsonObject() {
        if (isNull()) {
            return null;
        }
        expect(JsonToken.START_OBJECT, "an object");
        return Json.trusted(slice());
    }

    /// The value at the current token as its bytes, whatever it is.
    byte[] slice() {
        int from = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        parser.skipChildren();
        parser.finishToken();
        return Arrays.copyOfRange(compact, from, offset());
    }

    int tokenOffset() {
        return Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    }

    int offset() {
        return Math.toIntExact(parser.currentLocation().getByteOffset());
    }

    byte[] bytes(int from, int to) {
        return Arrays.copyOfRange(compact, from, to);
    }

    private void expect(JsonToken expected, String words) {
        if (parser.currentToken() != expected) {
            throw wrongType(words);
        }
    }

    private InvalidEventException wrongType(String words) {
        String name = path.isEmpty() ? "the event" : path;
        return new InvalidEventException(
                Code.WRONG_TYPE, path, "%s must be %s".formatted(name, words));
    }

    private static InvalidEventException unknown(String name, String outer) {
        String place = outer.isEmpty() ? "an event" : outer;
        return new InvalidEventException(
                Code.UNKNOWN_MEMBER,
                outer.isEmpty() ? name : outer + "." + name,
                "'%s' is no member of %s; free data goes into detail.labels or detail.original"
                        .formatted(shown(name), place));
    }

    private static String shown(String text) {
        return text.length() > 64 ? text.substring(0, 64) + "…" : text;
    }

    /// Reads one item of an array, with the parser at its first token.
    @FunctionalInterface
    interface Item<T> {
        T read();
    }
}
