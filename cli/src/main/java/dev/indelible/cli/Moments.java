package dev.indelible.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/// Instants as people write them: so long ago, as the portal has them in its addresses, or RFC
/// 3339, which the server reads.
final class Moments implements ITypeConverter<String> {
    private static final Pattern AGO = Pattern.compile("-([1-9][0-9]{0,5})([smhdw])");

    Moments() {}

    @Override
    public String convert(String text) {
        return at(text, Instant.now());
    }

    static String at(String text, Instant now) {
        Matcher ago = AGO.matcher(text);
        return ago.matches()
                ? now.minus(unit(ago.group(2)).multipliedBy(Long.parseLong(ago.group(1))))
                        .truncatedTo(ChronoUnit.MILLIS)
                        .toString()
                : text;
    }

    /// An instant as the server writes it, in so many characters: to the millisecond or the second,
    /// or as it is.
    static String rounded(String instant, int length) {
        int seconds = "2026-11-24T09:30:00".length();
        int millis = seconds + ".123".length();
        boolean isFraction =
                instant.length() > length
                        && instant.endsWith("Z")
                        && instant.indexOf('.') == seconds;
        return !isFraction || length <= seconds
                ? instant
                : instant.substring(0, length > millis ? millis : seconds) + "Z";
    }

    private static Duration unit(String letter) {
        return switch (letter) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> Duration.ofDays(7);
        };
    }
}
