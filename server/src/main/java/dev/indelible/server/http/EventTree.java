package dev.indelible.server.http;

import dev.indelible.event.Limits;
import java.math.BigDecimal;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;
import tools.jackson.databind.util.RawValue;

/// Events as trees, whatever is in them. An event may have numbers of any length and any exponent,
/// and names as long as itself: whoever writes one such event must not take the others from those
/// who read. A number that no type has, or that would be written otherwise than it was, is kept as
/// it is written, and costs nothing to read.
public final class EventTree {
    private static final int DIGITS_MAX = 18;

    /// No double is written in more.
    private static final int DOUBLE_CHARS_MAX = 26;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNumberLength(Limits.EVENT_BYTES_MAX)
                                    .maxNameLength(Limits.EVENT_BYTES_MAX)
                                    .build())
                    // A table of names would refuse an event whose names have one hash.
                    .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                    .build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private EventTree() {}

    /// The tree of one value; nothing may follow it.
    ///
    /// @throws tools.jackson.core.JacksonException if it is no JSON
    public static JsonNode of(String json) {
        return of(FACTORY.createParser(ObjectReadContext.empty(), json));
    }

    static JsonNode of(byte[] json) {
        return of(FACTORY.createParser(ObjectReadContext.empty(), json));
    }

    private static JsonNode of(JsonParser open) {
        try (JsonParser parser = open) {
            return parser.nextToken() == null ? NODES.missingNode() : value(parser);
        }
    }

    private static JsonNode value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.stringNode(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getString());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private static ObjectNode object(JsonParser parser) {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            object.set(name, value(parser));
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser) {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }

    private static JsonNode number(String written) {
        boolean isPlain =
                written.length() <= DIGITS_MAX
                        && written.indexOf('e') < 0
                        && written.indexOf('E') < 0;
        if (isPlain && written.indexOf('.') < 0) {
            long number = Long.parseLong(written);
            if (Long.toString(number).equals(written)) {
                return NODES.numberNode(number);
            }
        } else if (isPlain) {
            var number = new BigDecimal(written);
            if (number.toString().equals(written)) {
                return NODES.numberNode(number);
            }
        }
        return written.length() <= DOUBLE_CHARS_MAX ? ofDouble(written) : raw(written);
    }

    /// Such as `1.0E7`.
    private static JsonNode ofDouble(String written) {
        double number = Double.parseDouble(written);
        return Double.toString(number).equals(written) ? NODES.numberNode(number) : raw(written);
    }

    private static JsonNode raw(String written) {
        return NODES.pojoNode(new RawValue(written));
    }

    /// A value as a text: a number as it is written, what is nothing as an empty text.
    static String text(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return "";
        }
        boolean isWritten = node instanceof POJONode || node.isContainer();
        return isWritten ? node.toString() : node.asString();
    }
}
