package dev.indelible.core.protection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Holds the search against patterns: how numbers are printed, issuers by their first digits, and
/// the check digit by its definition.
class CardNumbersTest {
    private static final Pattern PRINTED =
            Pattern.compile(
                    "(?<![\\p{L}\\p{Nd}])(?<![\\p{L}\\p{Nd}][-._])"
                            + "(?:[0-9]{14,16}|[0-9]{4}([-. \u00a0\u2013])"
                            + "(?:[0-9]{6}\\1[0-9]{4,5}|[0-9]{4}\\1[0-9]{4}\\1[0-9]{4}))"
                            + "(?![\\p{L}\\p{Nd}])(?![-._][\\p{L}\\p{Nd}])");
    private static final Pattern ISSUED =
            Pattern.compile(
                    "3(0[0-59]|[689][0-9])[0-9]{11}|3[47][0-9]{13}"
                            + "|(4[0-9]{3}|5[1-5][0-9]{2}|22(2[1-9]|[3-9][0-9])|2[3-6][0-9]{2}|27([01][0-9]|20)"
                            + "|6011|64[4-9][0-9]|65[0-9]{2}|35(2[89]|[3-8][0-9])|62[0-9]{2})[0-9]{12}");
    private static final String[] CARDS = {
        "4111 1111 1111 1111",
        "5500-0055-5555-5559",
        "3782.822463.10005",
        "3056 930902 5904",
        "6011000990139424",
        "371449635398431",
        "30569309025904",
        "3530\u00a01113\u00a03330\u00a00000",
        "2223003122003222"
    };

    @Test
    void numbersAreFoundWhereThePatternsSay() {
        long seed = Long.getLong("indelible.seed", 20_261_129L);
        var random = new SplittableRandom(seed);
        int found = 0;
        for (int round = 0; round < 60_000; round++) {
            String text = text(random);
            List<String> expected = expected(text);
            found += expected.size();
            assertThat(found(text)).as("seed %d: '%s'", seed, text).isEqualTo(expected);
        }
        assertThat(found).isGreaterThan(10_000);
    }

    private static String text(SplittableRandom random) {
        var text = new StringBuilder();
        int pieces = 1 + random.nextInt(8);
        for (int i = 0; i < pieces; i++) {
            if (random.nextInt(3) == 0) {
                text.append(CARDS[random.nextInt(CARDS.length)]);
            } else {
                int length = random.nextInt(6);
                for (int j = 0; j < length; j++) {
                    text.append("0123456789  --.._a\u00e4\u00a0\u2013,".charAt(random.nextInt(22)));
                }
            }
        }
        if (random.nextInt(4) == 0) {
            int at = random.nextInt(text.length() + 1);
            text.insert(at, "01 -.x".charAt(random.nextInt(6)));
        }
        return text.toString();
    }

    private static List<String> found(String text) {
        var found = new ArrayList<String>();
        new CardNumbers()
                .find(text, (from, to) -> found.add(from + " " + text.substring(from, to)));
        return found;
    }

    private static List<String> expected(String text) {
        var expected = new ArrayList<String>();
        Matcher printed = PRINTED.matcher(text);
        int at = 0;
        while (at <= text.length() && printed.find(at)) {
            String digits = printed.group().replaceAll("[^0-9]", "");
            boolean isCard = ISSUED.matcher(digits).matches() && isChecked(digits);
            if (isCard) {
                expected.add(printed.start() + " " + printed.group());
            }
            at = isCard ? printed.end() : printed.start() + 1;
        }
        return expected;
    }

    /// ISO/IEC 7812-1, annex B: each second digit from the right counts twice.
    private static boolean isChecked(String digits) {
        String counted = "";
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            counted += (digits.length() - i) % 2 == 0 ? 2 * digit : digit;
        }
        return counted.chars().map(c -> c - '0').sum() % 10 == 0;
    }
}
