package dev.indelible.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.event.InvalidEventException;
import dev.indelible.event.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Damaged events: dropped members, other types, cut texts. Nothing may escape, and what is still
/// JSON may not be refused.
class FuzzTest {
    private static final int ROUNDS = 20_000;
    private static final long SEED = Long.getLong("indelible.seed", new Random().nextLong());
    private static final String[] VALUES = {
        "null",
        "true",
        "-1",
        "1e400",
        "123456789012345678901234567890",
        "\"\"",
        "\" \"",
        "\"text\"",
        "\"{\\\"a\\\":[1]}\"",
        "\"\\u0000\"",
        "[]",
        "[null]",
        "[[{}]]",
        "{}",
        "{\"type\":1,\"id\":[],\"name\":{}}",
        "\"" + "x".repeat(3000) + "\""
    };

    private final Random random = new Random(SEED);

    @Test
    void damagedEventsAreKeptOrRefusedButNeverThrow() {
        System.out.println("seed: -Dindelible.seed=" + SEED);
        List<String> fixtures = new ArrayList<>();
        Fixtures.FILES.forEach(file -> fixtures.addAll(Fixtures.lines(file)));
        List<String> formats = List.copyOf(Formats.names());
        int kept = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String text = fixtures.get(random.nextInt(fixtures.size()));
            for (int i = random.nextInt(4); i >= 0; i--) {
                text = damaged(text);
            }
            String format = formats.get(random.nextInt(formats.size()));
            kept += read(format, text);
        }
        assertThat(kept).isGreaterThan(ROUNDS / 4);
    }

    private static int read(String format, String text) {
        List<Formats.Item> items = Fixtures.read(format, text);
        if (format.equals("native") || !isJson(text) || items.isEmpty()) {
            return 0;
        }
        for (Formats.Item item : items) {
            if (format.equals("auto") && isRefusedAsNative(item, text)) {
                return 0;
            }
            String unforeseen = Fixtures.event(item).unforeseen();
            assertThat(unforeseen == null ? "" : unforeseen)
                    .as("%s: %s", format, text)
                    .doesNotContain("could not be read");
        }
        return 1;
    }

    /// What was left of an event may look native, and is then told what is wrong with it as such.
    private static boolean isRefusedAsNative(Formats.Item item, String text) {
        return item instanceof Formats.Item.Refused(var reason)
                && Fixtures.read("native", text).getFirst()
                        instanceof Formats.Item.Refused(var other)
                && String.valueOf(reason.getMessage()).equals(other.getMessage());
    }

    private static boolean isJson(String text) {
        try {
            Json.parse(text);
            return true;
        } catch (InvalidEventException e) {
            return false;
        }
    }

    private String damaged(String text) {
        if (text.length() < 2) {
            return text;
        }
        int at = random.nextInt(text.length());
        return switch (random.nextInt(8)) {
            case 0 -> text.substring(0, at);
            case 1 ->
                    text.substring(0, at)
                            + (char) (' ' + random.nextInt(95))
                            + text.substring(at + 1);
            default -> replacedValue(text, at);
        };
    }

    /// Another value, or none, for the member after this place.
    private String replacedValue(String text, int at) {
        int colon = text.indexOf("\":", at);
        if (colon < 0) {
            return text;
        }
        int from = colon + 2;
        int to = valueEnd(text, from);
        int name = text.lastIndexOf('"', colon - 1);
        if (random.nextInt(4) == 0 && name > 0 && to < text.length() && text.charAt(to) == ',') {
            return text.substring(0, name) + text.substring(to + 1);
        }
        return text.substring(0, from) + VALUES[random.nextInt(VALUES.length)] + text.substring(to);
    }

    private static int valueEnd(String text, int from) {
        int depth = 0;
        boolean isInText = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                isInText = !isInText;
            } else if (!isInText && (c == '{' || c == '[')) {
                depth++;
            } else if (!isInText && depth > 0 && (c == '}' || c == ']')) {
                depth--;
            } else if (!isInText && depth == 0 && (c == ',' || c == '}' || c == ']')) {
                return i;
            }
        }
        return text.length();
    }

    @Test
    void anyBytesAreRefusedWithoutAnException() {
        byte[] bytes = Fixtures.line("okta", 1).getBytes(UTF_8);
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            assertThat(Formats.read("auto", damaged, 0, random.nextInt(damaged.length + 1)))
                    .hasSizeLessThan(2);
        }
    }
}
