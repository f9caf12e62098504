package dev.indelible.server.delivery;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads integrations as people write them, in a request or in a file.
public final class Drafts {
    private static final Set<String> KNOWN =
            Set.of("organization", "name", "type", "enabled", "filter", "start");

    private Drafts() {}

    /// Reads one.
    ///
    /// @throws FaultySettings if a member is unknown, missing or of another kind
    public static Draft read(JsonNode node) {
        if (!node.isObject()) {
            throw new FaultySettings("", "an integration is an object");
        }
        String type = text(node, "type");
        if (type == null) {
            throw new FaultySettings("type", "type is missing");
        }
        var unknown = new TreeSet<>(node.propertyNames());
        unknown.removeAll(KNOWN);
        unknown.remove(type);
        if (!unknown.isEmpty()) {
            throw new FaultySettings(
                    unknown.first(),
                    "unknown member; known are %s and %s"
                            .formatted(String.join(", ", new TreeSet<>(KNOWN)), type));
        }
        JsonNode enabled = node.path("enabled");
        if (!enabled.isMissingNode() && !enabled.isBoolean()) {
            throw new FaultySettings("enabled", "enabled is true or false");
        }
        JsonNode settings = node.path(type);
        String name = text(node, "name");
        String filter = text(node, "filter");
        return new Draft(
                text(node, "organization"),
                name == null ? "" : name,
                type,
                enabled.isMissingNode() || enabled.booleanValue(),
                filter == null ? "" : filter.strip(),
                Optional.ofNullable(text(node, "start")),
                settings);
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw new FaultySettings(name, name + " is a text");
        }
        return value.stringValue();
    }
}
