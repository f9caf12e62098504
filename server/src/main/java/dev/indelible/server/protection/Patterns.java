package dev.indelible.server.protection;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.indelible.core.protection.Finder;
import java.util.List;

/// Finds what a regular expression of an operator says, by RE2, which never backtracks: texts are
/// hostile, and patterns are written in a hurry.
final class Patterns implements Finder {
    private final Pattern pattern;

    /// @throws IllegalArgumentException if it is no pattern of RE2, or matches where nothing is
    Patterns(String pattern) {
        try {
            this.pattern = Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "pattern '%s' is none of RE2: %s".formatted(pattern, e.getDescription()), e);
        }
        if (this.pattern.matcher("").find()) {
            throw new IllegalArgumentException(
                    "pattern '%s' matches an empty text".formatted(pattern));
        }
    }

    /// What a pattern needs cannot be told from it, so every text is looked at.
    @Override
    public List<String> signs() {
        return List.of();
    }

    @Override
    public void find(String text, Found found) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.at(matcher.start(), matcher.end());
        }
    }
}
