package dev.indelible.cli;

import java.io.Console;
import java.util.Optional;

/// What may be shown on a terminal. Events' contents are hostile: no control character, and so no
/// escape sequence, of theirs gets through.
final class Terminal {
    private static final String RED = "\u001b[31m";
    private static final String YELLOW = "\u001b[33m";
    private static final String RESET = "\u001b[0m";

    private Terminal() {}

    /// The text with everything that could move a cursor, ring a bell or turn the writing around
    /// replaced.
    static String safe(String text) {
        var safe = new StringBuilder(text.length());
        text.codePoints().map(c -> isUnsafe(c) ? 0xfffd : c).forEach(safe::appendCodePoint);
        return safe.toString();
    }

    private static boolean isUnsafe(int c) {
        return Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.LINE_SEPARATOR
                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
    }

    /// Says what the output cannot say by being empty; programs that read it are not disturbed.
    static void tell(String sentence) {
        System.err.println(sentence);
    }

    /// Whether a person looks at what is printed.
    static boolean isInteractive() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    private static boolean hasColours() {
        return isInteractive() && System.getenv("NO_COLOR") == null;
    }

    /// The outcome in the colour of its alarm.
    static String outcome(String outcome) {
        if (!hasColours()) {
            return outcome;
        }
        return switch (outcome.strip()) {
            case "failure" -> YELLOW + outcome + RESET;
            case "denied" -> RED + outcome + RESET;
            default -> outcome;
        };
    }

    /// The text in just so many columns.
    static String column(String text, int width) {
        String safe = safe(text);
        int points = safe.codePointCount(0, safe.length());
        if (points > width) {
            return safe.substring(0, safe.offsetByCodePoints(0, width - 1)) + "…";
        }
        return safe + " ".repeat(width - points);
    }
}
