package dev.indelible.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.event.Part;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads [Disclosure]s. Strict, because whatever is passed over is something that nobody has
/// checked: no member that is not known, none twice, nothing in two ways.
final class DisclosureReader {
    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private static final Set<String> MEMBERS =
            Set.of("version", "organization", "sequence", "receivedUnixMillis", "id", "parts");
    private static final Set<String> EXPIRED =
            Set.of(
                    "version",
                    "organization",
                    "sequence",
                    "receivedUnixMillis",
                    "id",
                    "expired",
                    "leafHash");
    private static final String TAG_SALT = "anchorTagSalt";
    private static final Set<String> SHOWN = Set.of("part", "salt", "text");
    private static final Set<String> ERASED = Set.of("part", "erased", "commitment");

    private final String place;

    /// @param place where they are, for messages
    DisclosureReader(String place) {
        this.place = place;
    }

    /// The event in a JSON document.
    ///
    /// @throws RefusedException if it is none
    Disclosure read(byte[] json) {
        JsonNode root;
        try {
            // Decoded here, because Jackson would take UTF-16 and UTF-32 too.
            root = MAPPER.readTree(UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString());
        } catch (CharacterCodingException e) {
            throw refused("it is not UTF-8");
        } catch (JacksonException e) {
            throw refused("it is not JSON: " + e.getOriginalMessage());
        }
        var members = new TreeSet<String>(root.propertyNames());
        if (members.equals(EXPIRED)
                && root.path("expired").isBoolean()
                && root.path("expired").booleanValue()) {
            requireVersion(root);
            return Disclosure.expired(heading(root), hash(root, "leafHash"));
        }
        boolean hasTagSalt = members.remove(TAG_SALT);
        if (!root.isObject() || !members.equals(MEMBERS)) {
            throw refused(
                    "it must have the members %s and may have %s, and has %s"
                            .formatted(new TreeSet<>(MEMBERS), TAG_SALT, members));
        }
        requireVersion(root);
        return new Disclosure(
                heading(root),
                parts(root.path("parts")),
                hasTagSalt ? Optional.of(base64(root, TAG_SALT)) : Optional.empty());
    }

    private void requireVersion(JsonNode root) {
        if (whole(root, "version") != 1) {
            throw refused("it is of another version than 1");
        }
    }

    private Disclosure.Heading heading(JsonNode root) {
        return new Disclosure.Heading(
                text(root, "organization"),
                whole(root, "sequence"),
                whole(root, "receivedUnixMillis"),
                id(text(root, "id")));
    }

    private List<DisclosedPart> parts(JsonNode array) {
        if (!array.isArray() || array.size() > Part.values().length) {
            throw refused("parts is a list of at most five");
        }
        var parts = new ArrayList<DisclosedPart>();
        int last = 0;
        for (JsonNode node : array) {
            DisclosedPart part = part(node);
            if (part.part().number() <= last) {
                throw refused("its parts are not in order");
            }
            last = part.part().number();
            parts.add(part);
        }
        return parts;
    }

    private DisclosedPart part(JsonNode node) {
        var members = new TreeSet<String>(node.propertyNames());
        Part part = partOf(text(node, "part"));
        if (members.equals(SHOWN)) {
            return new DisclosedPart.Shown(part, hash(node, "salt"), text(node, "text"));
        }
        if (members.equals(ERASED) && node.path("erased").isBoolean()) {
            if (node.path("erased").booleanValue()) {
                return new DisclosedPart.Erased(part, hash(node, "commitment"));
            }
        }
        throw refused(
                "part %s must have text and salt, or be erased and have a commitment"
                        .formatted(Disclosure.name(part)));
    }

    private Part partOf(String name) {
        for (Part part : Part.values()) {
            if (Disclosure.name(part).equals(name)) {
                return part;
            }
        }
        throw refused("there is no part '%s'".formatted(shown(name)));
    }

    private UUID id(String text) {
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equals(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // Answered below.
        }
        throw refused("id is no UUID in small letters");
    }

    private String text(JsonNode node, String member) {
        JsonNode value = node.path(member);
        if (!value.isString()) {
            throw refused("%s is not a text".formatted(member));
        }
        String text = value.stringValue();
        if (!UTF_8.newEncoder().canEncode(text)) {
            // Its bytes would be those of another text, with a question mark in its place.
            throw refused("%s has half a character in it".formatted(member));
        }
        return text;
    }

    private long whole(JsonNode node, String member) {
        JsonNode value = node.path(member);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw refused("%s is not a whole number".formatted(member));
        }
        return value.longValue();
    }

    private byte[] hash(JsonNode node, String member) {
        byte[] bytes = base64(node, member);
        if (bytes.length != SealedLeaf.HASH_BYTES) {
            throw refused("a %s does not have 32 bytes".formatted(member));
        }
        return bytes;
    }

    private byte[] base64(JsonNode node, String member) {
        String text = text(node, member);
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Answered below.
        }
        throw refused("a %s is not Base64 with padding".formatted(member));
    }

    private static String shown(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }

    private RefusedException refused(String message) {
        return new RefusedException(place, message);
    }
}
