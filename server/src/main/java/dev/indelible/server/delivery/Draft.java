package dev.indelible.server.delivery;

import dev.indelible.core.delivery.SinkKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An integration as somebody asks for it.
///
/// @param organization absent for the whole instance
/// @param enabled whether it delivers, or is paused
/// @param start `now`, `beginning`, a time or `sequence:42`; only for a new one
/// @param settings the object under the type's name, secrets among it
public record Draft(
        @Nullable String organization,
        String name,
        String type,
        boolean enabled,
        String filter,
        Optional<String> start,
        JsonNode settings) {
    /// What a secret reads back as.
    public static final String MASK = "******";

    private static final JsonMapper JSON = new JsonMapper();

    /// Its settings without secrets, and the secrets that were given; a masked one was not.
    SinkKind.Settings split(SinkKind kind) {
        if (!(settings instanceof ObjectNode object)) {
            return new SinkKind.Settings(settings.toString(), Map.of());
        }
        ObjectNode open = object.deepCopy();
        var secrets = new TreeMap<String, String>();
        for (String path : kind.secrets()) {
            JsonNode value = open.remove(path);
            if (value == null || value.isNull() || value.asString("").equals(MASK)) {
                continue;
            }
            String text = value.isString() ? value.stringValue() : value.toString();
            if (!text.isEmpty()) {
                secrets.put(path, text);
            }
        }
        return new SinkKind.Settings(JSON.writeValueAsString(open), secrets);
    }

    /// Whether a member that was given as nothing takes a stored secret away.
    boolean drops(String secret) {
        JsonNode value = settings.path(secret);
        return value.isNull() || (value.isString() && value.stringValue().isEmpty());
    }

    /// Settings fit to be shown.
    static Map<String, Object> shown(String settings, Iterable<String> secretNames) {
        var shown = new LinkedHashMap<String, Object>();
        for (var member : JSON.readTree(settings).properties()) {
            shown.put(member.getKey(), plain(member.getValue()));
        }
        secretNames.forEach(name -> shown.put(name, MASK));
        return shown;
    }

    private static Object plain(JsonNode value) {
        return JSON.convertValue(value, Object.class);
    }

    /// A text as JSON.
    static String text(String text) {
        return JSON.writeValueAsString(text);
    }

    /// The value of a member of settings, for comparison.
    static JsonNode member(String settings, String name) {
        return JSON.readTree(settings).path(name);
    }
}
