package dev.indelible.formats;

import java.util.Locale;

/// Strings in JSON as Go's two writers make them, escape for escape.
final class GoText {
    private GoText() {}

    /// As protojson has it: `<`, `>` and `&` stay.
    static void proto(StringBuilder json, String text) {
        quoted(json, text, false);
    }

    /// As `encoding/json` has it: also `<`, `>`, `&` and the line separators of Unicode are
    /// escaped.
    static void go(StringBuilder json, String text) {
        quoted(json, text, true);
    }

    private static void quoted(StringBuilder json, String text, boolean isForHtml) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    boolean isEscaped =
                            c < ' '
                                    || (isForHtml && (c == '<' || c == '>' || c == '&'))
                                    || (isForHtml && (c == 0x2028 || c == 0x2029));
                    if (isEscaped) {
                        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
