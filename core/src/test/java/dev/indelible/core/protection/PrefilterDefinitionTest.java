package dev.indelible.core.protection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The prefilter tells what regular expressions tell of the same bytes, wherever these begin.
class PrefilterDefinitionTest {
    private static final int TEXTS = 60_000;
    private static final int SHIFTS = 18;
    private static final List<String> OWN =
            List.of("\\u0", "\\u18", ":\\/", "abc", "abd", "q1_2", "x-y-z", "p0.1", "0p@[");
    private static final List<String> NUMBERS =
            List.of(
                    "4111111111111111",
                    "4111 1111 1111 1111",
                    "3782-822463-10005",
                    "3782\u2011822463\u201110005",
                    "4111\u00a01111\u00a01111\u00a01111",
                    "4111\u20111111\u20111111\u20111111",
                    "3056.930902.5904",
                    "30569309025904",
                    "4111111111111112",
                    "2026-09-01",
                    "10.0.25.206",
                    "00:00:00.000000",
                    "00 11 22 33 44 55 66 77 88 99");
    private static final List<String> OTHERS =
            List.of(
                    "https://me:hunter22@a",
                    "http://a:80/b",
                    "http://a:b/",
                    "http://a/@",
                    "http://a",
                    "://a:8?b",
                    "\",\"",
                    "\u00e4\u00f6",
                    "\u0430\u0431\u0432\u0433",
                    "\u8bbe\u7f6e\u30bf",
                    "\u201c\u2019",
                    "\ud83c\udf89");
    private static final List<String> DISGUISED =
            List.of("\u00ad", "\u034f", "\u200b", "\uff4b", "\u3164", "\udb40\udc61");

    private final List<String> signs = signs();
    private final Prefilter prefilter = new Prefilter(signs, Optional.of(new CardNumbers()), false);
    private final Pattern slow = Pattern.compile(expression(signs), Pattern.DOTALL);

    private static List<String> signs() {
        var all = new ArrayList<>(OWN);
        DefaultRules.all().forEach(rule -> all.addAll(rule.signs()));
        all.remove(CardNumbers.SIGN);
        return all.stream().distinct().toList();
    }

    private static String expression(List<String> signs) {
        return signs.stream()
                .map(sign -> sign.equals("://") ? urlWithUser() : apart(sign))
                .collect(Collectors.joining("|"));
    }

    /// Behind the third character there may be joints before each.
    private static String apart(String sign) {
        var expression = new StringBuilder();
        for (int i = 0; i < sign.length(); i++) {
            expression.append(i < 3 ? "" : "[-_. ]*").append(either(sign.charAt(i)));
        }
        return expression.toString();
    }

    /// Bytes are the same whatever bit 5 is.
    private static String either(char c) {
        return "[\\x%02x\\x%02x]".formatted(c & ~0x20, c | 0x20);
    }

    private static String urlWithUser() {
        String host = "[^\"\\x00-\\x20@/?#]*";
        String hostEnd = "[^\"\\x00-\\x20@/?#:]*[/?#]";
        String begin = either(':') + either('/') + either('/') + host;
        return "%s(@|:(?![0-9]*[/?#])%s)".formatted(begin, hostEnd);
    }

    private boolean isSlowlyFound(byte[] range) {
        return slow.matcher(new String(range, ISO_8859_1)).find()
                || new String(range, UTF_8).codePoints().anyMatch(Letters::isDisguised)
                || hasCard(range);
    }

    private static boolean hasCard(byte[] range) {
        var found = new AtomicBoolean();
        var number = new ByteArrayOutputStream();
        for (int i = 0; i <= range.length; i++) {
            if (i < range.length && CardNumbers.isOfNumber(range[i])) {
                number.write(range[i]);
            } else {
                new CardNumbers().find(number.toString(UTF_8), (_, _) -> found.set(true));
                number.reset();
            }
        }
        return found.get();
    }

    @Test
    void tellsTheSameOfRandomTexts() {
        long seed = Long.getLong("indelible.seed", System.nanoTime());
        System.out.println("seed=" + seed);
        var random = new Random(seed);
        int held = 0;
        for (int i = 0; i < TEXTS; i++) {
            byte[] text = text(random, random.nextInt(9)).getBytes(UTF_8);

            held += holdsBetween(text(random, 1), text, text(random, 1)) ? 1 : 0;
        }
        assertThat(held).isBetween(TEXTS / 10, TEXTS * 9 / 10);
    }

    @Test
    void tellsTheSameOfAllThatIsFoundWhereverItStands() {
        var all = new ArrayList<>(signs);
        signs.forEach(sign -> all.add(sign.toUpperCase(Locale.ROOT)));
        all.addAll(NUMBERS);
        all.addAll(OTHERS);
        all.addAll(DISGUISED);
        for (String one : all) {
            for (int shift = 0; shift < SHIFTS; shift++) {
                for (int more = 0; more < SHIFTS; more++) {
                    String text = "h".repeat(shift) + one + "h".repeat(more);

                    holdsBetween("", text.getBytes(UTF_8), "");
                    holdsBetween("tok", text.getBytes(UTF_8), "en@4111");
                }
            }
        }
    }

    /// What stands before and behind it is nothing to it.
    private boolean holdsBetween(String before, byte[] text, String behind) {
        byte[] first = before.getBytes(UTF_8);
        var part = new ByteArrayOutputStream();
        part.writeBytes(first);
        part.writeBytes(text);
        part.writeBytes(behind.getBytes(UTF_8));

        boolean holds =
                prefilter.mayHold(part.toByteArray(), first.length, first.length + text.length);

        assertThat(holds)
                .as("'%s' between '%s' and '%s'", new String(text, UTF_8), before, behind)
                .isEqualTo(isSlowlyFound(text));
        return holds;
    }

    private String text(Random random, int pieces) {
        var text = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            text.append(piece(random));
        }
        return text.toString();
    }

    /// Most are nothing, and all of a sign but its end is nothing either.
    private String piece(Random random) {
        return switch (random.nextInt(24)) {
            case 0 -> changed(one(random, signs), random);
            case 1, 2, 3 -> begun(one(random, signs), random);
            case 4, 5 -> one(random, NUMBERS).substring(random.nextInt(3));
            case 6, 7 -> one(random, OTHERS);
            case 8 -> random.nextInt(4) == 0 ? one(random, DISGUISED) : "";
            case 9 -> random.nextInt(4) == 0 ? one(random, OWN) : "";
            case 10, 11 -> Long.toString(random.nextLong() >>> 1, 36);
            case 12, 13 -> Integer.toString(random.nextInt(10_000)) + (char) random.nextInt(0x80);
            default -> "hjlm -.{\"".repeat(2).substring(random.nextInt(18));
        };
    }

    private static String one(Random random, List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static String begun(String sign, Random random) {
        return changed(sign.substring(0, random.nextInt(sign.length())), random);
    }

    /// With joints between, in any case, some with a character that is another.
    private static String changed(String sign, Random random) {
        var changed = new StringBuilder();
        for (int i = 0; i < sign.length(); i++) {
            boolean isApart = i > 0 && random.nextInt(i < 3 ? 16 : 4) == 0;
            char c = sign.charAt(i);
            changed.append(isApart ? one(random, List.of("-", "_", ".", " ", "--")) : "");
            changed.append((char) (random.nextInt(32) == 0 ? random.nextInt(0x80) : c));
        }
        String text = changed.toString();
        return random.nextBoolean() ? text : text.toUpperCase(Locale.ROOT);
    }
}
