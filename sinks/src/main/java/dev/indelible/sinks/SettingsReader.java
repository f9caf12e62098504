package dev.indelible.sinks;

import dev.indelible.core.delivery.SinkKind.Fault;
import dev.indelible.core.delivery.SinkKind.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the settings of one destination and collects what is wrong with them, all of it at once.
/// What is wrong reads as its default, so that a reader can go on. For one thread.
public final class SettingsReader {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int TEXT_CHARS_MAX = 65_536;

    private final JsonNode root;
    private final Map<String, String> secrets;
    private final List<Fault> faults = new ArrayList<>();
    private final TreeSet<String> known = new TreeSet<>();

    public SettingsReader(Settings settings) {
        secrets = settings.secrets();
        JsonNode read;
        try {
            read = JSON.readTree(settings.json());
        } catch (JacksonException e) {
            read = JSON.createObjectNode();
            fault("", "the settings are no JSON");
        }
        if (!read.isObject()) {
            fault("", "the settings are no JSON object");
            read = JSON.createObjectNode();
        }
        root = read;
    }

    /// Notes something that is wrong.
    public void fault(String member, String sentence) {
        faults.add(new Fault(member, sentence));
    }

    /// All that is wrong, unknown members among it. To be asked when everything was read.
    public List<Fault> faults() {
        var all = new ArrayList<>(faults);
        for (String name : root.propertyNames()) {
            if (!known.contains(name)) {
                all.add(
                        new Fault(
                                name,
                                "there is no setting %s here; there are %s"
                                        .formatted(name, String.join(", ", known))));
            }
        }
        return List.copyOf(all);
    }

    /// Goes on only if nothing is wrong.
    ///
    /// @throws IllegalArgumentException if anything is
    public void requireFaultless() {
        List<Fault> all = faults();
        if (!all.isEmpty()) {
            throw new IllegalArgumentException(all.toString());
        }
    }

    private JsonNode member(String name) {
        known.add(name);
        return root.path(name);
    }

    public boolean has(String name) {
        known.add(name);
        return root.has(name) || secrets.containsKey(name);
    }

    public String text(String name, String otherwise) {
        JsonNode value = member(name);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isString() || value.stringValue().length() > TEXT_CHARS_MAX) {
            fault(name, "%s is a text of at most %d characters".formatted(name, TEXT_CHARS_MAX));
            return otherwise;
        }
        return value.stringValue();
    }

    public String requiredText(String name, String example) {
        int before = faults.size();
        String text = text(name, "");
        if (text.isBlank() && faults.size() == before) {
            fault(name, "%s is missing; give one such as %s".formatted(name, example));
        }
        return text;
    }

    public int integer(String name, int otherwise, int min, int max) {
        JsonNode value = member(name);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < min
                || value.intValue() > max) {
            fault(
                    name,
                    "%s is a whole number from %d to %d, not %s"
                            .formatted(name, min, max, shown(value)));
            return otherwise;
        }
        return value.intValue();
    }

    public boolean flag(String name, boolean otherwise) {
        JsonNode value = member(name);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            fault(name, "%s is true or false, not %s".formatted(name, shown(value)));
            return otherwise;
        }
        return value.booleanValue();
    }

    /// One of some words, of which the first is the default.
    public String choice(String name, String... words) {
        String value = text(name, words[0]);
        if (!List.of(words).contains(value)) {
            fault(
                    name,
                    "%s is one of %s, not '%s'"
                            .formatted(name, String.join(", ", words), cut(value)));
            return words[0];
        }
        return value;
    }

    /// Names and texts, in the order given.
    public Map<String, String> texts(String name) {
        return texts(name, member(name));
    }

    /// A secret; empty if there is none.
    public String secret(String name) {
        known.add(name);
        return secrets.getOrDefault(name, "");
    }

    /// A secret that is an object of texts.
    public Map<String, String> secretTexts(String name) {
        String json = secret(name);
        if (json.isEmpty()) {
            return Map.of();
        }
        try {
            return texts(name, JSON.readTree(json));
        } catch (JacksonException e) {
            fault(name, name + " is an object of names and texts");
            return Map.of();
        }
    }

    private Map<String, String> texts(String name, JsonNode object) {
        if (object.isMissingNode() || object.isNull()) {
            return Map.of();
        }
        var texts = new LinkedHashMap<String, String>();
        boolean isRight = object.isObject();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            isRight &= member.getValue().isString();
            texts.put(member.getKey(), member.getValue().asString(""));
        }
        if (!isRight) {
            fault(name, name + " is an object of names and texts");
            return Map.of();
        }
        return texts;
    }

    private static String shown(JsonNode value) {
        return cut(value.toString());
    }

    private static String cut(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
