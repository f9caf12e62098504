package dev.indelible.server.http;

import dev.indelible.event.InvalidEventException;
import dev.indelible.event.Json;
import io.helidon.webserver.http.ServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/// Bodies that are one small JSON object of known members.
final class SmallBodies {
    private static final int BYTES_MAX = 64 << 10;

    /// Said here already.
    private static final String NOT_JSON = "not JSON: ";

    private static final ObjectReader READER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build()
                    .reader();

    private final Bodies bodies;

    SmallBodies(Bodies bodies) {
        this.bodies = bodies;
    }

    /// Reads the body.
    ///
    /// @param known the members it may have
    /// @throws ProblemAnswer if it is no object or has another member
    Members read(ServerRequest request, String... known) {
        JsonNode node = any(request);
        requireKnown(node, known);
        return new Members(node);
    }

    private static void requireKnown(JsonNode node, String... known) {
        var names = new TreeSet<>(node.propertyNames());
        Set.of(known).forEach(names::remove);
        if (!names.isEmpty()) {
            throw invalid(
                    "unknown member '%s'; known are: %s"
                            .formatted(
                                    Texts.shown(names.first()),
                                    String.join(", ", new TreeSet<>(Set.of(known)))));
        }
    }

    /// Reads the body, which may also be missing.
    Members readOptional(ServerRequest request, String... known) {
        return request.content().hasEntity()
                ? read(request, known)
                : new Members(READER.createObjectNode());
    }

    /// Reads the body, which may also be missing or empty, of up to so many bytes.
    JsonNode optional(ServerRequest request, int bytesMax, String... known) {
        JsonNode node;
        try (Bodies.Body body = bodies.read(request, bytesMax)) {
            node = body.bytes().length == 0 ? READER.createObjectNode() : parsed(body.bytes());
        }
        requireKnown(node, known);
        return node;
    }

    /// Reads a body whose members somebody else knows.
    JsonNode any(ServerRequest request) {
        return any(request, BYTES_MAX);
    }

    /// The same, of up to so many bytes.
    JsonNode any(ServerRequest request, int bytesMax) {
        try (Bodies.Body body = bodies.read(request, bytesMax)) {
            return parsed(body.bytes());
        }
    }

    /// The same, where it may also be missing or empty.
    Optional<JsonNode> anyOptional(ServerRequest request) {
        try (Bodies.Body body = bodies.read(request, BYTES_MAX)) {
            return body.bytes().length == 0 ? Optional.empty() : Optional.of(parsed(body.bytes()));
        }
    }

    private static JsonNode parsed(byte[] bytes) {
        JsonNode node;
        try {
            node = READER.readTree(bytes);
        } catch (JacksonException e) {
            throw invalid("the body is not JSON: " + where(bytes, e));
        }
        if (!node.isObject()) {
            throw invalid("the body is a JSON object");
        }
        return node;
    }

    /// Where it stops being JSON, or what else its reader does not take.
    private static String where(byte[] bytes, JacksonException e) {
        try {
            Json.parse(bytes);
        } catch (InvalidEventException fault) {
            String message = String.valueOf(fault.getMessage());
            return message.startsWith(NOT_JSON) ? message.substring(NOT_JSON.length()) : message;
        }
        return Texts.shown(e.getOriginalMessage());
    }

    private static ProblemAnswer invalid(String detail) {
        return new ProblemAnswer(400, "body-invalid", detail);
    }

    /// The members of a body.
    record Members(JsonNode node) {
        Optional<String> text(String name) {
            JsonNode value = node.path(name);
            if (value.isMissingNode() || value.isNull()) {
                return Optional.empty();
            }
            if (!value.isString()) {
                throw invalid("'%s' is a string".formatted(name));
            }
            return Optional.of(value.stringValue());
        }

        String required(String name) {
            return text(name).orElseThrow(() -> invalid("'%s' is missing".formatted(name)));
        }

        /// A whole number from 0 on.
        OptionalLong count(String name) {
            JsonNode value = node.path(name);
            if (value.isMissingNode() || value.isNull()) {
                return OptionalLong.empty();
            }
            if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
                throw invalid("'%s' is a whole number from 0 on".formatted(name));
            }
            return OptionalLong.of(value.longValue());
        }

        Optional<Boolean> flag(String name) {
            JsonNode value = node.path(name);
            if (value.isMissingNode() || value.isNull()) {
                return Optional.empty();
            }
            if (!value.isBoolean()) {
                throw invalid("'%s' is true or false".formatted(name));
            }
            return Optional.of(value.booleanValue());
        }

        /// A member that is an object itself.
        Members object(String name, String... known) {
            JsonNode value = node.path(name);
            if (!value.isObject()) {
                throw invalid("'%s' is an object".formatted(name));
            }
            requireKnown(value, known);
            return new Members(value);
        }

        List<String> texts(String name) {
            var texts = new ArrayList<String>();
            JsonNode values = node.path(name);
            if (!values.isArray()) {
                throw invalid("'%s' is an array of strings".formatted(name));
            }
            for (JsonNode value : values) {
                if (!value.isString()) {
                    throw invalid("'%s' is an array of strings".formatted(name));
                }
                texts.add(value.stringValue());
            }
            return texts;
        }
    }
}
