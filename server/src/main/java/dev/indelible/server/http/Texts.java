package dev.indelible.server.http;

/// Foreign text inside our messages: short, and without characters that could fool a terminal.
final class Texts {
    private static final int SHOWN_CHARS_MAX = 80;

    private Texts() {}

    static String shown(String text) {
        var shown = new StringBuilder();
        text.codePoints()
                .limit(SHOWN_CHARS_MAX)
                .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? 0xfffd : c));
        return text.length() > SHOWN_CHARS_MAX ? shown + "…" : shown.toString();
    }
}
