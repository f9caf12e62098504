package dev.indelible.formats;

import dev.indelible.event.InvalidEventException;
import dev.indelible.event.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// One value in the tree of a foreign event. Asking for what is not there gives a node that is
/// absent, never an exception, so that a format reads as the list of the members it knows. Each
/// node knows its exact bytes. Immutable, but finds members in other letters lazily: one thread.
final class Node {
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(dev.indelible.event.Limits.NESTING_MAX)
                                    .maxNumberLength(dev.indelible.event.Limits.EVENT_BYTES_MAX)
                                    .maxStringLength(dev.indelible.event.Limits.EVENT_BYTES_MAX)
                                    .maxNameLength(dev.indelible.event.Limits.EVENT_BYTES_MAX)
                                    .build())
                    .build();

    private enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        BOOLEAN,
        NULL,
        ABSENT
    }

    private static final Node NOTHING = new Node(Kind.ABSENT, null, "", "");

    private final Kind kind;
    private final @Nullable Node parent;
    private final String name;
    private final String text;
    private final Map<String, Node> members = new LinkedHashMap<>();
    private final List<Node> items = new ArrayList<>();
    private byte[] source = new byte[0];
    private int from;
    private int to;
    private @Nullable Map<String, Node> membersInLowerCase;

    private Node(Kind kind, @Nullable Node parent, String name, String text) {
        this.kind = kind;
        this.parent = parent;
        this.name = name;
        this.text = text;
    }

    static Node absent() {
        return NOTHING;
    }

    /// The tree of this value. Of a member that stands twice the last one counts, as in most
    /// readers.
    static Node of(Json json) {
        byte[] source = json.toBytes();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), source)) {
            parser.nextToken();
            return value(parser, source, null, "");
        }
    }

    /// The value that this text holds as JSON, as some systems nest it; absent if it holds none.
    Node nested() {
        if (kind != Kind.STRING || text.isBlank() || "{[".indexOf(text.strip().charAt(0)) < 0) {
            return NOTHING;
        }
        try {
            return of(Json.parse(text));
        } catch (InvalidEventException e) {
            return NOTHING;
        }
    }

    private static Node value(
            JsonParser parser, byte[] source, @Nullable Node parent, String name) {
        int from = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        Kind kind =
                switch (parser.currentToken()) {
                    case START_OBJECT -> Kind.OBJECT;
                    case START_ARRAY -> Kind.ARRAY;
                    case VALUE_STRING -> Kind.STRING;
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Kind.NUMBER;
                    case VALUE_TRUE, VALUE_FALSE -> Kind.BOOLEAN;
                    default -> Kind.NULL;
                };
        String text =
                switch (kind) {
                    case STRING, NUMBER, BOOLEAN -> parser.getString();
                    case OBJECT, ARRAY, NULL, ABSENT -> "";
                };
        var node = new Node(kind, parent, name, text);
        if (kind == Kind.OBJECT) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String member = parser.currentName();
                parser.nextToken();
                node.members.put(member, value(parser, source, node, member));
            }
        } else if (kind == Kind.ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                node.items.add(value(parser, source, node, ""));
            }
        }
        node.source = source;
        node.from = from;
        node.to = Math.toIntExact(parser.currentLocation().getByteOffset());
        return node;
    }

    /// The member at these names, one inside the other. A name in other letters counts where the
    /// exact one is missing: some collectors write all names in lower case. Dots mean nothing here:
    /// names may have some.
    Node at(String... names) {
        Node node = this;
        for (String name : names) {
            node = node.member(name);
        }
        return node;
    }

    private Node member(String name) {
        if (members.isEmpty()) {
            return NOTHING;
        }
        Node exact = members.get(name);
        if (exact != null) {
            return exact;
        }
        if (membersInLowerCase == null) {
            membersInLowerCase = new LinkedHashMap<>();
            for (Map.Entry<String, Node> member : members.entrySet()) {
                membersInLowerCase.putIfAbsent(
                        member.getKey().toLowerCase(Locale.ROOT), member.getValue());
            }
        }
        return membersInLowerCase.getOrDefault(name.toLowerCase(Locale.ROOT), NOTHING);
    }

    /// The first of these members that says something.
    Node first(String... names) {
        for (String name : names) {
            Node member = member(name);
            if (member.isPresent()) {
                return member;
            }
        }
        return NOTHING;
    }

    /// This node, or the other if this one says nothing.
    Node or(Node other) {
        return isPresent() ? this : other;
    }

    /// How many of these members say something.
    int count(String... names) {
        int count = 0;
        for (String name : names) {
            count += member(name).isPresent() ? 1 : 0;
        }
        return count;
    }

    /// Says something: is there, is not null, is no empty text, list or object.
    boolean isPresent() {
        return switch (kind) {
            case OBJECT -> !members.isEmpty();
            case ARRAY -> !items.isEmpty();
            case STRING -> !text.isBlank();
            case NUMBER, BOOLEAN -> true;
            case NULL, ABSENT -> false;
        };
    }

    boolean isNull() {
        return kind == Kind.NULL;
    }

    boolean isObject() {
        return kind == Kind.OBJECT;
    }

    boolean isArray() {
        return kind == Kind.ARRAY;
    }

    boolean isText() {
        return kind == Kind.STRING;
    }

    boolean isNumber() {
        return kind == Kind.NUMBER;
    }

    boolean isScalar() {
        return kind == Kind.STRING || kind == Kind.NUMBER || kind == Kind.BOOLEAN;
    }

    /// The text, or a number's or boolean's own digits and letters; empty for anything else.
    String text() {
        return text;
    }

    String lowerCase() {
        return text.toLowerCase(Locale.ROOT);
    }

    boolean is(String value) {
        return isScalar() && text.equalsIgnoreCase(value);
    }

    /// The items of an array; nothing for anything else.
    List<Node> items() {
        return items;
    }

    /// The first item of an array, or this value if it is none.
    Node firstItem() {
        return kind == Kind.ARRAY ? items.isEmpty() ? NOTHING : items.getFirst() : this;
    }

    Set<String> names() {
        return members.keySet();
    }

    Collection<Map.Entry<String, Node>> members() {
        return members.entrySet();
    }

    /// Where it stands, for people: `protoPayload.status`. Items of an array have the array's path.
    String path() {
        var names = new ArrayDeque<String>();
        for (Node node = this; node != null; node = node.parent) {
            if (!node.name.isEmpty()) {
                names.addFirst(node.name);
            }
        }
        return String.join(".", names);
    }

    /// Its length in the compact text.
    int bytes() {
        return to - from;
    }

    /// Its exact bytes as a value of their own.
    Json json() {
        return Json.parse(Arrays.copyOfRange(source, from, to));
    }
}
