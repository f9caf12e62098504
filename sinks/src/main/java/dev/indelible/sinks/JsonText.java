package dev.indelible.sinks;

import tools.jackson.core.io.JsonStringEncoder;

/// Strings as JSON.
public final class JsonText {
    private JsonText() {}

    /// The text with quotes and escapes.
    public static String quoted(String text) {
        var quoted = new StringBuilder(text.length() + 16).append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, quoted);
        return quoted.append('"').toString();
    }
}
