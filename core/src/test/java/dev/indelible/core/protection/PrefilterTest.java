package dev.indelible.core.protection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.event.Part;
import dev.indelible.event.Parts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What passes quickly has no secret: the rules that look at every text find none in it either.
class PrefilterTest {
    private static final int EVENTS = 20_000;
    private static final List<String> PIECES =
            List.of(
                    "4111111111111111",
                    "4111 1111 1111 1111",
                    "3782-822463-10005",
                    "30569309025904",
                    "1559059625500171300",
                    "ghp_0123456789abcdefghijABCDEFGHIJ012345",
                    "AKIAIOSFODNN7EXAMPLE",
                    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
                    "Bearer abcdefghijklmnop",
                    "password=hunter22",
                    "api_key: abcdefgh",
                    "https://me:hunter22@example.com/",
                    "https://example.com/a",
                    "client-secret",
                    "\\u0070assword=hunter22",
                    "-",
                    " ",
                    "1 2 3",
                    "words of no interest",
                    "é");
    private static final List<String> NAMES =
            List.of(
                    "a",
                    "note",
                    "password",
                    "Api-Key",
                    "pass_word",
                    "id_token",
                    "access.token",
                    "\\u0070wd",
                    "cookie");

    private final Redaction quick = new Redaction(DefaultRules.all());
    private final Redaction slow = new Redaction(withOneThatLooksAtAll());

    private static List<Rule> withOneThatLooksAtAll() {
        Finder never =
                new Finder() {
                    @Override
                    public void find(String text, Found found) {}

                    @Override
                    public List<String> signs() {
                        return List.of();
                    }
                };
        var rules = new ArrayList<>(DefaultRules.all());
        rules.add(Rule.of("never", Set.of(), List.of(), List.of(never)));
        return rules;
    }

    @Test
    void takesOutWhatTheSlowWayTakesOut() {
        long seed = Long.getLong("indelible.seed", System.nanoTime());
        System.out.println("seed=" + seed);
        var random = new Random(seed);
        int changed = 0;
        for (int i = 0; i < EVENTS; i++) {
            byte[] detail = ("{\"detail\":" + object(random, 2) + "}").getBytes(UTF_8);
            Parts parts =
                    Parts.of(
                            new EnumMap<>(
                                    Map.of(
                                            Part.CORE,
                                            "{\"action\":\"a.b\"}".getBytes(UTF_8),
                                            Part.DETAIL,
                                            detail)));
            String expected = text(slow.redacted(parts));
            assertThat(text(quick.redacted(parts))).isEqualTo(expected);
            changed += expected.equals(text(parts)) ? 0 : 1;
        }
        assertThat(changed).isBetween(EVENTS / 20, EVENTS * 19 / 20);
    }

    private static String text(Parts parts) {
        byte[] detail = parts.get(Part.DETAIL);
        return detail == null ? "" : new String(detail, UTF_8);
    }

    private static String object(Random random, int depth) {
        var members = new ArrayList<String>();
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            String name = random.nextInt(4) > 0 ? "note" : NAMES.get(random.nextInt(NAMES.size()));
            members.add("\"%s%d\":%s".formatted(i == 0 ? "" : name, i, value(random, depth)));
            members.add("\"%s\":%s".formatted(i == 0 ? name : name + i, value(random, depth)));
        }
        return "{" + String.join(",", members.stream().distinct().toList()) + "}";
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 3)) {
            case 3 -> object(random, depth - 1);
            case 4 -> "[%s,%s]".formatted(object(random, depth - 1), value(random, depth - 1));
            case 0 -> random.nextInt(8) == 0 ? "4111111111111111" : "12";
            default -> '"' + words(random) + '"';
        };
    }

    private static String words(Random random) {
        var words = new StringBuilder("x".repeat(random.nextInt(3)));
        for (int i = random.nextInt(3); i >= 0; i--) {
            words.append(piece(random));
            words.append(random.nextBoolean() ? " " : "");
        }
        return words.toString();
    }

    /// Most hold no secret.
    private static String piece(Random random) {
        return random.nextInt(4) > 0 ? "plain" : PIECES.get(random.nextInt(PIECES.size()));
    }
}
